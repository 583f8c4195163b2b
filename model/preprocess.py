"""The one way from a bitmap to the 28×28 field that the model reads, every stage kept.

The field follows what MNIST's authors did, checked on its 10,000 test digits: tight box around
the ink, longer side 20 px by area averaging with the aspect kept, full brightness, and a whole
number of pixels of shift that brings the centre of mass to pixel index 14 on both axes (LeCun,
Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition").
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.clean import extract_ink
from model.errors import EmptyDrawingError
from model.geometry import Box
from model.ink import DIGIT_SIDE_PX, Ink, rasterise

FIELD_SIDE_PX = 28
"""Side of the square field that the model reads."""

FIELD_CENTRE_PX = 14
"""Pixel index (0–27) that the centre of mass is moved to, in both axes."""

HAIRLINE_PX = 1.1
"""Strokes thinner than this in the field are thickened: averaging would leave them in shreds."""

Gray = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Stages:
    """Every step of one bitmap on its way into the model.

    Attributes:
        gray: As it came, shape (height, width), uint8, any polarity.
        ink: Same shape, uint8; 0 is background, 255 full ink.
        boxed: The ink's tight box cut out of ``ink``.
        field: Shape (28, 28), uint8; what the model reads.
        box: Where ``boxed`` lies in ``gray``.
    """

    gray: Gray
    ink: Gray
    boxed: Gray
    field: Gray
    box: Box


def preprocess_gray(gray: Gray) -> Stages:
    """Return the stages of a grayscale picture that holds one digit.

    Args:
        gray: Shape (height, width), uint8; dark on light or light on dark.

    Raises:
        EmptyDrawingError: If no pixel carries ink.
    """
    return _stages(gray, extract_ink(gray))


def preprocess_ink(ink: Ink) -> Stages:
    """Return the stages of a drawing that holds one digit.

    Raises:
        EmptyDrawingError: If the drawing is blank.
    """
    bitmap = rasterise([stroke.xy for stroke in ink.strokes])
    return _stages(bitmap, bitmap)


def preprocess_bitmap(ink: Gray) -> Stages:
    """Return the stages of a clean ink bitmap: 0 is background, 255 full ink.

    Raises:
        EmptyDrawingError: If no pixel carries ink.
    """
    return _stages(ink, ink)


def _stages(gray: Gray, ink: Gray) -> Stages:
    left, top, right, bottom = ink_extent(ink)
    boxed = ink[top:bottom, left:right]
    box = Box(left, top, right - left, bottom - top)
    return Stages(gray, ink, boxed, fit_to_field(boxed), box)


def ink_extent(ink: Gray) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) of all pixels above 0; right and bottom exclusive.

    Raises:
        EmptyDrawingError: If no pixel carries ink.
    """
    columns = np.flatnonzero(ink.any(axis=0))
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(columns):
        raise EmptyDrawingError("There is no ink in this picture.")
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def fit_to_field(boxed: Gray) -> Gray:
    """Return ink that fills its array, scaled and placed in the 28×28 field by its mass.

    Args:
        boxed: Shape (height, width), uint8; tight around the ink.

    Returns:
        Shape (28, 28), uint8, brightest pixel 255.
    """
    height, width = boxed.shape
    scale = DIGIT_SIDE_PX / max(height, width)
    source = thicken_hairlines(boxed, HAIRLINE_PX / scale) if scale < 1 else boxed
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # OpenCV's area averaging is exact when shrinking; enlarging it would be nearest neighbour.
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(source, size, interpolation=method).astype(np.float32)
    small *= 255 / max(float(small.max()), 1.0)
    return _place_by_mass(np.rint(small).astype(np.uint8))


def thicken_hairlines(ink: Gray, wanted_px: float) -> Gray:
    """Return ink whose strokes are at least ``wanted_px`` wide; wider ink comes back unchanged.

    The stroke width is estimated as area over half the outline: a ribbon of width w and length
    l ≫ w has area w·l and outline 2·l.
    """
    mask = (ink > 127).astype(np.uint8)
    area = int(mask.sum())
    if area == 0:
        return ink
    edge = area - int(cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=0).sum())
    width = 2.0 * area / max(edge, 1)
    if width >= wanted_px:
        return ink
    size = 1 + round(wanted_px - width)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return cv2.dilate(ink, kernel).astype(np.uint8)


def _place_by_mass(small: Gray) -> Gray:
    """Return the field with ``small`` (at most 20 px a side) placed by its centre of mass."""
    height, width = small.shape
    total = float(small.sum(dtype=np.float64))
    row = float(small.sum(axis=1, dtype=np.float64) @ np.arange(height)) / total
    column = float(small.sum(axis=0, dtype=np.float64) @ np.arange(width)) / total
    top = int(np.clip(round(FIELD_CENTRE_PX - row), 0, FIELD_SIDE_PX - height))
    left = int(np.clip(round(FIELD_CENTRE_PX - column), 0, FIELD_SIDE_PX - width))
    field = np.zeros((FIELD_SIDE_PX, FIELD_SIDE_PX), np.uint8)
    field[top : top + height, left : left + width] = small
    return field
