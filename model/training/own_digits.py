"""A person's own samples as training data: each with many variations, and some held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.errors import DataError, EmptyDrawingError, PictureError
from model.samples.field import field_of
from model.samples.sample import NewSample
from model.training.augment import distort, render
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.pens import vary

HELD_OUT_EVERY: Final = 5
"""Of every five samples of a label, the last two are held out: one to choose by, one to report."""

_MOST_VARIATIONS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class OwnDigits:
    """A person's samples, divided.

    Attributes:
        training: To learn from, as they were written.
        held_out: To choose by; never learned from.
        test: To report on; nothing is chosen by them.
    """

    training: tuple[NewSample, ...]
    held_out: tuple[NewSample, ...]
    test: tuple[NewSample, ...]


def divide(samples: Sequence[NewSample]) -> OwnDigits:
    """Return samples divided by their places among those of the same label.

    A label with fewer than five samples is only learned: there is none to spare.
    """
    seen: dict[int, int] = {}
    parts: tuple[list[NewSample], ...] = ([], [], [])
    for sample in samples:
        place = seen.get(sample.label, 0) % HELD_OUT_EVERY
        seen[sample.label] = seen.get(sample.label, 0) + 1
        parts[max(0, place - (HELD_OUT_EVERY - 3))].append(sample)
    return OwnDigits(*map(tuple, parts))


def fields(samples: Sequence[NewSample]) -> Examples:
    """Return what the model reads of the samples, as they are.

    Raises:
        DataError: If one shows nothing.
    """
    images = np.zeros((len(samples), 28, 28), np.uint8)
    for image, sample in zip(images, samples, strict=True):
        image[:] = _field(sample)
    return Examples(images, _labels(samples))


def variations(samples: Sequence[NewSample], count: int, seed: int) -> Examples:
    """Return ``count`` fields of the samples, each as the same hand might have written it again.

    Every sample is there once as it is, and as often as the others; none more than 60 times.

    Raises:
        DataError: If one shows nothing.
    """
    plain = fields(samples)
    if not samples:
        return plain
    rng = np.random.default_rng([seed, 3])
    wanted = min(count, _MOST_VARIATIONS * len(samples)) - len(samples)
    chosen = np.resize(rng.permutation(len(samples)), max(0, wanted))
    images = np.zeros((len(chosen), 28, 28), np.uint8)
    for image, place in zip(images, chosen.tolist(), strict=True):
        image[:] = _variation(samples[place], plain.images[place], rng)
    return plain.joined(Examples(images, plain.labels[chosen]))


def digits_only(samples: Sequence[NewSample]) -> tuple[NewSample, ...]:
    """Return the samples that are digits."""
    return tuple(sample for sample in samples if sample.label != NOT_A_DIGIT)


def _field(sample: NewSample) -> NDArray[np.uint8]:
    try:
        return field_of(sample)
    except (EmptyDrawingError, PictureError) as error:
        raise DataError(f"One of your samples of {sample.label} cannot be used. {error}") from error


def _variation(
    sample: NewSample, field: NDArray[np.uint8], rng: np.random.Generator
) -> NDArray[np.uint8]:
    if sample.ink is None:
        return distort(field, rng)
    try:
        return render(vary(tuple(stroke.xy for stroke in sample.ink.strokes), rng), rng)
    except EmptyDrawingError:  # A dot may be bent away.
        return field


def _labels(samples: Sequence[NewSample]) -> NDArray[np.uint8]:
    return np.array([sample.label for sample in samples], np.uint8)
