"""Cheap variety for the quick recipe: what is not a digit, and digits drawn with a pen.

Two passes over MNIST leave no time for the shipped model's bank, so these are few and simple.
They pass through the same pipeline as everything that is drawn.
"""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.errors import EmptyDrawingError
from model.ink import rasterise
from model.inkml import read_inkml
from model.paths import asset
from model.preprocess import ink_extent, preprocess_bitmap
from model.training import outliers
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.pens import Strokes, vary
from model.training.styles import restyle

Bitmap = NDArray[np.uint8]

OUTLIER_SHARE: Final = 0.07
"""Things that are no digit, as a share of MNIST's digits."""

DRAWN_SHARE: Final = 0.05
"""Digits drawn with a pen, as a share of MNIST's."""

_SHARES: Final = (0.1, 0.2, 0.1, 0.1, 0.15, 0.05, 0.2, 0.1)
"""Symbols, scribbles, lines, blots, letters, textures, pairs and halves."""

_TIMES_EACH: Final = 2
"""How often each of them is there: drawing takes longer than learning."""

_THINNEST_PX, _WIDEST_PX = 1.5, 5.0
_ASK_EVERY: Final = 200


def with_variety(
    digits: Examples, rng: np.random.Generator, is_cancelled: Callable[[], bool]
) -> Examples:
    """Return the digits and, after them, drawn digits and things that are none, each twice.

    Args:
        digits: From MNIST.
        rng: Source of chance.
        is_cancelled: Asked now and then; may raise.
    """
    drawn, others = round(DRAWN_SHARE * len(digits)), round(OUTLIER_SHARE * len(digits))
    return digits.joined(variety(digits, drawn, others, rng, is_cancelled))


def variety(
    digits: Examples,
    drawn: int,
    others: int,
    rng: np.random.Generator,
    is_cancelled: Callable[[], bool],
) -> Examples:
    """Return digits drawn with a pen, all ten equally often, and after them things that are none.

    Args:
        digits: What halves and pairs of digits are made of.
        drawn: How many digits.
        others: How many things that are none.
        rng: Source of chance.
        is_cancelled: Asked now and then; may raise.
    """
    cv2.setNumThreads(1)  # These pictures are so small that sharing them out costs more.
    drawings = [_own_drawing(digit) for digit in range(10)]
    labels = np.concatenate([np.arange(drawn) % 10, np.full(others, NOT_A_DIGIT)]).astype(np.uint8)
    fields = np.zeros((len(labels), 28, 28), np.uint8)
    for number, label in enumerate(labels):
        if number % _ASK_EVERY == 0:
            is_cancelled()
        if label == NOT_A_DIGIT:
            fields[number] = _outlier(digits, rng)
        else:
            fields[number] = _drawn_digit(int(label), drawings[label], rng)
    return Examples(fields, labels)


def _own_drawing(digit: int) -> Strokes:
    """Return the strokes of the program's own drawing of a digit."""
    ink = read_inkml(asset("strokes", f"{digit}.inkml"))
    return tuple(stroke.xy for stroke in ink.strokes)


def _drawn_digit(digit: int, strokes: Strokes, rng: np.random.Generator) -> Bitmap:
    """Return the field of a digit as other hands and pens might have drawn it."""
    pen_px = float(np.exp(rng.uniform(np.log(_THINNEST_PX), np.log(_WIDEST_PX))))
    return preprocess_bitmap(rasterise(vary(restyle(digit, strokes, rng), rng), pen_px)).field


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
        lambda: outliers.printed_letter(rng),
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
