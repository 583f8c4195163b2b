"""The card of a taught model: by whom, from which model, and what it reads before and after."""

from datetime import UTC, datetime
from typing import Final

import keras
import numpy as np
import tensorflow as tf

from model.bundle import ModelCard
from model.library.titles import tidy_title
from model.samples.sample import NewSample
from model.training.calibrate import Calibration
from model.training.lesson import Lesson
from model.training.messages import Taught

RECIPE: Final = "teach"

_TAUGHT_BY: Final = ", taught by "
_MOST_SOURCES: Final = 12


def make_card(
    base: ModelCard,
    lesson: Lesson,
    taught: Taught,
    certainty: Calibration,
    replayed: str,
    seed: int,
) -> ModelCard:
    """Return the card of a model that has passed the gate.

    The figures of the base model are not its own, so none is taken over but those of before.

    Args:
        base: The card of the model that it started from.
        lesson: What it was taught.
        taught: What the gate found.
        certainty: Its temperature and threshold.
        replayed: What was replayed against forgetting, one line.
        seed: Of the lesson.
    """
    samples = (*lesson.learned, *lesson.held_out)
    writers = _writers(samples)
    learned = f"{len(samples)} samples by {writers}, with variations"
    # A model that is taught again and again shall not carry an endless list.
    sources = [line for line in base.data if line not in (learned, replayed)]
    sources = [*sources[:_MOST_SOURCES], f"Taught from “{base.title}” ({base.recipe})"]
    shares = {
        "general_accuracy": taught.general_after.share,
        "general_accuracy_before": taught.general_before.share,
        "own_accuracy": taught.own_after.share,
        "own_accuracy_before": taught.own_before.share,
    }
    return ModelCard(
        title=tidy_title(base.title.split(_TAUGHT_BY)[0] + _TAUGHT_BY + writers),
        recipe=RECIPE,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seed=seed,
        temperature=certainty.temperature,
        threshold=certainty.threshold,
        data=(*sources, learned, replayed),
        metrics={name: round(share, 5) for name, share in shares.items()},
        versions={
            "keras": keras.__version__,
            "numpy": np.__version__,
            "tensorflow": tf.__version__,
        },
        parameters=base.parameters,
    )


def _writers(samples: tuple[NewSample, ...]) -> str:
    """Return the names of those who wrote samples, the busiest first."""
    names = [sample.profile for sample in samples]
    ordered = sorted(set(names), key=lambda name: (-names.count(name), name))
    return " and ".join(ordered[:2]) + (" and others" if len(ordered) > 2 else "")
