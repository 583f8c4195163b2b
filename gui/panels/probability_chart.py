"""Ten bars, 0 to 9, each with its percentage as text; clicking one says "this is what I wrote"."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.panels.certainty import certainty_text, said_text
from gui.theme import SPACING_PX
from gui.wording import percent
from model.reading import Scores

_ROWS = 10
_SMALLEST_ROW_PX = 15
_LARGEST_ROW_PX = 40
_LARGEST_BAR_PX = 16
_THINNEST_BAR_PX = 2.0
_ROW_RADIUS_PX = 5.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ProbabilityChart(QWidget):
    """A painted bar chart: probabilities of the ten digits, always in their order.

    Nothing but the row labels is shown until there are scores. Bars of something that is not a
    digit are hollow and hatched: they say what it resembles, and claim nothing.

    Signals:
        digit_said: The digit whose bar was clicked, or chosen with the arrow keys and Enter.
    """

    digit_said = Signal(int)

    def __init__(self) -> None:
        """Begin without scores."""
        super().__init__()
        self._scores: Scores | None = None
        self._texts = [""] * _ROWS
        self._truth: int | None = None
        self._hovered: int | None = None
        self._pressed: int | None = None
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, _ROWS * _SMALLEST_ROW_PX)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Probability of each digit"))
        self.show_scores(None)

    @property
    def scores(self) -> Scores | None:
        """What is on show."""
        return self._scores

    @property
    def truth(self) -> int | None:
        """What the person said it is, if anything."""
        return self._truth

    @property
    def texts(self) -> list[str]:
        """The ten percentages as they are painted; empty where there are no bars."""
        return list(self._texts)

    def show_scores(self, scores: Scores | None, truth: int | None = None) -> None:
        """Show the bars of one digit, and what the person said it is; or none."""
        if (scores is None) is not (self._scores is None):
            self._offer_clicks(scores is not None)
        before = self._looks()
        self._scores = scores
        self._truth = truth
        self._texts = [""] * _ROWS
        if scores is not None:
            self._texts = [percent(float(share), 1) for share in scores.probabilities]
        if not self.hasFocus() and scores is not None:
            self._current = scores.digit if truth is None or truth >= _ROWS else truth
        self.setAccessibleDescription(self._as_text())
        # Rows that look as before are left alone. The best one moves by less than its text tells.
        for digit, (old, new) in enumerate(zip(before, self._looks(), strict=True)):
            if old != new or (scores is not None and digit == scores.digit):
                self.update(self.row_area(digit).toAlignedRect())

    def row_area(self, digit: int) -> QRectF:
        """Return the row of a digit, in pixels of the chart."""
        row_px = min(_LARGEST_ROW_PX, self.height() / _ROWS)
        top_px = (self.height() - _ROWS * row_px) / 2
        return QRectF(0, top_px + digit * row_px, self.width(), row_px)

    def sizeHint(self) -> QSize:
        """Return the size at which rows are comfortable to read."""
        return QSize(280, _ROWS * 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint labels, bars and percentages."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font())
        bold.setBold(True)
        metrics = QFontMetricsF(bold)
        label_px = metrics.horizontalAdvance("0") + 2 * SPACING_PX
        value_px = metrics.horizontalAdvance(percent(0.999, 1)) + 1.5 * SPACING_PX
        dirty = event.region()
        for digit, text in enumerate(self._texts):
            row = self.row_area(digit)
            if not dirty.intersects(row.toAlignedRect()):
                continue
            self._paint_row(painter, row, digit)
            inner = row.adjusted(SPACING_PX / 2, 0, -SPACING_PX / 2, 0)
            stands_out = self._claims() and digit in {self._best(), self._truth}
            role = QPalette.ColorRole.Text if stands_out else QPalette.ColorRole.PlaceholderText
            painter.setFont(bold if stands_out else self.font())
            painter.setPen(self.palette().color(role))
            painter.drawText(inner, _LEFT, str(digit))
            painter.drawText(inner, _RIGHT, text)
            height_px = min(_LARGEST_BAR_PX, 0.55 * row.height())
            track = QRectF(label_px, 0, row.width() - label_px - value_px, height_px)
            track.moveCenter(QPointF(track.center().x(), row.center().y()))
            self._paint_bar(painter, track, digit)
            if digit == self._truth:
                self._paint_said(painter, track)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click on a row."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._digit_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say the digit whose row was pressed, if the button is released on it."""
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._digit_at(event.position()):
            self._say(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would choose."""
        self._hover(self._digit_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Show no row as about to be chosen."""
        super().leaveEvent(event)
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the rows with the arrow keys, and say one with Enter or Space."""
        steps = {
            Qt.Key.Key_Up: self._current - 1,
            Qt.Key.Key_Down: self._current + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: _ROWS - 1,
        }
        if event.key() in steps:
            self._current = min(max(steps[Qt.Key(event.key())], 0), _ROWS - 1)
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._say(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which row Enter would choose."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no such row."""
        super().focusOutEvent(event)
        self.update()

    def _say(self, digit: int) -> None:
        if self._scores is not None:
            self._current = digit
            self.digit_said.emit(digit)

    def _digit_at(self, position: QPointF) -> int | None:
        if self._scores is None:
            return None
        rows = (digit for digit in range(_ROWS) if self.row_area(digit).contains(position))
        return next(rows, None)

    def _hover(self, digit: int | None) -> None:
        if digit != self._hovered:
            self._hovered = digit
            self.update()

    def _looks(self) -> list[tuple[object, ...]]:
        """Return for each row all that its looks depend on, but for the mouse and the keys."""
        scores, truth = self._scores, self._truth
        if scores is None:
            return [()] * _ROWS
        return [
            (text, scores.is_digit, digit == scores.digit, truth, digit == truth)
            for digit, text in enumerate(self._texts)
        ]

    def _offer_clicks(self, offers: bool) -> None:
        if offers:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(self.tr("Click the digit that you wrote"))
        else:
            self.unsetCursor()
            self.setToolTip("")
            self._hovered = None

    def _paint_row(self, painter: QPainter, row: QRectF, digit: int) -> None:
        """Paint what shows that a row can be chosen: a wash under the mouse, a ring for keys."""
        is_current = self.hasFocus() and digit == self._current
        if self._scores is None or not (is_current or digit == self._hovered):
            return
        wash, ring = (QColor(self.palette().color(QPalette.ColorRole.Accent)) for _ in range(2))
        wash.setAlphaF(0.12 if digit == self._hovered else 0.0)
        ring.setAlphaF(0.8)
        painter.setBrush(wash)
        painter.setPen(QPen(ring, 1.5) if is_current else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), _ROW_RADIUS_PX, _ROW_RADIUS_PX)

    def _paint_bar(self, painter: QPainter, track: QRectF, digit: int) -> None:
        if self._scores is None:
            return
        radius = track.height() / 4
        share = float(self._scores.probabilities[digit])
        bar = QRectF(track)
        bar.setWidth(max(_THINNEST_BAR_PX, share * track.width()))
        painter.setPen(Qt.PenStyle.NoPen)
        if self._claims():
            painter.setBrush(self.palette().alternateBase())
            painter.drawRoundedRect(track, radius, radius)
            painter.setBrush(self._bar_color(digit))
        else:
            outline = self.palette().color(QPalette.ColorRole.PlaceholderText)
            painter.setPen(QPen(outline, 1.0))
            painter.setBrush(QBrush(outline, Qt.BrushStyle.BDiagPattern))
            bar.adjust(0.5, 0.5, -0.5, -0.5)  # the outline lies on whole pixels then
        painter.drawRoundedRect(bar, min(radius, bar.width() / 2), radius)

    def _paint_said(self, painter: QPainter, track: QRectF) -> None:
        """Frame the bar that the person chose, and say so in words at its end."""
        accent = self.palette().color(QPalette.ColorRole.Accent)
        frame = track.adjusted(-1.5, -1.5, 1.5, 1.5)
        painter.setPen(QPen(accent, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, frame.height() / 4, frame.height() / 4)
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() * 0.85, 6.0))
        metrics = QFontMetricsF(font)
        text = said_text(self._truth)
        width = metrics.horizontalAdvance(text) + 1.5 * SPACING_PX
        tag = QRectF(0, 0, width, max(metrics.height() + 1, frame.height()))
        tag.moveCenter(QPointF(frame.right() - width / 2, frame.center().y()))
        painter.setPen(QPen(accent, 1.5))
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(tag, tag.height() / 4, tag.height() / 4)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _claims(self) -> bool:
        """Tell whether it is a digit, by what the person said or else by what was read."""
        if self._truth is not None:
            return self._truth in range(_ROWS)
        return self._scores is not None and self._scores.is_digit

    def _best(self) -> int | None:
        return None if self._scores is None else self._scores.digit

    def _bar_color(self, digit: int) -> QColor:
        color = QColor(self.palette().color(QPalette.ColorRole.Accent))
        taken_for = self._best() if self._truth is None else self._truth
        color.setAlphaF(1.0 if digit == taken_for else 0.55)
        return color

    def _as_text(self) -> str:
        if self._scores is None:
            return self.tr("No digit")
        shares = self._scores.probabilities
        ranked = (
            self.tr("{0}: {1}").format(digit, percent(float(shares[digit]), 1))
            for digit in self._scores.ranking[:3]
        )
        words = certainty_text(self._scores) if self._truth is None else said_text(self._truth)
        return ", ".join([words, *ranked])
