"""What is kept of every training run: its curves and its result, to be compared later.

A run is a small JSON file. The newest are kept; a damaged file is passed over and logged.
"""

import json
import logging
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from model.files import write_bytes

log = logging.getLogger(__name__)

FORMAT: Final = 1

MOST_RUNS: Final = 50

MOST_POINTS: Final = 400
"""Points of a curve; of longer ones every second is dropped until they are short enough."""

_LARGEST_FILE_BYTES: Final = 2 << 20


class Curve(StrEnum):
    """What is drawn over the steps of a run. The values are stored, so they never change."""

    TRAINING_ACCURACY = "training_accuracy"
    VALIDATION_ACCURACY = "validation_accuracy"
    CROSS_ENTROPY = "cross_entropy"
    LOSS = "loss"
    LEARNING_RATE = "learning_rate"
    MEAN_ABS_GRADIENT = "mean_abs_gradient"


Points = tuple[tuple[float, float], ...]
"""Steps and values, in the order of steps."""


@dataclass(frozen=True, slots=True)
class Run:
    """A training run that has ended with a model.

    Attributes:
        name: Of the file, and of the model's folder.
        recipe: Name of the recipe.
        created: When it ended, ISO 8601.
        seed: Seed of all randomness.
        steps: How many steps were taken.
        sources: What it learned from, a line each, as on the model's card.
        metrics: Figures of the model's card.
        curves: By name of a ``Curve``.
    """

    name: str
    recipe: str
    created: str
    seed: int
    steps: int
    sources: tuple[str, ...] = ()
    metrics: Mapping[str, float] = field(default_factory=dict)
    curves: Mapping[Curve, Points] = field(default_factory=dict)


class RunBook:
    """The runs in one folder."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; reads and writes nothing."""
        self._folder = folder

    def keep(self, run: Run) -> None:
        """Write a run down, and forget the oldest beyond ``MOST_RUNS``.

        Raises:
            OSError: If it cannot be written.
        """
        content = asdict(run) | {"format": FORMAT}
        content["curves"] = {
            str(name): [[float(f"{value:.6g}") for value in point] for point in thinned(points)]
            for name, points in run.curves.items()
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        write_bytes(self._folder / f"{run.name}.json", text.encode())
        for path in self._files()[MOST_RUNS:]:
            path.unlink(missing_ok=True)

    def forget(self, name: str) -> None:
        """Remove what is kept of a run.

        Raises:
            OSError: If it cannot be removed.
        """
        (self._folder / f"{name}.json").unlink(missing_ok=True)

    def runs(self) -> tuple[Run, ...]:
        """Return all runs that can be read, the newest first."""
        found = []
        for path in self._files():
            try:
                found.append(_read(path))
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                log.warning("The run %s is passed over: %s", path, error)
        return tuple(found)

    def _files(self) -> list[Path]:
        """Return the files, the newest first: their names begin with the time."""
        return sorted(self._folder.glob("*.json"), key=lambda path: path.name, reverse=True)


def thinned(points: Iterable[tuple[float, float]]) -> Points:
    """Return at most ``MOST_POINTS`` finite points, the last among them."""
    kept = [point for point in points if math.isfinite(point[0]) and math.isfinite(point[1])]
    while len(kept) > MOST_POINTS:
        kept = kept[len(kept) % 2 == 0 :: 2]
    return tuple(kept)


def _read(path: Path) -> Run:
    """Return the run in a file; raises the usual errors of a wrong shape where it is damaged."""
    if path.stat().st_size > _LARGEST_FILE_BYTES:
        raise ValueError("it is too large")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if found["format"] != FORMAT:
        raise ValueError(f"it has format {found['format']}")
    return Run(
        name=path.stem,
        recipe=str(found["recipe"]),
        created=str(found["created"]),
        seed=int(found["seed"]),
        steps=int(found["steps"]),
        sources=tuple(map(str, found["sources"])),
        metrics={str(name): float(value) for name, value in found["metrics"].items()},
        curves={
            Curve(name): tuple((float(x), float(y)) for x, y in points)
            for name, points in found["curves"].items()
        },
    )
