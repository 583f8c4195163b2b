"""A small live curve: the share of digits read correctly while training goes on."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import wording
from gui.theme import SPACING_PX

_GRID_SHARES = (0.5, 0.75, 0.9, 1.0)
_MOST_POINTS = 512
_DOT_PX = 3.5


class AccuracyCurve(QWidget):
    """Paints accuracy over progress, a line and dots; the newest value is also told as text.

    The vertical scale is stretched towards 100 %, where the interesting part of training is: a
    share is drawn at its square.
    """

    def __init__(self) -> None:
        """Begin without points."""
        super().__init__()
        self._points: list[tuple[float, float]] = []
        self._held_out: list[tuple[float, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Accuracy while training"))

    @property
    def points(self) -> list[tuple[float, float]]:
        """Progress and accuracy, both 0–1, in the order they came."""
        return list(self._points)

    @property
    def held_out_points(self) -> list[tuple[float, float]]:
        """The same for digits held out of the training."""
        return list(self._held_out)

    def clear(self) -> None:
        """Forget all points."""
        self._points = []
        self._held_out = []
        self.setAccessibleDescription("")
        self.update()

    def add(self, progress: float, accuracy: float) -> None:
        """Add one point.

        Args:
            progress: How much of training is done, 0–1; never less than before.
            accuracy: Share of digits read correctly, 0–1.
        """
        if len(self._points) >= _MOST_POINTS:
            self._points = self._points[::2]
        self._points.append((progress, accuracy))
        text = self.tr("{0} after {1} of the training")
        self.setAccessibleDescription(
            text.format(wording.percent(accuracy, 1), wording.percent(progress, 0))
        )
        self.update()

    def add_held_out(self, progress: float, accuracy: float) -> None:
        """Add one point measured on digits held out of the training; as ``add``."""
        self._held_out.append((progress, accuracy))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which the grid's labels stand apart."""
        line_px = self.fontMetrics().height()
        return QSize(24 * line_px, 9 * line_px)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the labels do not touch."""
        line_px = self.fontMetrics().height()
        return QSize(12 * line_px, 6 * line_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grid and the curve."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        label_px = metrics.horizontalAdvance(wording.percent(1.0, 0)) + SPACING_PX
        half_line_px = metrics.height() / 2
        area = QRectF(self.rect()).adjusted(
            label_px, half_line_px, -SPACING_PX / 2, -half_line_px / 2
        )
        self._paint_grid(painter, area)
        if self._points:
            self._paint_curve(painter, area)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Base), 1.5))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Text))
        for point in self._held_out:
            painter.drawEllipse(_place(area, *point), _DOT_PX, _DOT_PX)

    def _paint_grid(self, painter: QPainter, area: QRectF) -> None:
        line_px = QFontMetricsF(self.font()).height()
        for share in _GRID_SHARES:
            y = _place(area, 0, share).y()
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Midlight), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            label = QRectF(0, y - line_px / 2, area.left() - SPACING_PX, line_px)
            sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, sides, wording.percent(share, 0))

    def _paint_curve(self, painter: QPainter, area: QRectF) -> None:
        accent = self.palette().color(QPalette.ColorRole.Accent)
        places = [_place(area, *point) for point in self._points]
        under = QPolygonF(
            [
                QPointF(places[0].x(), area.bottom()),
                *places,
                QPointF(places[-1].x(), area.bottom()),
            ]
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(accent.red(), accent.green(), accent.blue(), 40))
        painter.drawPolygon(under)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF(places))


def _place(area: QRectF, progress: float, accuracy: float) -> QPointF:
    """Return where a point is painted."""
    height = min(max(accuracy, 0.0), 1.0) ** 2
    return QPointF(area.left() + progress * area.width(), area.bottom() - height * area.height())
