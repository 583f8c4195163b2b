"""The questions around training; each is one class method that tests replace."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

translate = QCoreApplication.translate


class Questions:
    """Asks for plain values."""

    @classmethod
    def ask_folder(cls, parent: QWidget, folder: str) -> Path | None:
        """Return the folder of training data, or None when the person changed their mind."""
        title = translate("Questions", "Choose the Folder with MNIST")
        name = QFileDialog.getExistingDirectory(parent, title, folder)
        return Path(name) if name else None

    @classmethod
    def ask_stop(cls, parent: QWidget) -> bool:
        """Return whether the training that goes on shall be stopped."""
        return _confirm(
            parent,
            translate("Questions", "Stop the training?"),
            translate("Questions", "What it has learned so far is lost. The model in use stays."),
            translate("Questions", "&Stop Training"),
            translate("Questions", "&Go On"),
        )

    @classmethod
    def ask_discard(cls, parent: QWidget) -> bool:
        """Return whether the trained model shall be thrown away."""
        return _confirm(
            parent,
            translate("Questions", "Discard the new model?"),
            translate("Questions", "It is deleted. The model in use stays."),
            translate("Questions", "&Discard"),
            translate("Questions", "&Keep Looking"),
        )


def _confirm(parent: QWidget, text: str, explanation: str, yes: str, no: str) -> bool:
    """Return True for ``yes``; Return and Escape mean ``no``."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(parent.window().windowTitle())
    box.setText(text)
    box.setInformativeText(explanation)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    refused = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refused)
    box.setEscapeButton(refused)
    box.exec()
    has_agreed = box.clickedButton() is agreed
    box.deleteLater()  # Its parent would keep it.
    return has_agreed
