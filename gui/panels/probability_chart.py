"""Ten bars, 0 to 9, each with its percentage as text."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.panels.reading_panel import certainty_text
from gui.theme import SPACING_PX
from gui.wording import percent
from model.reading import Scores

_ROWS = 10
_SMALLEST_ROW_PX = 18
_LARGEST_ROW_PX = 40
_LARGEST_BAR_PX = 16
_THINNEST_BAR_PX = 2.0


class ProbabilityChart(QWidget):
    """A painted bar chart: probabilities of the ten digits, always in their order.

    Nothing but the row labels is shown until there are scores. Bars of something that is not a
    digit are grey: they say what it resembles, not what it is.
    """

    def __init__(self) -> None:
        """Begin without scores."""
        super().__init__()
        self._scores: Scores | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, _ROWS * _SMALLEST_ROW_PX)
        self.setAccessibleName(self.tr("Probability of each digit"))
        self.show_scores(None)

    @property
    def scores(self) -> Scores | None:
        """What is on show."""
        return self._scores

    @property
    def texts(self) -> list[str]:
        """The ten percentages as they are painted; empty where there are no bars."""
        if self._scores is None:
            return [""] * _ROWS
        return [percent(float(share), 1) for share in self._scores.probabilities]

    def show_scores(self, scores: Scores | None) -> None:
        """Show the bars of one digit, or none."""
        self._scores = scores
        self.setAccessibleDescription(self._as_text())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which rows are comfortable to read."""
        return QSize(280, _ROWS * 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint labels, bars and percentages."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        row_px = min(_LARGEST_ROW_PX, self.height() / _ROWS)
        label_px = metrics.horizontalAdvance("0") + 1.5 * SPACING_PX
        value_px = metrics.horizontalAdvance(percent(1.0, 1)) + SPACING_PX
        track_px = self.width() - label_px - value_px
        top_px = (self.height() - _ROWS * row_px) / 2
        best = self._scores.digit if self._scores is not None else -1
        for digit, text in enumerate(self.texts):
            row = QRectF(0, top_px + digit * row_px, self.width(), row_px)
            self._paint_text(painter, row, str(digit), digit == best, Qt.AlignmentFlag.AlignLeft)
            self._paint_text(painter, row, text, digit == best, Qt.AlignmentFlag.AlignRight)
            height_px = min(_LARGEST_BAR_PX, 0.55 * row_px)
            track = QRectF(label_px, row.center().y() - height_px / 2, track_px, height_px)
            self._paint_bar(painter, track, digit)

    def _paint_text(
        self, painter: QPainter, row: QRectF, text: str, best: bool, side: Qt.AlignmentFlag
    ) -> None:
        font = QFont(self.font())
        font.setBold(best)
        painter.setFont(font)
        role = QPalette.ColorRole.Text if best else QPalette.ColorRole.PlaceholderText
        painter.setPen(self.palette().color(role))
        painter.drawText(row, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(self, painter: QPainter, track: QRectF, digit: int) -> None:
        if self._scores is None:
            return
        radius = track.height() / 4
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().alternateBase())
        painter.drawRoundedRect(track, radius, radius)
        share = float(self._scores.probabilities[digit])
        bar = QRectF(track)
        bar.setWidth(max(_THINNEST_BAR_PX, share * track.width()))
        painter.setBrush(self._bar_color(self._scores, digit))
        painter.drawRoundedRect(bar, min(radius, bar.width() / 2), radius)

    def _bar_color(self, scores: Scores, digit: int) -> QColor:
        if not scores.is_digit:
            return self.palette().color(QPalette.ColorRole.Mid)
        color = QColor(self.palette().color(QPalette.ColorRole.Accent))
        color.setAlphaF(1.0 if digit == scores.digit else 0.55)
        return color

    def _as_text(self) -> str:
        if self._scores is None:
            return self.tr("No digit")
        shares = self._scores.probabilities
        ranked = (
            self.tr("{0}: {1}").format(digit, percent(float(shares[digit]), 1))
            for digit in self._scores.ranking[:3]
        )
        return ", ".join([certainty_text(self._scores), *ranked])
