"""What a run can learn from, as a choice that is cheap to import."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from model.samples.sample import NOT_A_DIGIT, NewSample

LEAST_OF_EACH: Final = 10
"""Samples of every digit that a person needs to have for a training on nothing else."""


class DataKind(Enum):
    """Where most of the digits come from."""

    MNIST = "mnist"
    GENERATED = "generated"
    FILES = "files"
    SAMPLES = "samples"


@dataclass(frozen=True, slots=True)
class DataSource:
    """What a run learns from.

    Attributes:
        kind: Where most of the digits come from.
        files: For ``FILES``: an npz file or an IDX file of images and the one of its labels.
        samples: The person's labelled digits, mixed with the others, or alone for ``SAMPLES``.
    """

    kind: DataKind = DataKind.MNIST
    files: tuple[Path, ...] = ()
    samples: tuple[NewSample, ...] = ()


FROM_MNIST: Final = DataSource()


def lacking(samples: Iterable[NewSample]) -> dict[int, int]:
    """Return how many samples of each digit are missing for a training on nothing else."""
    missing = dict.fromkeys(range(NOT_A_DIGIT), LEAST_OF_EACH)
    for sample in samples:
        if sample.label in missing:
            missing[sample.label] -= 1
    return {digit: count for digit, count in missing.items() if count > 0}
