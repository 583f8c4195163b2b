"""Drawings made with real pens: digits of 30 writers, and characters that are no digits.

The digits are the unnormalised strokes of "Pen-Based Recognition of Handwritten Digits"
(Alpaydin and Alimoglu, UCI Machine Learning Repository, CC BY 4.0). The characters are
Omniglot's (Lake, Salakhutdinov and Tenenbaum 2015, "Human-level concept learning through
probabilistic program induction", MIT licence).
"""

import gzip
import json
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from model.errors import DataError

PENDIGITS = Path("pen") / "pendigits-train.json.gz"
OMNIGLOT = Path("not_digits") / "strokes_background_small1.zip"

CALIBRATION_WRITERS = frozenset({10, 20, 30})
"""Writers whose digits set the temperature and the threshold; never trained on."""

REPORT_WRITERS = frozenset({9, 19, 29})
"""Writers whose digits are only measured, after everything has been decided."""

CALIBRATION_DRAWERS = frozenset({17, 18})
"""Omniglot's drawers (of 20) whose characters may help to decide; never trained on."""

REPORT_DRAWERS = frozenset({19, 20})
"""Omniglot's drawers whose characters are only measured."""

FAULTS = frozenset({(24, "6", 16), (30, "3", 4), (10, "5", 11)})
"""Pen digits to leave out: writer, label, and which of that writer's with that label, from 1.

All that a model read otherwise or refused were looked at as strokes: this six is a five, this
three a two, and of this five the bowl was not recorded. The others are what they are called,
though some can hardly be read, and stay. None of the three is of a writer who is reported on.
"""

Strokes = tuple[NDArray[np.float64], ...]


@dataclass(frozen=True, eq=False)
class Drawing:
    """One character as a person drew it.

    Attributes:
        name: A digit such as ``"7"``, or alphabet and character such as ``"Latin/03"``.
        writer: Number of the person within the data set.
        strokes: Positions of each stroke, shape (n, 2), float64; x right and y down.
    """

    name: str
    writer: int
    strokes: Strokes


def load_pendigits(data: Path) -> list[Drawing]:
    """Return the pen digits under a data folder but for ``FAULTS``, in file order.

    Raises:
        DataError: If the file is missing, damaged or of another form.
    """
    path = data / PENDIGITS
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            records = json.load(file)
        drawings = [
            Drawing(
                str(int(record["label"])),
                int(record["writer"]),
                tuple(np.asarray(xy, np.float64).reshape(-1, 2) for xy in record["strokes"] if xy),
            )
            for record in records
        ]
    except FileNotFoundError:
        raise DataError(f"There are no pen digits at {path}.") from None
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"The pen digits in {path} are damaged: {error}.") from error
    return without_faults(drawings)


def without_faults(drawings: Sequence[Drawing]) -> list[Drawing]:
    """Return the pen digits of the whole file, in its order, without those of ``FAULTS``."""
    seen: Counter[tuple[int, str]] = Counter()
    kept = []
    for drawing in drawings:
        who = (drawing.writer, drawing.name)
        seen[who] += 1
        if (*who, seen[who]) not in FAULTS:
            kept.append(drawing)
    return kept


def load_omniglot(data: Path) -> list[Drawing]:
    """Return Omniglot's characters under a data folder, sorted by their path in the archive.

    Raises:
        DataError: If the archive is missing, damaged or of another form.
    """
    path = data / OMNIGLOT
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(
                name
                for name in archive.namelist()
                if name.endswith(".txt") and not name.startswith("__MACOSX")
            )
            return [_character(name, archive.read(name).decode("ascii")) for name in names]
    except FileNotFoundError:
        raise DataError(f"There are no characters at {path}.") from None
    except (OSError, zipfile.BadZipFile, ValueError, IndexError) as error:
        raise DataError(f"The characters in {path} are damaged: {error}.") from error


def _character(name: str, text: str) -> Drawing:
    """Return one character; lines are ``x,y,t``, y is negative downwards."""
    parts = PurePosixPath(name).parts
    strokes: list[list[tuple[float, float]]] = [[]]
    for line in text.splitlines():
        if line.startswith("BREAK"):
            strokes.append([])
        elif line and not line.startswith("START"):
            x, y, _ = line.split(",")
            strokes[-1].append((float(x), -float(y)))
    drawer = int(PurePosixPath(name).stem.rpartition("_")[2])
    number = parts[-2].removeprefix("character")
    return Drawing(
        f"{parts[-3]}/{number}",
        drawer,
        tuple(np.array(stroke, np.float64) for stroke in strokes if stroke),
    )


def vary(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Return strokes as another hand might have drawn them: the same character, never the same.

    Ends are stretched or cut, strokes moved against each other, the whole slanted, turned,
    squeezed and bent, the hand trembles, corners are dropped or rounded, and the device samples
    more or less densely.

    Args:
        strokes: Positions, any unit; left unchanged.
        rng: Source of chance.

    Returns:
        As many strokes, in a box whose longer side is about 1.
    """
    placed = to_unit(strokes)
    if rng.random() < 0.35:
        placed = tuple(_move_ends(xy, rng) for xy in placed)
    if len(placed) > 1:
        placed = tuple(xy + rng.normal(0, 0.025, 2) for xy in placed)
    placed = tuple(_bend(placed, rng))
    matrix = _slant_and_turn(rng)
    placed = tuple(xy @ matrix.T for xy in placed)
    tremor = rng.uniform(0.004, 0.016) if rng.random() < 0.35 else 0.0
    smoothing = rng.uniform(0.02, 0.07) if rng.random() < 0.25 else 0.0
    spacing = rng.uniform(0.06, 0.2) if rng.random() < 0.3 else 0.0
    return tuple(
        _thin_out(_tremble(_round_corners(xy, smoothing), tremor, rng), spacing) for xy in placed
    )


def to_unit(strokes: Strokes) -> Strokes:
    """Return strokes moved and scaled so that their box is centred at 0, its longer side 1."""
    every = np.concatenate(strokes)
    low, high = every.min(axis=0), every.max(axis=0)
    side = max(float((high - low).max()), 1e-9)
    return tuple((xy - (low + high) / 2) / side for xy in strokes)


def resample(xy: NDArray[np.float64], spacing: float) -> NDArray[np.float64]:
    """Return points along a polyline, about ``spacing`` apart; both ends are kept."""
    steps = np.hypot(*np.diff(xy, axis=0).T) if len(xy) > 1 else np.zeros(0)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    count = max(2, 1 + round(float(way[-1]) / spacing))
    at = np.linspace(0, way[-1], count)
    return np.stack([np.interp(at, way, xy[:, 0]), np.interp(at, way, xy[:, 1])], axis=1)


def _slant_and_turn(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a random matrix (2, 2) of slant, turn within 15° and aspect."""
    angle = np.radians(np.clip(rng.normal(0, 7), -15, 15))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shear = np.array([[1, rng.uniform(-0.4, 0.25)], [0, 1]])  # y is down: negative leans right
    squeeze = np.diag([np.exp(rng.uniform(-0.35, 0.35)), 1.0])
    return np.asarray(turn @ shear @ squeeze)


def _bend(strokes: Strokes, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """Return strokes moved by a smooth random field: two slow waves along each axis."""
    directions = rng.normal(0, 4.0, (2, 2, 2))
    phases = rng.uniform(0, 2 * np.pi, (2, 2))
    sizes = rng.uniform(0, 0.03, (2, 2))
    return [
        xy
        + np.stack(
            [
                sum(
                    sizes[axis, wave] * np.sin(xy @ directions[axis, wave] + phases[axis, wave])
                    for wave in range(2)
                )
                for axis in range(2)
            ],
            axis=1,
        )
        for xy in strokes
    ]


def _move_ends(xy: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a stroke whose ends are up to a tenth of the box longer or shorter."""
    if len(xy) < 4:
        return xy
    way = resample(xy, 0.02)
    first, last = (int(n) for n in rng.integers(0, 4, 2))
    if len(way) > 16:
        way = way[first : len(way) - last]
    if rng.random() < 0.5 and len(way) > 3:
        direction = way[-1] - way[-4]
        size = max(float(np.hypot(*direction)), 1e-9)
        way = np.concatenate([way, [way[-1] + direction / size * rng.uniform(0.02, 0.1)]])
    return way


def _round_corners(xy: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Return a stroke averaged along its way with a Gaussian of ``sigma``; ends stay."""
    if sigma == 0 or len(xy) < 3:
        return xy
    step = 0.02
    way = resample(xy, step)
    radius = max(1, round(2 * sigma / step))
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) * step / sigma) ** 2)
    padded = np.pad(way, ((radius, radius), (0, 0)), mode="reflect", reflect_type="odd")
    columns = [np.convolve(column, weights / weights.sum(), "valid") for column in padded.T]
    return np.stack(columns, axis=1)


def _tremble(xy: NDArray[np.float64], size: float, rng: np.random.Generator) -> NDArray[np.float64]:
    if size == 0 or len(xy) < 3:
        return xy
    way = resample(xy, 0.04)
    return way + rng.normal(0, size, way.shape)


def _thin_out(xy: NDArray[np.float64], spacing: float) -> NDArray[np.float64]:
    """Return a stroke as a slow device samples it; 0 leaves it as it is."""
    return xy if spacing == 0 or len(xy) < 3 else resample(xy, spacing)
