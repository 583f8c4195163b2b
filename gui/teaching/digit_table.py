"""A table of the lesson: a cell for each digit to write, with what was written in it."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.teaching.ink_picture import ink_path
from gui.teaching.lesson import Lesson, Task
from gui.theme import caution
from model.samples.sample import NOT_A_DIGIT, NewSample

_GAP_PX = 4.0
_CELL_LINES = 2.2
_LEAST_CELL_LINES = 1.35
"""In a narrow window the cells give way."""

_CORNER_PX = 5.0


class DigitTable(QWidget):
    """Shows how far the lesson is, and every digit of it; a column for each digit.

    Signals:
        task_clicked: A ``Task`` whose cell was clicked.
    """

    task_clicked = Signal(object)

    def __init__(self) -> None:
        """Begin without a lesson."""
        super().__init__()
        self._lesson = Lesson(())
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Digits of this lesson"))

    def show_lesson(self, lesson: Lesson) -> None:
        """Show a lesson as it stands."""
        if lesson is not self._lesson:
            self._lesson = lesson
            self.updateGeometry()
        self.setAccessibleDescription(self._in_words())
        self.update()

    def cell(self, task: Task) -> QRectF:
        """Return where the cell of a task is."""
        side = self._side_px(self.width())
        column, row = self._place(task)
        step = side + _GAP_PX
        left = max(0.0, (self.width() - self._across_px(side)) / 2)
        return QRectF(left + column * step, self._header_px() + row * step, side, side)

    def sizeHint(self) -> QSize:
        """Return the size at which the cells are as large as they get."""
        width = round(self._across_px(self._largest_side_px()))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the size at which the digits can just be told apart."""
        width = round(self._across_px(self._side_px(0)))
        return QSize(width, self.heightForWidth(width))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        rows = 1 + max((self._place(task)[1] for task in self._lesson.tasks), default=0)
        return round(self._header_px() + rows * (self._side_px(width) + _GAP_PX) - _GAP_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which cell was clicked."""
        task = self._task_at(event.position())
        if task is not None and event.button() == Qt.MouseButton.LeftButton:
            self.task_clicked.emit(task)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that cells can be clicked."""
        over = self._task_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """Say what is in the cell under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            task = self._task_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if task is None else self._about(task), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for label, column in self._headers():
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(column, Qt.AlignmentFlag.AlignCenter, str(label))
        for task in self._lesson.tasks:
            self._paint_cell(painter, task)

    def _paint_cell(self, painter: QPainter, task: Task) -> None:
        palette, cell = self.palette(), self.cell(task)
        written = self._lesson.written(task)
        is_current = task == self._lesson.current
        color = palette.accent().color() if is_current else palette.mid().color()
        painter.setPen(QPen(color, 2.0 if is_current else 1.0))
        painter.setBrush(palette.base() if written is not None else palette.alternateBase())
        inset = 1.0 if is_current else 0.5
        painter.drawRoundedRect(cell.adjusted(inset, inset, -inset, -inset), _CORNER_PX, _CORNER_PX)
        if written is None or written.sample.ink is None:
            return
        painter.fillPath(ink_path(written.sample.ink, cell), palette.text())
        if is_misread(written.sample):
            self._paint_misreading(painter, cell, written.sample)

    def _paint_misreading(self, painter: QPainter, cell: QRectF, sample: NewSample) -> None:
        """Paint what was read, small, in the corner of the cell."""
        read = sample.read_digit
        text = self.tr("?") if read == NOT_A_DIGIT else str(read)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.75)
        font.setBold(True)
        side = painter.fontMetrics().height() * 0.85
        corner = QRectF(cell.right() - side, cell.top(), side, side)
        painter.save()
        painter.setFont(font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(caution(self.palette()))
        painter.drawRoundedRect(corner, _CORNER_PX, _CORNER_PX)
        painter.setPen(QColor(self.palette().base().color()))
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _headers(self) -> Iterator[tuple[int, QRectF]]:
        if self._is_single:
            return
        for task in self._lesson.tasks:
            if task.turn == 0:
                cell = self.cell(task)
                yield task.label, QRectF(cell.x(), 0, cell.width(), self._header_px() - _GAP_PX)

    @property
    def _is_single(self) -> bool:
        """True where one digit is practised: its cells stand in a row, without a header."""
        return len({task.label for task in self._lesson.tasks}) < 2

    def _place(self, task: Task) -> tuple[int, int]:
        return (task.turn, 0) if self._is_single else (task.label, task.turn)

    @property
    def _columns(self) -> int:
        return 1 + max((self._place(task)[0] for task in self._lesson.tasks), default=0)

    def _largest_side_px(self) -> float:
        side = round(self.fontMetrics().height() * _CELL_LINES)
        return side * 1.5 if self._is_single else side

    def _side_px(self, width: float) -> float:
        """Return the side of a cell in a table that is so wide."""
        least = round(self.fontMetrics().height() * _LEAST_CELL_LINES)
        fitting = int((width + _GAP_PX) / self._columns - _GAP_PX)
        return min(max(fitting, least), self._largest_side_px())

    def _across_px(self, side: float) -> float:
        return self._columns * (side + _GAP_PX) - _GAP_PX

    def _header_px(self) -> float:
        return 0.0 if self._is_single else self.fontMetrics().height() + _GAP_PX

    def _task_at(self, position: QPointF) -> Task | None:
        found = (task for task in self._lesson.tasks if self.cell(task).contains(position))
        return next(found, None)

    def _about(self, task: Task) -> str:
        written = self._lesson.written(task)
        if written is None:
            return self.tr("{0}: not written yet").format(task.label)
        read = written.sample.read_digit
        if not is_misread(written.sample):
            return self.tr("{0}: click to write it again").format(task.label)
        if read == NOT_A_DIGIT:
            return self.tr("{0}, read as no digit: click to write it again").format(task.label)
        return self.tr("{0}, read as {1}: click to write it again").format(task.label, read)

    def _in_words(self) -> str:
        written = [self._lesson.written(task) for task in self._lesson.tasks]
        misread = sum(w is not None and is_misread(w.sample) for w in written)
        text = self.tr("{0} of {1} written, {2} of them misread")
        return text.format(self._lesson.written_count, len(self._lesson.tasks), misread)


def is_misread(sample: NewSample) -> bool:
    """Tell whether something else was read than was written; not where nothing was asked."""
    return sample.read_digit is not None and sample.read_digit != sample.label
