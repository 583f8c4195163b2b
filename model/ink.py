"""Ink: what was drawn, as strokes of points, and its bitmap at the canonical pen width.

Ink is kept as vectors. What a person sees is painted from it at the screen's resolution and
with the pen they chose; what is recognised is always rasterised here, at one pen width that
matches the training digits, so neither pressure, pen width nor screen scale changes a reading.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model.errors import EmptyDrawingError
from model.geometry import Box

DIGIT_SIDE_PX = 20
"""Longer side of a digit in the 28×28 field (LeCun, Cortes and Burges, the MNIST database)."""

PEN_WIDTH_PX = 2.5
"""Canonical pen width in the 28×28 field: MNIST's mean stroke width is 2.4–2.6 px."""

SUPERSAMPLING = 4
"""Bitmap pixels per pixel of the 28×28 field; area averaging turns them into smooth edges."""

_CURVE_STEP_PX = 2.0
_SUBPIXEL_BITS = 6


@dataclass(frozen=True, slots=True)
class StrokePoint:
    """One sample of the pen.

    Attributes:
        x: Position in canvas units, to the right.
        y: Position in canvas units, downwards.
        pressure: 0–1; 0.5 where the device has no pressure.
        time_ms: Milliseconds since the drawing began.
    """

    x: float
    y: float
    pressure: float = 0.5
    time_ms: float = 0.0


@dataclass(frozen=True)
class Stroke:
    """The pen's way from touching down to lifting; at least one point."""

    points: tuple[StrokePoint, ...]

    def __post_init__(self) -> None:
        if not self.points:
            raise ValueError("A stroke needs at least one point")

    @classmethod
    def from_xy(cls, xy: ArrayLike) -> Self:
        """Return a stroke through positions of shape (n, 2), without pressure or time."""
        return cls(tuple(StrokePoint(float(x), float(y)) for x, y in np.asarray(xy, float)))

    @cached_property
    def xy(self) -> NDArray[np.float64]:
        """Positions, shape (n, 2), columns x and y."""
        return np.array([(point.x, point.y) for point in self.points], dtype=np.float64)

    @cached_property
    def bounds(self) -> Box:
        """The box around the positions, without the pen's width."""
        left, top = self.xy.min(axis=0)
        right, bottom = self.xy.max(axis=0)
        return Box(float(left), float(top), float(right - left), float(bottom - top))

    @cached_property
    def signature(self) -> tuple[float, ...]:
        """Tells this stroke from others, and stays the same where it is moved as a whole."""
        first, last = self.points[0], self.points[-1]
        values = (last.x - first.x, last.y - first.y, first.time_ms, last.time_ms)
        # Moving adds to every position, whose last bits are rounded then.
        return (len(self.points), *(round(value, 3) for value in values))

    @property
    def length(self) -> float:
        """Length of the way between the samples, in canvas units."""
        return float(np.hypot(*np.diff(self.xy, axis=0).T).sum()) if len(self.points) > 1 else 0.0


@dataclass(frozen=True)
class Ink:
    """A drawing: strokes in the order in which they were made. May be blank."""

    strokes: tuple[Stroke, ...] = field(default=())

    @property
    def is_blank(self) -> bool:
        """True when nothing is drawn."""
        return not self.strokes

    @property
    def bounds(self) -> Box:
        """The box around all positions, without the pen's width.

        Raises:
            EmptyDrawingError: If the drawing is blank.
        """
        if self.is_blank:
            raise EmptyDrawingError("There is no ink in this drawing.")
        return Box.around(stroke.bounds for stroke in self.strokes)


def bezier_controls(xy: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the control points of the smooth curve through the samples of a stroke.

    Between samples i and i+1 the curve is the cubic Bézier of a Catmull–Rom spline (Catmull and
    Rom 1974), so it passes through every sample. Tangents are limited to the length of the
    shorter neighbouring chord: unevenly spaced samples would otherwise make loops.

    Args:
        xy: Samples, shape (n, 2), n ≥ 2.

    Returns:
        Two arrays of shape (n - 1, 2): first and second control point of each segment.
    """
    chords = np.diff(xy, axis=0)
    lengths = np.hypot(chords[:, 0], chords[:, 1])
    tangents = np.zeros_like(xy)
    tangents[1:-1] = (xy[2:] - xy[:-2]) / 2
    reach = np.minimum(lengths[1:], lengths[:-1])
    size = np.hypot(tangents[1:-1, 0], tangents[1:-1, 1])
    tangents[1:-1] *= np.minimum(1.0, reach / np.maximum(size, 1e-12))[:, None]
    return xy[:-1] + tangents[:-1] / 3, xy[1:] - tangents[1:] / 3


def smooth(xy: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return points along the smooth curve through ``xy``, about ``step`` units apart.

    Args:
        xy: Samples, shape (n, 2).
        step: Largest wanted distance between returned points, in the units of ``xy``.

    Returns:
        Shape (m, 2), m ≥ n; begins and ends with the first and last sample.
    """
    if len(xy) < 3:
        return xy
    longest = float(np.hypot(*np.diff(xy, axis=0).T).max())
    pieces = int(np.clip(np.ceil(longest / step), 1, 8))
    if pieces == 1:
        return xy
    first, second = bezier_controls(xy)
    t = (np.arange(pieces) / pieces)[None, :, None]
    start, end = xy[:-1, None], xy[1:, None]
    curve = (
        (1 - t) ** 3 * start
        + 3 * (1 - t) ** 2 * t * first[:, None]
        + 3 * (1 - t) * t**2 * second[:, None]
        + t**3 * end
    )
    return np.concatenate([curve.reshape(-1, 2), xy[-1:]])


def rasterise(
    strokes: list[NDArray[np.float64]] | tuple[NDArray[np.float64], ...],
    pen_width_px: float = PEN_WIDTH_PX,
) -> NDArray[np.uint8]:
    """Return a bitmap of strokes, scaled so that they fill the digit side of the field.

    The longer side of the result is ``DIGIT_SIDE_PX * SUPERSAMPLING``; the pen keeps its width in
    pixels of the 28×28 field whatever the size of the drawing.

    Args:
        strokes: Positions of each stroke, shape (n, 2), x right and y down.
        pen_width_px: Width of a round pen in pixels of the 28×28 field.

    Returns:
        Array (height, width), uint8; 0 is blank, 255 full ink. The ink touches all four edges.

    Raises:
        EmptyDrawingError: If there is no stroke.
    """
    import cv2  # Not above: the canvas needs this file before anything is recognised.

    if not strokes:
        raise EmptyDrawingError("There is no ink in this drawing.")
    every = np.concatenate(strokes)
    low, high = every.min(axis=0), every.max(axis=0)
    pen = pen_width_px * SUPERSAMPLING
    side = DIGIT_SIDE_PX * SUPERSAMPLING - pen
    scale = side / max(float((high - low).max()), 1e-9)
    # The rounding of a drawing far from the origin must not add a row or column.
    width, height = np.ceil((high - low) * scale + pen - 1e-3).astype(int)
    bitmap = np.zeros((height, width), np.uint8)
    unit = 1 << _SUBPIXEL_BITS
    thickness = max(1, round(pen))
    for xy in strokes:
        placed = smooth((xy - low) * scale, _CURVE_STEP_PX) + (pen - 1) / 2
        points = np.rint(placed * unit).astype(np.int32).reshape(-1, 1, 2)
        # A polyline of one point paints nothing, so a tap is drawn as a line of no length.
        line = points if len(points) > 1 else np.concatenate([points, points])
        cv2.polylines(
            bitmap, [line], isClosed=False, color=255, thickness=thickness, shift=_SUBPIXEL_BITS
        )
    return bitmap
