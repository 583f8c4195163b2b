"""What a lesson is made of: a person's samples, most to learn from, some held out to check by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from model.errors import TrainingError
from model.samples.sample import NewSample

HELD_OUT_EVERY: Final = 3
"""Of every three samples of a label one is held out."""

MOST_LEARNED: Final = 60
"""Samples of one label that a lesson learns from; of more, the newest are taken."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A person's samples, divided.

    Attributes:
        learned: To learn from.
        held_out: What the gate judges by; nothing is learned from them, and they choose nothing.
    """

    learned: tuple[NewSample, ...]
    held_out: tuple[NewSample, ...]


def divide(samples: Sequence[NewSample], seed: int) -> Lesson:
    """Return a lesson: of each label with two samples or more, a third is held out, at least one.

    Thirty samples are three of each digit: two teach, one judges. The model that was judged is
    the one that is kept. A second one taught from all thirty would know a little more, but no
    digit that it has not seen could say whether it became worse; and judging three models, each
    without another third, would say something of three models that nobody uses, in three times
    the time. A label with a single sample is learned and not judged.

    Args:
        samples: In the order of writing.
        seed: Decides which are held out.

    Raises:
        TrainingError: If no label has two samples.
    """
    by_label: dict[int, list[NewSample]] = {}
    for sample in samples:
        by_label.setdefault(sample.label, []).append(sample)
    rng = np.random.default_rng([seed, 1])
    learned: list[NewSample] = []
    held_out: list[NewSample] = []
    for label in sorted(by_label):
        every = by_label[label][-(MOST_LEARNED * HELD_OUT_EVERY // (HELD_OUT_EVERY - 1)) :]
        count = 0 if len(every) == 1 else max(1, len(every) // HELD_OUT_EVERY)
        chosen = set(rng.permutation(len(every))[:count].tolist())
        for place, sample in enumerate(every):
            (held_out if place in chosen else learned).append(sample)
    if not held_out:
        raise TrainingError(_what_is_missing(len(samples)))
    return Lesson(tuple(learned), tuple(held_out))


def _what_is_missing(count: int) -> str:
    """Return why a lesson cannot be given with so many samples, all of different labels."""
    if count == 0:
        return "There are no samples to learn from."
    have = "there is only one sample" if count == 1 else "each digit is there only once"
    return f"At least one digit is needed twice, to learn from and to check by; {have}."
