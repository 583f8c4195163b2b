"""How a drawing lies on the canvas: one scale and one shift, for painting only."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from model.geometry import Box

LARGEST_SCALE = 4.0
"""A fitted drawing is enlarged no further: a tap would fill the window."""

SCALES = (0.05, 16.0)
"""The least and the most that a person can zoom to."""


@dataclass(frozen=True, slots=True)
class View:
    """Where positions of the drawing appear, in device-independent pixels of the canvas.

    Attributes:
        scale: Pixels per canvas unit, above 0.
        dx: Shift to the right, in pixels.
        dy: Shift downwards, in pixels.
    """

    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    @classmethod
    def fitting(cls, box: Box, width_px: float, height_px: float, margin_px: float) -> Self:
        """Return the view that shows ``box`` centred, with a margin on every side."""
        room_x, room_y = (max(side - 2 * margin_px, 1.0) for side in (width_px, height_px))
        scale = min(room_x / max(box.width, 1e-9), room_y / max(box.height, 1e-9), LARGEST_SCALE)
        x, y = box.center
        return cls(scale, width_px / 2 - x * scale, height_px / 2 - y * scale)

    def zoomed(self, factor: float, x_px: float, y_px: float) -> "View":
        """Return the view ``factor`` times as large, with the same place at a pixel as before.

        It stays between the least and the most, unless fitting has gone beyond them already.
        """
        least, most = min(SCALES[0], self.scale), max(SCALES[1], self.scale)
        scale = min(max(self.scale * factor, least), most)
        share = scale / self.scale
        return View(scale, x_px + (self.dx - x_px) * share, y_px + (self.dy - y_px) * share)

    def panned(self, dx_px: float, dy_px: float) -> "View":
        """Return the view in which everything appears so far to the right and below."""
        return View(self.scale, self.dx + dx_px, self.dy + dy_px)

    def within_reach(self, box: Box, width_px: float, height_px: float, reach_px: float) -> "View":
        """Return the view, shifted so that ``reach_px`` of a box is in sight on each axis."""
        shown = self.shown_box(box)
        dx = _pull(shown.left(), shown.right(), width_px, reach_px)
        dy = _pull(shown.top(), shown.bottom(), height_px, reach_px)
        return self.panned(dx, dy) if dx or dy else self

    def shown(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the pixels where positions of shape (n, 2) appear, same shape."""
        return np.add(xy * self.scale, (self.dx, self.dy))

    def shown_box(self, box: Box) -> QRectF:
        """Return the pixels that ``box`` covers."""
        return QRectF(
            box.x * self.scale + self.dx,
            box.y * self.scale + self.dy,
            box.width * self.scale,
            box.height * self.scale,
        )

    def drawn(self, x_px: float, y_px: float) -> tuple[float, float]:
        """Return the position in the drawing that appears at a pixel."""
        return (x_px - self.dx) / self.scale, (y_px - self.dy) / self.scale

    def pen_width(self, pen_width_px: float) -> float:
        """Return how wide the pen looks: a drawing shown smaller has a finer pen."""
        return max(1.5, pen_width_px * min(self.scale, 1.0))


def _pull(start: float, end: float, room: float, reach: float) -> float:
    """Return the shift after which ``reach`` of a stretch, or all of it, lies in 0 to ``room``."""
    reach = min(reach, end - start)
    if end < reach:
        return reach - end
    return min(room - reach - start, 0.0)
