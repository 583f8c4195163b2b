"""A drawing as a picture, black on white, for saving and copying."""

from PySide6.QtGui import QColor, QImage, QPainter

from gui.canvas.outline import WIDEST, stroke_areas
from gui.canvas.view import View
from model.geometry import Box
from model.ink import Ink

_MARGIN = 0.08


def ink_picture(ink: Ink, pen_width_px: float, long_side_px: int) -> QImage:
    """Return a picture of all ink with a margin, with pressure and pen width as seen.

    Args:
        ink: The drawing; a blank one gives a white square.
        pen_width_px: Width of the pen in canvas units.
        long_side_px: Longer side of the picture in pixels, at least 1.

    Raises:
        ValueError: If ``long_side_px`` is below 1.
    """
    if long_side_px < 1:
        raise ValueError(f"A picture needs at least one pixel; received {long_side_px}")
    box = Box(0, 0, 0, 0) if ink.is_blank else ink.bounds
    box = box.grown(pen_width_px * WIDEST / 2)
    box = box.grown(box.long_side * _MARGIN)
    scale = long_side_px / box.long_side
    view = View(scale, -box.x * scale, -box.y * scale)
    width, height = (max(1, round(side * scale)) for side in (box.width, box.height))
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in ink.strokes:
        for area in stroke_areas(stroke, view, pen_width_px * scale):
            painter.fillPath(area, QColor("black"))
    painter.end()
    return picture
