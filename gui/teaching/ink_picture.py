"""Small pictures of what was written."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.canvas.outline import stroke_areas
from gui.canvas.view import View
from gui.theme import RADIUS_PX
from model.ink import Ink

_MARGIN_SHARE = 0.16
_PEN_SHARE = 0.075


def ink_path(ink: Ink, area: QRectF) -> QPainterPath:
    """Return what ink covers when it is scaled to fit the middle of ``area``."""
    side = min(area.width(), area.height())
    fitted = View.fitting(ink.bounds, area.width(), area.height(), side * _MARGIN_SHARE)
    view = View(fitted.scale, fitted.dx + area.x(), fitted.dy + area.y())
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for stroke in ink.strokes:
        for piece in stroke_areas(stroke, view, max(1.5, side * _PEN_SHARE)):
            path.addPath(piece)
    return path


class InkPicture(QWidget):
    """One digit on a small sheet."""

    def __init__(self, side_px: int) -> None:
        """Begin without ink."""
        super().__init__()
        self._side_px = side_px
        self._ink: Ink | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_ink(self, ink: Ink | None) -> None:
        """Show ink, or an empty sheet."""
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that was asked for."""
        return QSize(self._side_px, self._side_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet and the ink."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().alternateBase())
        painter.drawRoundedRect(self.rect(), RADIUS_PX, RADIUS_PX)
        if self._ink is not None:
            path = ink_path(self._ink, QRectF(self.rect()))
            painter.fillPath(path, self.palette().text())
