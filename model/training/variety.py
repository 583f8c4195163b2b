"""Cheap variety for the quick recipe: what is not a digit, and digits under other hands.

One pass over MNIST leaves no time for the shipped model's bank, so these are few and simple.
They pass through the same pipeline as everything that is drawn.
"""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.errors import EmptyDrawingError
from model.ink import rasterise
from model.preprocess import ink_extent, preprocess_bitmap
from model.training import outliers
from model.training.examples import NOT_A_DIGIT, Examples

Bitmap = NDArray[np.uint8]

OUTLIER_SHARE: Final = 0.07
"""Things that are no digit, as a share of the digits."""

_SHARES: Final = (0.1, 0.2, 0.1, 0.1, 0.15, 0.05, 0.2, 0.1)
"""Symbols, scribbles, lines, blots, letters, textures, pairs and halves."""

_ASK_EVERY: Final = 200


def with_variety(
    digits: Examples, rng: np.random.Generator, is_cancelled: Callable[[], bool]
) -> Examples:
    """Return the digits and, after them, generated things that are none.

    Args:
        digits: From MNIST.
        rng: Source of chance.
        is_cancelled: Asked now and then; may raise.
    """
    count = round(OUTLIER_SHARE * len(digits))
    fields = np.zeros((count, 28, 28), np.uint8)
    for number in range(count):
        if number % _ASK_EVERY == 0:
            is_cancelled()
        fields[number] = _outlier(digits, rng)
    return digits.joined(Examples(fields, np.full(count, NOT_A_DIGIT, np.uint8)))


def _outlier(digits: Examples, rng: np.random.Generator) -> Bitmap:
    """Return the field of something that is no digit, shape (28, 28), uint8."""
    while True:
        try:
            return preprocess_bitmap(_bitmap(digits, rng)).field
        except EmptyDrawingError:
            continue  # A texture without ink: draw another thing.


def _bitmap(digits: Examples, rng: np.random.Generator) -> Bitmap:
    makers: tuple[Callable[[], Bitmap], ...] = (
        lambda: rasterise(outliers.symbol(rng)),
        lambda: rasterise(outliers.scribble(rng)),
        lambda: rasterise(outliers.lines(rng)),
        lambda: outliers.blot(rng),
        lambda: outliers.letter(rng),
        lambda: outliers.texture(rng),
        lambda: outliers.pair(_tight(digits, rng)[1], _tight(digits, rng)[1], rng),
        lambda: _half(digits, rng),
    )
    return makers[int(rng.choice(len(makers), p=_SHARES))]()


def _half(digits: Examples, rng: np.random.Generator) -> Bitmap:
    while True:
        cut = outliers.half(*_tight(digits, rng), rng)
        if cut is not None and cut.any():
            return cut


def _tight(digits: Examples, rng: np.random.Generator) -> tuple[int, Bitmap]:
    """Return a digit's label and its bitmap, cut out and twice enlarged."""
    place = int(rng.integers(len(digits)))
    image = digits.images[place]
    left, top, right, bottom = ink_extent(image)
    large = cv2.resize(image[top:bottom, left:right], None, fx=2, fy=2)
    return int(digits.labels[place]), np.asarray(large, np.uint8)
