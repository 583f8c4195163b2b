"""The questions around training; each is one class method that tests replace."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, SignalInstance
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
    def ask_digit_file(cls, parent: QWidget, folder: str) -> Path | None:
        """Return a file of digits, or None when the person changed their mind."""
        title = translate("Questions", "Choose an npz File or an IDX File of Images")
        return _ask_file(parent, title, folder)

    @classmethod
    def ask_label_file(cls, parent: QWidget, folder: str) -> Path | None:
        """Return the file of labels that belongs to it, or None as above."""
        return _ask_file(parent, translate("Questions", "Choose the IDX File of Labels"), folder)

    @classmethod
    def ask_stop(cls, parent: QWidget, ended: SignalInstance) -> bool:
        """Return whether the training that goes on shall be stopped.

        Args:
            parent: What the question is about.
            ended: Comes when the training has ended meanwhile; there is nothing to ask then.
        """
        return _confirm(
            parent,
            translate("Questions", "Stop the training?"),
            translate("Questions", "What it has learned so far is lost. The model in use stays."),
            translate("Questions", "&Stop Training"),
            translate("Questions", "&Go On"),
            ended,
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


def _ask_file(parent: QWidget, title: str, folder: str) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, title, folder)
    return Path(name) if name else None


def _confirm(
    parent: QWidget,
    text: str,
    explanation: str,
    yes: str,
    no: str,
    settled: SignalInstance | None = None,
) -> bool:
    """Return True for ``yes``; Return, Escape and ``settled`` mean ``no``."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(parent.window().windowTitle())
    box.setText(text)
    box.setInformativeText(explanation)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    refused = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refused)
    box.setEscapeButton(refused)
    if settled is not None:
        settled.connect(box.reject)
    box.exec()
    has_agreed = box.clickedButton() is agreed
    box.deleteLater()  # Its parent would keep it.
    return has_agreed
