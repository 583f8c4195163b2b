"""The questions for model files; each is one class method that tests replace."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from model.library.exchange import FILE_SUFFIX

translate = QCoreApplication.translate


class ModelFiles:
    """Asks for files; each answer is a path, or None when the person changed their mind."""

    @classmethod
    def ask_import(cls, parent: QWidget, folder: str) -> Path | None:
        """Return the model file to import."""
        title = translate("ModelFiles", "Import a Model")
        models = translate("ModelFiles", "Models of Inkdigits ({0})").format(f"*{FILE_SUFFIX}")
        every = translate("ModelFiles", "All files (*)")
        name, _ = QFileDialog.getOpenFileName(parent, title, folder, f"{models};;{every}")
        return Path(name) if name else None

    @classmethod
    def ask_export(cls, parent: QWidget, folder: str, title: str) -> Path | None:
        """Return where a model called ``title`` shall be written."""
        question = translate("ModelFiles", "Export the Model")
        models = translate("ModelFiles", "Models of Inkdigits ({0})").format(f"*{FILE_SUFFIX}")
        proposal = str(Path(folder) / file_name(title))
        name, _ = QFileDialog.getSaveFileName(parent, question, proposal, models)
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() == FILE_SUFFIX:
            return path
        path = path.with_name(path.name + FILE_SUFFIX)
        # The dialog has asked about the name as it was typed, without the ending.
        return path if not path.exists() or cls.ask_overwrite(parent, path) else None

    @classmethod
    def ask_overwrite(cls, parent: QWidget, path: Path) -> bool:
        """Return whether a file may be replaced."""
        title = translate("ModelFiles", "Export the Model")
        text = translate("ModelFiles", "{0} is there already. Replace it?")
        answer = QMessageBox.question(parent, title, text.format(path.name))
        return answer == QMessageBox.StandardButton.Yes


def file_name(title: str) -> str:
    """Return a name for a model's file that every file system can have."""
    plain = "".join(sign if sign.isalnum() or sign in " -_" else "-" for sign in title)
    return (plain.strip(" -") or "model") + FILE_SUFFIX
