"""Pointers that show what they will touch."""

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPalette, QPen, QPixmap

from gui.canvas.stroke_recorder import Tool

_SMALLEST_PX = 6.0


HANDS = {
    # By tool, and by whether a button is down.
    (Tool.PEN, False): Qt.CursorShape.PointingHandCursor,
    (Tool.PEN, True): Qt.CursorShape.PointingHandCursor,
    (Tool.SELECT, False): Qt.CursorShape.OpenHandCursor,
    (Tool.SELECT, True): Qt.CursorShape.ClosedHandCursor,
}
"""Pointers over a digit that can be clicked or taken."""

ACROSS = Qt.CursorShape.SizeHorCursor
"""The pointer over an edge that can be dragged."""


def ring_cursor(diameter_px: float, palette: QPalette, ratio: float, *, crossed: bool) -> QCursor:
    """Return a pointer that is a ring, visible on ink and on paper alike.

    Args:
        diameter_px: Of the pen or eraser; drawn no smaller than can be seen.
        palette: Of the canvas.
        ratio: Device pixels per pixel.
        crossed: True for the eraser: its ring is filled a little, so that the two differ.
    """
    diameter = max(diameter_px, _SMALLEST_PX)
    side = math.ceil(diameter) + 5
    side += 1 - side % 2  # an odd side has a pixel in the middle, which is the hot spot
    pixmap = QPixmap(math.ceil(side * ratio), math.ceil(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    center = QPointF(side / 2, side / 2)
    paper, ink = QColor(palette.base().color()), QColor(palette.text().color())
    paper.setAlphaF(0.85)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if crossed:
        wash = QColor(paper)
        wash.setAlphaF(0.6)
        painter.setBrush(wash)
    painter.setPen(QPen(paper, 3.0))
    painter.drawEllipse(center, diameter / 2, diameter / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.2))
    painter.drawEllipse(center, diameter / 2, diameter / 2)
    painter.end()
    return QCursor(pixmap, side // 2, side // 2)
