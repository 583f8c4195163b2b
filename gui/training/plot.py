"""A small plot of lines over the steps of a training, painted in the theme's colours.

It repaints in a millisecond or two, so that five of them can follow a training while somebody
draws in the main window.
"""

import bisect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import wording
from gui.theme import SPACING_PX, is_dark
from gui.training.ticks import linear_ticks, log_ticks

Points = Sequence[tuple[float, float]]

_SHARES = (0.5, 0.75, 0.9, 1.0)
_DOT_PX = 3.0
_LIGHT = ("#2f6fde", "#a35a00", "#0a7d5a", "#8a3fbf", "#b3265a", "#5b6270")
_DARK = ("#7aa7ff", "#f0b44c", "#4fd1a5", "#c79bff", "#ff8fb3", "#a8b0c0")


class Scale(Enum):
    """How values become heights."""

    SHARE = "share"
    """0–1, drawn at its square: the interesting part of training lies close to 1."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn of one row of values.

    Attributes:
        name: What it is, for the reading under the pointer.
        points: Steps and values, in the order of steps.
        colour: Number of its colour, from 0.
        has_dots: True where each value stands for itself and is marked.
    """

    name: str
    points: Points
    colour: int = 0
    has_dots: bool = False


def line_colour(palette: QPalette, number: int) -> QColor:
    """Return one of six colours that can be told apart on the base of a palette."""
    colours = _DARK if is_dark(palette) else _LIGHT
    return QColor(colours[number % len(colours)])


class Plot(QWidget):
    """Lines over steps, with a title and the newest value; the pointer reads off the others."""

    def __init__(self, title: str, scale: Scale, show: Callable[[float], str]) -> None:
        """Begin without lines.

        Args:
            title: What the values are.
            scale: How they become heights.
            show: Writes a value.
        """
        super().__init__()
        self._title = title
        self._scale = scale
        self._show = show
        self._lines: tuple[Line, ...] = ()
        self._steps = 1.0
        self._low, self._high = self._range()
        self._ticks = self._chosen_ticks()
        self._pointed_at: float | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is drawn."""
        return self._lines

    def show_lines(self, lines: Sequence[Line], steps: float = 0) -> None:
        """Draw lines.

        Args:
            lines: All of them.
            steps: How far the plot reaches; it grows with the lines.
        """
        self._lines = tuple(lines)
        ends = [line.points[-1][0] for line in self._lines if line.points]
        self._steps = max(1.0, steps, *ends)
        self._low, self._high = self._range()
        self._ticks = self._chosen_ticks()
        self.setAccessibleDescription(self.reading_at(self._steps))
        self.update()

    def reading_at(self, step: float) -> str:
        """Return each line's value at a step, or the last one before it, in words."""
        found = []
        for line in self._lines:
            place = bisect.bisect_right(line.points, (step, math.inf)) - 1
            if place >= 0:
                value = self._show(line.points[place][1])
                found.append(self.tr("{0}: {1}").format(line.name, value))
        return self.tr(", ").join(found)

    def sizeHint(self) -> QSize:
        """Return a size at which the grid's labels stand apart."""
        line_px = self.fontMetrics().height()
        return QSize(16 * line_px, 7 * line_px)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the labels do not touch."""
        line_px = self.fontMetrics().height()
        return QSize(9 * line_px, 5 * line_px)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read off the values under the pointer."""
        area = self._area()
        share = (event.position().x() - area.left()) / max(area.width(), 1.0)
        self._pointed_at = min(max(share, 0.0), 1.0) * self._steps
        self.setToolTip(self.reading_at(self._pointed_at))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._pointed_at = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint title, grid and lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        self._paint_title(painter)
        self._paint_grid(painter, area)
        if self._pointed_at is not None:
            x = area.left() + self._pointed_at / self._steps * area.width()
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setClipRect(area.adjusted(-_DOT_PX, -_DOT_PX, _DOT_PX, _DOT_PX))
        for line in self._lines:
            self._paint_line(painter, line, area)

    def _area(self) -> QRectF:
        """Return where the lines are painted."""
        metrics = QFontMetricsF(self.font())
        labels_px = max(map(metrics.horizontalAdvance, self._labels())) + SPACING_PX
        top = metrics.height() + SPACING_PX
        return QRectF(self.rect()).adjusted(
            labels_px, top, -SPACING_PX / 2, -metrics.height() / 2 - 1
        )

    def _labels(self) -> list[str]:
        return [self._show_tick(tick) for tick in self._ticks]

    def _show_tick(self, value: float) -> str:
        return wording.percent(value, 0) if self._scale is Scale.SHARE else wording.brief(value)

    def _chosen_ticks(self) -> list[float]:
        """Return the values at which lines of the grid lie."""
        if self._scale is Scale.SHARE:
            return list(_SHARES)
        if self._scale is Scale.LINEAR:
            return linear_ticks(self._low, self._high)
        return log_ticks(self._low, self._high)

    def _range(self) -> tuple[float, float]:
        """Return the smallest and the largest value that has its place in the plot."""
        if self._scale is Scale.SHARE:
            return 0.0, 1.0
        values = [value for line in self._lines for _, value in line.points if value > 0]
        if not values:
            return (0.0, 1.0) if self._scale is Scale.LINEAR else (0.1, 1.0)
        if self._scale is Scale.LINEAR:
            return 0.0, max(values) * 1.05
        return min(values) * 0.9, max(values) * 1.1

    def _height(self, value: float) -> float:
        """Return where a value lies between the bottom, 0, and the top, 1."""
        low, high = self._low, self._high
        if self._scale is Scale.LOG:
            share = math.log(max(value, low) / low) / math.log(high / low)
        else:
            share = (value - low) / (high - low)
        share = min(max(share, 0.0), 1.0)
        return share**2 if self._scale is Scale.SHARE else share

    def _paint_title(self, painter: QPainter) -> None:
        line_px = self.fontMetrics().height()
        place = QRectF(0, 0, self.width(), line_px)
        at = self._steps if self._pointed_at is None else self._pointed_at
        right = self._reading_in_short(at)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, right)
        room = self.width() - self.fontMetrics().horizontalAdvance(right) - SPACING_PX
        title = self.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, title)

    def _reading_in_short(self, step: float) -> str:
        """Return the one line's value, or nothing where several lines need their names."""
        if len(self._lines) != 1 or not self._lines[0].points:
            return ""
        points = self._lines[0].points
        place = max(0, bisect.bisect_right(points, (step, math.inf)) - 1)
        return self._show(points[place][1])

    def _paint_grid(self, painter: QPainter, area: QRectF) -> None:
        line_px = QFontMetricsF(self.font()).height()
        for tick in self._ticks:
            y = area.bottom() - self._height(tick) * area.height()
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Midlight), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            label = QRectF(0, y - line_px / 2, area.left() - SPACING_PX / 2, line_px)
            sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, sides, self._show_tick(tick))

    def _paint_line(self, painter: QPainter, line: Line, area: QRectF) -> None:
        colour = line_colour(self.palette(), line.colour)
        # More points than half the pixels cost time and show nothing; the last is always there.
        stride = max(1, 2 * len(line.points) // max(1, int(area.width())))
        shown = line.points[(len(line.points) - 1) % stride :: stride]
        places = [
            QPointF(
                area.left() + step / self._steps * area.width(),
                area.bottom() - self._height(value) * area.height(),
            )
            for step, value in shown
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF(places))
        if line.has_dots:
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Base), 1))
            painter.setBrush(colour)
            for place in places:
                painter.drawEllipse(place, _DOT_PX, _DOT_PX)
