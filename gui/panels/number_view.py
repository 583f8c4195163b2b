"""The number in large type; every digit shows how sure it is and can be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
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
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.panels.certainty import words_about
from gui.theme import SPACING_PX, caution
from gui.wording import percent
from model.reading import Certainty, DigitReading, Reading

_LARGEST_PX = 64
_SMALLEST_PX = 8
_LINE_GAP_PX = 3.0
_NOTE_SHARE = 0.78
_MARGIN_SHARE = 0.12
NO_DIGIT = "?"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A digit in its place.

    Attributes:
        area: What a click chooses it in.
        digit: What is shown.
        note: What stands below it, if there is room.
    """

    area: QRectF
    digit: DigitReading
    note: str


class NumberView(QWidget):
    """Paints the digits of a reading as large as fits.

    Certain digits stand alone; a likely one has a line under it, an unsure one a broken line, and
    one that the person named a bold line. In a number each has its probability below, if it fits.

    Signals:
        digit_clicked: Index of the digit that was clicked or gone to with the arrow keys.
    """

    digit_clicked = Signal(int)

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self._reading = Reading()
        self._chosen: int | None = None
        self._font_px = _LARGEST_PX
        self._cells: list[_Cell] | None = None  # Until they are asked for.
        self._has_notes = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Number read"))

    @property
    def text(self) -> str:
        """The digits on show, line by line; a question mark for what is not a digit."""
        rows = ("".join(map(_glyph, line)) for line in self._reading.lines)
        return "\n".join(rows)

    @property
    def notes(self) -> list[str]:
        """What stands under each digit, in reading order; nothing where there is no room."""
        cells = self._arranged()
        return [cell.note for cell in cells] if self._has_notes else []

    def show_reading(self, reading: Reading, chosen: int | None) -> None:
        """Show a reading, of which the digit with index ``chosen`` is spoken of."""
        self._reading = reading
        self._chosen = chosen
        self._cells = None
        words = (self._words(digit) for digit in reading.digits)
        self.setAccessibleDescription(", ".join(words))
        self.update()

    def largest_type_px(self, reading: Reading, width: float, height: float) -> int:
        """Return how large the digits of a reading can be where there is so much room, in pixels.

        What may stand below them is left out.
        """
        longest = max(map(len, reading.lines), default=1) * self._cell_share()
        return _fitting_px(width / longest, height / max(len(reading.lines), 1))

    def digit_area(self, index: int) -> QRectF:
        """Return where a digit stands, in pixels of this widget."""
        return self._arranged()[index].area

    def sizeHint(self) -> QSize:
        """Return a size for two large digits."""
        return QSize(2 * _LARGEST_PX, _LARGEST_PX + 2 * SPACING_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the digits to the new size."""
        super().resizeEvent(event)
        self._cells = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the digits."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cells = self._arranged()
        for index, cell in enumerate(cells):
            if not cell.area.intersects(event.rect().toRectF()):
                continue
            if index == self._chosen and len(cells) > 1:
                self._paint_choice(painter, cell.area)
            self._paint_digit(painter, cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the digit that is clicked."""
        for index, cell in enumerate(self._arranged()):
            if cell.area.contains(event.position()):
                self.digit_clicked.emit(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the digit beside the chosen one."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or self._chosen is None:
            super().keyPressEvent(event)
        elif 0 <= self._chosen + step < len(self._reading.digits):
            self.digit_clicked.emit(self._chosen + step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._cells = None

    def _arranged(self) -> list[_Cell]:
        """Return every digit in its place, as large as the whole has room."""
        if self._cells is None:
            lines = self._reading.lines
            self._cells = self._arrange(lines) if lines else []
        return self._cells

    def _arrange(self, lines: Sequence[Sequence[DigitReading]]) -> list[_Cell]:
        small = QFontMetricsF(self._note_font())
        notes = [[self._note(digit) for digit in line] for line in lines]
        widest = max(small.horizontalAdvance(note) for line in notes for note in line)
        share = self._cell_share()
        by_width, high = self.width() / (max(map(len, lines)) * share), self.height() / len(lines)
        with_notes = _fitting_px(by_width, high - small.height())
        self._has_notes = len(self._reading.digits) > 1 and widest + 2 <= with_notes * share
        self._font_px = with_notes
        if not self._has_notes:
            self._font_px = _fitting_px(by_width, high)
        cell_px = self._font_px * share
        line_px = self._digit_height() + (small.height() if self._has_notes else 0.0)
        top = self._top(line_px)
        cells = []
        for row, line in enumerate(lines):
            left = (self.width() - len(line) * cell_px) / 2
            for place, (digit, note) in enumerate(zip(line, notes[row], strict=True)):
                area = QRectF(left + place * cell_px, top + row * line_px, cell_px, line_px)
                cells.append(_Cell(area, digit, note))
        return cells

    def _top(self, line_px: float) -> float:
        """Return where the first line begins: so that all are in sight, or else the chosen one."""
        lines, chosen = self._reading.lines, self._chosen or 0
        room = self.height() - len(lines) * line_px
        if room >= 0:
            return room / 2
        ends = accumulate(map(len, lines))
        row = next((row for row, end in enumerate(ends) if chosen < end), 0)
        return min(max(self.height() / 2 - (row + 0.5) * line_px, room), 0.0)

    def _cell_share(self) -> float:
        """Return how wide a digit with its margins is, as a share of the size of type."""
        return QFontMetricsF(self._font(100)).horizontalAdvance("0") / 100 + _MARGIN_SHARE

    def _digit_height(self) -> float:
        """Return the height of a digit with the line under it; digits have no descenders."""
        return 0.86 * self._font_px + 3 * _LINE_GAP_PX

    def _paint_choice(self, painter: QPainter, area: QRectF) -> None:
        accent = QColor(self.palette().color(QPalette.ColorRole.Accent))
        painter.setPen(QPen(accent, 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        wash = QColor(accent)
        wash.setAlphaF(0.13)
        painter.setBrush(wash)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), SPACING_PX * 0.75, SPACING_PX * 0.75)

    def _paint_digit(self, painter: QPainter, cell: _Cell) -> None:
        digit, area = cell.digit, cell.area
        font = self._font(self._font_px)
        painter.setFont(font)
        painter.setPen(self._color(digit))
        base = area.top() + _LINE_GAP_PX + 0.8 * self._font_px
        glyph = _glyph(digit)
        left = area.center().x() - QFontMetricsF(font).horizontalAdvance(glyph) / 2
        painter.drawText(QPointF(left, base), glyph)
        self._paint_line(painter, digit, area, base + 2 * _LINE_GAP_PX)
        if self._has_notes:
            painter.setFont(self._note_font())
            painter.setPen(self._note_color(digit))
            note = area.adjusted(0, self._digit_height() - _LINE_GAP_PX, 0, 0)
            painter.drawText(note, Qt.AlignmentFlag.AlignCenter, cell.note)

    def _paint_line(self, painter: QPainter, digit: DigitReading, area: QRectF, y: float) -> None:
        """Paint the line that tells how sure a digit is, without any help from colour."""
        certainty = digit.scores.certainty
        if digit.truth is not None:
            pen = QPen(self.palette().color(QPalette.ColorRole.Accent), 3.0)
        elif certainty is Certainty.LIKELY:
            pen = QPen(self._color(digit), 1.5)
        elif certainty is Certainty.UNSURE:
            pen = QPen(self._color(digit), 2.0)
            pen.setDashPattern([2.0, 1.6])
        else:
            return
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        half = 0.29 * self._font_px
        middle = area.center().x()
        painter.setPen(pen)
        painter.drawLine(QPointF(middle - half, y), QPointF(middle + half, y))

    def _color(self, digit: DigitReading) -> QColor:
        role = QPalette.ColorRole
        if not digit.text:
            return self.palette().color(role.PlaceholderText)
        is_unsure = digit.truth is None and digit.scores.certainty is Certainty.UNSURE
        return caution(self.palette()) if is_unsure else self.palette().color(role.Text)

    def _note_color(self, digit: DigitReading) -> QColor:
        if digit.truth is not None:
            return self.palette().color(QPalette.ColorRole.Accent)
        if digit.scores.certainty is Certainty.UNSURE:
            return caution(self.palette())
        return self.palette().color(QPalette.ColorRole.PlaceholderText)

    def _note(self, digit: DigitReading) -> str:
        if digit.truth is not None:
            return self.tr("✓")
        return percent(digit.scores.confidence, 0) if digit.scores.is_digit else ""

    def _words(self, digit: DigitReading) -> str:
        return self.tr("{0}: {1}").format(_glyph(digit), words_about(digit))

    def _font(self, size_px: int) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(size_px)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _note_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() * _NOTE_SHARE, 6.0))
        return font


def _glyph(digit: DigitReading) -> str:
    return digit.text or NO_DIGIT


def _fitting_px(by_width: float, line_px: float) -> int:
    """Return the size of type that the width allows in a line of this height, in pixels."""
    by_height = int((line_px - 3 * _LINE_GAP_PX) / 0.86)
    return max(_SMALLEST_PX, min(_LARGEST_PX, int(by_width), by_height))
