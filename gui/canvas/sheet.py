"""A sheet of paper: an empty one says what to do, and files can be dropped onto it."""

from PySide6.QtCore import QMimeData, QRectF, QSize, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.canvas.drops import read_drop
from gui.canvas.paper import paint_edge, paint_hint, paint_sheet, sheet_path


class Sheet(QWidget):
    """Paints the paper that the canvas draws on, and takes files.

    Signals:
        files_dropped: list[Path]: a file of this computer was dropped, to be opened. Of several
            files the list holds the first, for one picture is shown; ``drop_refused`` says so.
        content_dropped: ``QMimeData`` with a picture or ink in it; it is gone after the signal.
        drop_refused: str: one translated line on what was dropped and is not opened.
    """

    files_dropped = Signal(object)
    content_dropped = Signal(QMimeData)
    drop_refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint_text: str | None = None
        self._shows_hint = True
        self._is_welcoming = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.setAcceptDrops(True)

    @property
    def hint_text(self) -> str:
        """What an empty sheet says."""
        if self._hint_text is not None:
            return self._hint_text
        return self.tr("Draw a digit, or drop a picture here")

    @hint_text.setter
    def hint_text(self, text: str) -> None:
        self._hint_text = text
        self.update()

    @property
    def shows_hint(self) -> bool:
        """True while the sheet is empty."""
        return self._shows_hint

    @shows_hint.setter
    def shows_hint(self, shows: bool) -> None:
        if shows != self._shows_hint:
            self._shows_hint = shows
            self.update()

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        """Paint what lies on the sheet; a sheet of its own has nothing on it.

        Args:
            painter: Smooths edges; clipped to the sheet.
            area: What has to be painted, in device-independent pixels.
        """

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(520, 520)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the paper, what lies on it, and its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet, palette = QRectF(self.rect()), self.palette()
        paint_sheet(painter, sheet, palette)
        if self._shows_hint:
            paint_hint(painter, sheet, palette, self.font(), self.hint_text)
        else:
            painter.save()
            painter.setClipPath(sheet_path(sheet))
            self.paint_content(painter, QRectF(event.rect()))
            painter.restore()
        paint_edge(painter, sheet, palette, focused=self.hasFocus(), welcoming=self._is_welcoming)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome any drag, so that a useless drop can be answered with a reason."""
        event.acceptProposedAction()
        drop = read_drop(event.mimeData())
        self._welcome(bool(drop.files) or drop.has_content)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        super().dragLeaveEvent(event)
        self._welcome(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over the file, and say what was not taken."""
        self._welcome(False)
        event.acceptProposedAction()
        drop = read_drop(event.mimeData())
        if drop.files:
            self.files_dropped.emit(list(drop.files))
        if drop.has_content:
            self.content_dropped.emit(event.mimeData())
        if drop.message:
            self.drop_refused.emit(drop.message)

    def _welcome(self, welcoming: bool) -> None:
        self._is_welcoming = welcoming
        self.update()
