"""What a model takes each digit for: a table of ten by ten, its mistakes in colour."""

import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import wording
from gui.theme import caution
from model.training.messages import Confusion

_DIGITS = 10
_PALEST = 0.12


class ConfusionView(QWidget):
    """Rows are what a digit is, columns what it is read as. Right ones fade, mistakes glow.

    Shades grow with the logarithm: one mistake is as much worth seeing as the thousandth.
    """

    def __init__(self, name: str) -> None:
        """Begin without counts.

        Args:
            name: Whose mistakes they are.
        """
        super().__init__()
        self._confusion: Confusion | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def confusion(self) -> Confusion | None:
        """What is shown."""
        return self._confusion

    def show_confusion(self, confusion: Confusion | None) -> None:
        """Show counts, or nothing."""
        self._confusion = confusion
        self.setAccessibleDescription("" if confusion is None else self._worst(confusion))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which counts of three figures fit."""
        side = self._cell_px() * (_DIGITS + 1)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the same: figures cannot shrink."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Tell what the cell under the pointer counts."""
        if isinstance(event, QHelpEvent):
            cell = self._cell_px()
            row, column = event.pos().y() // cell - 1, event.pos().x() // cell - 1
            if self._confusion is not None and 0 <= row < _DIGITS and 0 <= column < _DIGITS:
                QToolTip.showText(event.globalPos(), self._explanation(row, column), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the digits at both edges, and the counts."""
        painter = QPainter(self)
        cell = self._cell_px()
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        for digit in range(_DIGITS):
            along = (digit + 1) * cell
            centred = Qt.AlignmentFlag.AlignCenter
            painter.drawText(QRectF(along, 0, cell, cell), centred, str(digit))
            painter.drawText(QRectF(0, along, cell, cell), centred, str(digit))
        if self._confusion is not None:
            for row in range(_DIGITS):
                for column in range(_DIGITS):
                    place = QRectF((column + 1) * cell, (row + 1) * cell, cell, cell)
                    self._paint_cell(painter, place.adjusted(0.5, 0.5, -0.5, -0.5), row, column)

    def _paint_cell(self, painter: QPainter, place: QRectF, row: int, column: int) -> None:
        if self._confusion is None:
            return
        count = self._confusion.counts[row][column]
        is_right = row == column
        palette = self.palette()
        painter.fillRect(place, palette.color(QPalette.ColorRole.AlternateBase))
        if not count:
            return
        if is_right:
            shade = QColor(palette.color(QPalette.ColorRole.Accent))
            shade.setAlphaF(_PALEST)
            painter.fillRect(place, shade)
            return
        total = sum(self._confusion.counts[row])
        strength = min(1.0, 0.25 + 0.75 * math.log1p(count) / math.log1p(total / 10))
        shade = caution(palette)
        shade.setAlphaF(strength)
        painter.fillRect(place, shade)
        role = QPalette.ColorRole.Base if strength > 0.55 else QPalette.ColorRole.Text
        painter.setPen(palette.color(role))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count))

    def _cell_px(self) -> int:
        return max(self.fontMetrics().height() + 4, self.fontMetrics().horizontalAdvance("000") + 4)

    def _explanation(self, row: int, column: int) -> str:
        if self._confusion is None:
            return ""
        count = self._confusion.counts[row][column]
        if row == column:
            text = self.tr("{0} of {1} read correctly: {2}")
            total = sum(self._confusion.counts[row])
            return text.format(wording.whole(count), wording.whole(total), row)
        text = self.tr("{0} read as {1}: {2}")
        return text.format(row, column, wording.whole(count))

    def _worst(self, confusion: Confusion) -> str:
        """Return the commonest mistake in words."""
        pairs = [(row, column) for row in range(_DIGITS) for column in range(_DIGITS)]
        wrong = [pair for pair in pairs if pair[0] != pair[1]]
        row, column = max(wrong, key=lambda pair: confusion.counts[pair[0]][pair[1]])
        if not confusion.counts[row][column]:
            return self.tr("No mistakes")
        return self.tr("Most often: {0}").format(self._explanation(row, column))
