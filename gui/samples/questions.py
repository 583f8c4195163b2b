"""What the dialog asks for; each question is one class method that tests replace."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from gui.wording import whole
from model.samples.exchange import ExchangeForm

translate = QCoreApplication.translate


class SampleQuestions:
    """Asks for plain values; None or False where the person changed their mind."""

    @classmethod
    def ask_import_folder(cls, parent: QWidget, folder: str) -> Path | None:
        """Return the folder to import from."""
        title = translate("SampleQuestions", "Import Samples from a Folder")
        name = QFileDialog.getExistingDirectory(parent, title, folder)
        return Path(name) if name else None

    @classmethod
    def ask_import_file(cls, parent: QWidget, folder: str) -> Path | None:
        """Return the file to import."""
        title = translate("SampleQuestions", "Import Samples from a File")
        known = translate("SampleQuestions", "Files of samples ({0})")
        patterns = "*.inkml *.csv *idx3* *idx1*"
        every = translate("SampleQuestions", "All files (*)")
        filters = f"{known.format(patterns)};;{every}"
        name, _ = QFileDialog.getOpenFileName(parent, title, folder, filters)
        return Path(name) if name else None

    @classmethod
    def ask_export(cls, parent: QWidget, folder: str, form: ExchangeForm) -> Path | None:
        """Return where to write samples; for some forms that is a folder to be made."""
        titles = {
            ExchangeForm.PNG_FOLDER: translate("SampleQuestions", "Name of the New Folder"),
            ExchangeForm.IDX_FOLDER: translate("SampleQuestions", "Name of the New Folder"),
            ExchangeForm.CSV: translate("SampleQuestions", "Export Samples as a Table"),
            ExchangeForm.INKML: translate("SampleQuestions", "Export Samples as Ink"),
        }
        table = translate("SampleQuestions", "Table (*.csv)")
        ink = translate("SampleQuestions", "Ink (*.inkml)")
        filters = {ExchangeForm.CSV: table, ExchangeForm.INKML: ink}
        suffix = "" if form.is_folder else f".{form.value}"
        proposed = Path(folder) / f"{translate('SampleQuestions', 'samples')}{suffix}"
        name, _ = QFileDialog.getSaveFileName(
            parent, titles[form], str(proposed), filters.get(form, "")
        )
        if not name:
            return None
        path = Path(name)
        if not suffix or path.suffix.lower() == suffix:
            return path
        path = path.with_name(path.name + suffix)
        # The dialog has asked about the name as it was typed, without the ending.
        return path if not path.exists() or cls.ask_overwrite(parent, path) else None

    @classmethod
    def ask_overwrite(cls, parent: QWidget, path: Path) -> bool:
        """Return whether a file may be replaced."""
        text = translate("SampleQuestions", "{0} is there already. Replace it?")
        answer = QMessageBox.question(parent, parent.windowTitle(), text.format(path.name))
        return answer == QMessageBox.StandardButton.Yes

    @classmethod
    def ask_writer(cls, parent: QWidget, title: str, name: str) -> str | None:
        """Return the name of a writer, without the spaces around it."""
        label = translate("SampleQuestions", "&Name of the writer:")
        answer, agreed = QInputDialog.getText(parent, title, label, text=name)
        return " ".join(answer.split()) if agreed else None

    @classmethod
    def ask_delete_writer(cls, parent: QWidget, name: str, count: int) -> bool:
        """Return whether a writer shall be deleted with all samples."""
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(parent.windowTitle())
        box.setTextFormat(Qt.TextFormat.PlainText)  # The name may come from somebody's file.
        box.setText(translate("SampleQuestions", "Delete the writer {0}?").format(name))
        explanation = translate(
            "SampleQuestions",
            "All samples of this writer are deleted too; there are {0}. Undo brings everything"
            " back, and for 30 days they are found under Deleted.",
        ).format(whole(count))
        box.setInformativeText(explanation)
        agreed = box.addButton(
            translate("SampleQuestions", "&Delete"), QMessageBox.ButtonRole.DestructiveRole
        )
        refused = box.addButton(
            translate("SampleQuestions", "&Keep"), QMessageBox.ButtonRole.RejectRole
        )
        box.setDefaultButton(refused)
        box.setEscapeButton(refused)
        box.exec()
        has_agreed = box.clickedButton() is agreed
        box.deleteLater()  # Its parent would keep it.
        return has_agreed
