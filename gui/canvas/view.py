"""How a drawing lies on the canvas: one scale and one shift, for painting only."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from model.geometry import Box

LARGEST_SCALE = 4.0
"""A fitted drawing is enlarged no further: a tap would fill the window."""


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
