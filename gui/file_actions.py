"""Opening, saving, pasting and dropping; nothing here ever loses the drawing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui import settings as remembered
from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas
from gui.file_dialogs import INK_SUFFIX, FileDialogs
from gui.images import offered, to_png
from gui.ink_clipboard import ink_data, offered_ink
from gui.messages import Message, Severity
from gui.recent_files import RecentFiles
from gui.session import ReadingSession
from gui.settings import Settings
from model.errors import InkdigitsError
from model.files import write_bytes
from model.inkml import read_inkml, write_inkml
from model.svg import svg_text

if TYPE_CHECKING:
    from model.images import Picture

_PNG_LONG_SIDE_PX = 1000
_ONLY_WRITTEN = ".svg"
_LONGEST_NAME = 40


class FileActions(QObject):
    """Moves drawings and pictures between the desk, files and the clipboard.

    Signals:
        message_raised: A ``Message``.
    """

    message_raised = Signal(object)

    def __init__(
        self,
        window: QWidget,
        drawing: Drawing,
        canvas: DrawingCanvas,
        session: ReadingSession,
        settings: Settings,
        recent: RecentFiles,
    ) -> None:
        """Work for ``window``."""
        super().__init__(window)
        self._window = window
        self._drawing = drawing
        self._canvas = canvas
        self._session = session
        self._settings = settings
        self._recent = recent
        recent.file_chosen.connect(self.open_path)
        session.picture_opened.connect(self._on_picture_opened)

    @Slot()
    def on_open(self) -> None:
        """Ask for a file and open it."""
        path = FileDialogs.ask_open(self._window, self._settings.get(remembered.LAST_FOLDER))
        if path is not None:
            self._settings.set(remembered.LAST_FOLDER, str(path.parent))
            self.open_path(path)

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open a picture or an InkML drawing; loading a drawing can be undone."""
        if path.suffix.lower() != INK_SUFFIX:
            self._session.open_picture(path)
            return
        try:
            ink = read_inkml(path)
        except InkdigitsError as error:
            self._warn(str(error))
            return
        self._recent.add(path)
        self._session.back_to_drawing()
        self._canvas.open_drawing(ink)

    @Slot()
    def on_save(self) -> None:
        """Ask for a name and save the drawing under it."""
        if self._drawing.is_blank:
            self._warn(self.tr("There is nothing to save yet: the canvas is blank."))
            return
        folder = self._settings.get(remembered.LAST_FOLDER)
        path = FileDialogs.ask_save(self._window, folder, self._suggested_name())
        if path is None:
            return
        self._settings.set(remembered.LAST_FOLDER, str(path.parent))
        try:
            self._write(path)
        except OSError as error:
            text = self.tr("The drawing could not be saved to {0}: {1}.")
            self._warn(text.format(path, error.strerror))
        else:
            if path.suffix.lower() != _ONLY_WRITTEN:
                self._recent.add(path)
            text = self.tr("The drawing was saved to {0}.").format(path)
            self.message_raised.emit(Message(text, Severity.INFO))

    @Slot()
    def on_copy_text(self) -> None:
        """Put the reading on the clipboard."""
        QGuiApplication.clipboard().setText(self._session.shown.reading.text)

    @Slot()
    def on_copy_picture(self) -> None:
        """Put a picture of the drawing on the clipboard, black on white."""
        if self._drawing.is_blank:
            self._warn(self.tr("There is nothing to copy yet: the canvas is blank."))
            return
        QGuiApplication.clipboard().setImage(self._canvas.picture(_PNG_LONG_SIDE_PX))

    @Slot()
    def on_copy_ink(self) -> None:
        """Put the drawing on the clipboard as InkML."""
        if self._drawing.is_blank:
            self._warn(self.tr("There is nothing to copy yet: the canvas is blank."))
            return
        data = ink_data(self._drawing.ink, self._own_text())
        QGuiApplication.clipboard().setMimeData(data)

    @Slot()
    def on_paste(self) -> None:
        """Add the ink on the clipboard to the drawing, or read its picture or file."""
        nothing = self.tr("The clipboard holds no picture, ink or file. Copy one, then paste.")
        name = self.tr("The text on the clipboard")
        self._take(QGuiApplication.clipboard().mimeData(), name, nothing)

    @Slot(QMimeData)
    def on_content_dropped(self, data: QMimeData) -> None:
        """Read a picture, or add ink, that came without a file."""
        nothing = self.tr("The picture that was dropped cannot be read.")
        self._take(data, self.tr("The text that was dropped"), nothing)

    def _take(self, data: QMimeData, name: str, nothing: str) -> None:
        """Add offered ink, called ``name``, or read a picture or file; else say ``nothing``."""
        try:
            ink = offered_ink(data, name)
            found = offered(data) if ink is None else None
        except InkdigitsError as error:
            self._warn(str(error))
            return
        if ink is not None:
            self._session.back_to_drawing()
            self._canvas.insert(ink)
        elif isinstance(found, Path):
            self.open_path(found)
        elif found is not None:
            self._session.open_picture(found)
        else:
            self._warn(nothing)

    @Slot(object)
    def on_files_dropped(self, paths: list[Path]) -> None:
        """Open the dropped file."""
        self.open_path(paths[0])

    @Slot(object)
    def _on_picture_opened(self, picture: Picture) -> None:
        if picture.path is not None:
            self._recent.add(picture.path)

    def _write(self, path: Path) -> None:
        suffix = path.suffix.lower()
        if suffix == ".png":
            write_bytes(path, to_png(self._canvas.picture(_PNG_LONG_SIDE_PX)))
        elif suffix == _ONLY_WRITTEN:
            text = svg_text(self._drawing.ink, self._canvas.pen_width_px)
            write_bytes(path, text.encode("utf-8"))
        else:
            write_inkml(path, self._drawing.ink, self._own_text())

    def _suggested_name(self) -> str:
        """Return what the drawing was read as, where that makes a name."""
        name = "_".join(self._own_text().split()).strip(".,")
        return name[:_LONGEST_NAME] or self.tr("drawing")

    def _own_text(self) -> str:
        """Return what the drawing was read as, and nothing where something else is on show."""
        shown = self._session.shown
        return shown.reading.text if shown.subject is self._drawing.ink else ""

    def _warn(self, text: str) -> None:
        self.message_raised.emit(Message(text))
