"""The questions for files; each is one class method that tests replace."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

PICTURE_PATTERNS = "*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp"
INK_SUFFIX = ".inkml"
_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation


class FileDialogs:
    """Asks for files; each answer is a path, or None when the person changed their mind."""

    @classmethod
    def ask_open(cls, parent: QWidget, folder: str) -> Path | None:
        """Return the picture or drawing to open."""
        title = QCoreApplication.translate("FileDialogs", "Open a Picture or Drawing")
        every = QCoreApplication.translate("FileDialogs", "Pictures and drawings ({0})")
        pattern = every.format(f"{PICTURE_PATTERNS} *{INK_SUFFIX}")
        name, _ = QFileDialog.getOpenFileName(parent, title, folder, pattern)
        return Path(name) if name else None

    @classmethod
    def ask_save(cls, parent: QWidget, folder: str, name: str) -> Path | None:
        """Return where to save the drawing; the ending of the name says in which form.

        Args:
            parent: Who asks.
            folder: Where the person saved last; empty for their documents.
            name: What is suggested, without an ending: that comes with the form.
        """
        title = QCoreApplication.translate("FileDialogs", "Save the Drawing")
        ink = QCoreApplication.translate("FileDialogs", "Ink, can be opened again (*.inkml)")
        png = QCoreApplication.translate("FileDialogs", "Picture (*.png)")
        svg = QCoreApplication.translate("FileDialogs", "Drawing for other programs (*.svg)")
        endings = {ink: INK_SUFFIX, png: ".png", svg: ".svg"}
        documents = QStandardPaths.writableLocation(_DOCUMENTS)
        place = str(Path(folder or documents) / name)
        typed, chosen = QFileDialog.getSaveFileName(parent, title, place, ";;".join(endings))
        if not typed:
            return None
        path = Path(typed)
        if path.suffix.lower() in endings.values():
            return path
        path = path.with_name(path.name + endings.get(chosen, INK_SUFFIX))
        # The dialog has asked about the name as it was typed, without the ending.
        return path if not path.exists() or cls.ask_overwrite(parent, path) else None

    @classmethod
    def ask_overwrite(cls, parent: QWidget, path: Path) -> bool:
        """Return whether a file may be replaced."""
        title = QCoreApplication.translate("FileDialogs", "Save the Drawing")
        text = QCoreApplication.translate("FileDialogs", "{0} is there already. Replace it?")
        answer = QMessageBox.question(parent, title, text.format(path.name))
        return answer == QMessageBox.StandardButton.Yes
