"""What may happen to a digit before it is read: turned, slanted, thicker, thinner, noisy, cut.

Each perturbation takes a picture of a digit as MNIST has it and gives a picture as a scanner, a
camera or a drawing program would, which then goes through the whole pipeline. They are defined
here apart from the distortions of training, with values at the ends of what is asked of the
model, not drawn at random from a range.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.preprocess import ink_extent

Gray = NDArray[np.uint8]
Perturbation = Callable[[Gray, np.random.Generator], Gray]


class Side(StrEnum):
    """A side of a picture; each comes to the top by so many quarter turns to the left."""

    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"
    LEFT = "left"


TURN_DEGREES: Final = 15.0
SHEAR: Final = 0.25
"""Columns that the top moves to the side for each row of height; 14°."""

WIDTHS: Final = (0.6, 0.8, 1.4, 2.0)
"""Pen widths as multiples of the digit's own."""

NOISE_LEVELS: Final = 25.0
"""Standard deviation of Gaussian noise on each pixel of the 28×28 picture, of 255."""

BLUR_PX: Final = 1.0
"""Standard deviation of a Gaussian blur in pixels of the 28×28 picture: two of them wide."""

CUT_PX: Final = 2
"""Rows or columns of the 28×28 picture cut off the ink, which is 20 of them long."""

_ENLARGED: Final = 4
"""Geometry is changed this much enlarged: at 28×28 every step would blur."""

_MARGIN_PX: Final = 8


def turned(degrees: float) -> Perturbation:
    """Return what turns a picture clockwise about its centre."""
    angle = np.radians(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    return _affine(np.array([[cos, -sin], [sin, cos]]))


def slanted(shear: float) -> Perturbation:
    """Return what leans a picture to the right; negative leans it to the left."""
    return _affine(np.array([[1.0, -shear], [0.0, 1.0]]))


def with_pen(factor: float) -> Perturbation:
    """Return what makes strokes ``factor`` times as wide, as another pen on the same way would.

    The outline is moved by the same distance everywhere. The stroke width is twice the median
    distance of the strokes' middle from their outline.
    """

    def change(image: Gray, _rng: np.random.Generator) -> Gray:
        is_ink = _enlarged(image) > 127
        # To the outline, which lies half a pixel before the centre of the next pixel.
        inside, outside = _distances(is_ink) - 0.5, _distances(~is_ink) - 0.5
        is_middle = is_ink & (inside >= cv2.dilate(inside, np.ones((3, 3))) - 0.5)
        width = 2 * float(np.median(inside[is_middle]))
        is_drawn = np.where(is_ink, -inside, outside) <= (factor - 1) * width / 2
        if factor < 1:  # A narrower pen thins the thinnest parts, but leaves none out.
            is_drawn |= is_middle
        return _reduced(np.where(is_drawn, 255, 0).astype(np.uint8))

    return change


def noisy(image: Gray, rng: np.random.Generator) -> Gray:
    """Return a picture with Gaussian noise on every pixel."""
    grainy = image + rng.normal(0, NOISE_LEVELS, image.shape)
    return np.asarray(np.clip(np.rint(grainy), 0, 255), np.uint8)


def blurred(image: Gray, _rng: np.random.Generator) -> Gray:
    """Return a picture out of focus."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), BLUR_PX), np.uint8)


def cut(side: Side) -> Perturbation:
    """Return what cuts a picture off a little within the ink, whose rest then meets the border.

    Ink less than twice as wide as the cut, a slim one, is left as it is: hardly half of its only
    stroke would stay.
    """
    turns = tuple(Side).index(side)

    def change(image: Gray, _rng: np.random.Generator) -> Gray:
        upright = np.rot90(image, turns)
        _, top, _, bottom = ink_extent(upright)
        first = top + CUT_PX if bottom - top >= 2 * CUT_PX else 0
        return np.ascontiguousarray(np.rot90(upright[first:], -turns))

    return change


def _distances(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return how far each pixel of a mask lies from the nearest one outside; 0 outside."""
    found = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(found, np.float32)


def _affine(matrix: NDArray[np.float64]) -> Perturbation:
    """Return what moves a picture about its centre; (x right, y down) goes to matrix @ (x, y)."""

    def change(image: Gray, _rng: np.random.Generator) -> Gray:
        large = _enlarged(image)
        centre = np.array(large.shape[::-1]) / 2 - 0.5
        move = np.hstack([matrix, (centre - matrix @ centre)[:, None]])
        moved = cv2.warpAffine(large, move, large.shape[::-1], flags=cv2.INTER_LINEAR)
        return _reduced(np.asarray(moved, np.uint8))

    return change


def _enlarged(image: Gray) -> Gray:
    padded = np.pad(image, _MARGIN_PX)
    size = (padded.shape[1] * _ENLARGED, padded.shape[0] * _ENLARGED)
    return np.asarray(cv2.resize(padded, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _reduced(large: Gray) -> Gray:
    size = (large.shape[1] // _ENLARGED, large.shape[0] // _ENLARGED)
    return np.asarray(cv2.resize(large, size, interpolation=cv2.INTER_AREA), np.uint8)


PERTURBATIONS: Final[Mapping[str, Perturbation]] = MappingProxyType(
    {
        "turned 15° left": turned(-TURN_DEGREES),
        "turned 15° right": turned(TURN_DEGREES),
        "slanted 0.25 left": slanted(-SHEAR),
        "slanted 0.25 right": slanted(SHEAR),
        **{f"pen ×{factor:g}": with_pen(factor) for factor in WIDTHS},
        "noise": noisy,
        "blur": blurred,
        **{f"2 px cut off the {side}": cut(side) for side in Side},
    }
)
"""Every perturbation by the name it is reported under."""
