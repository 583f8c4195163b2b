"""Models in and out as files, beside the window: the disk and the checks take their time."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui import settings as remembered
from gui.messages import Message, Severity
from gui.models.errand import Errand
from gui.models.model_files import ModelFiles
from gui.settings import Settings
from model.bundle import ModelBundle
from model.library.exchange import Imported, export_model, import_model
from model.library.model_library import ModelLibrary


class Transfers(QObject):
    """Exports or imports one model at a time.

    Signals:
        imported: ``Imported``: the model is in the library.
        message_raised: A ``Message``.
        busy_changed: A transfer has begun or ended.
    """

    imported = Signal(object)
    message_raised = Signal(object)
    busy_changed = Signal()

    def __init__(self, library: ModelLibrary, settings: Settings, window: QWidget) -> None:
        """Ask in ``window``; ``settings`` remembers where files were last."""
        super().__init__(window)
        self._library = library
        self._settings = settings
        self._window = window
        self._errand: Errand | None = None
        self._target = Path()
        self.note = ""

    @property
    def is_busy(self) -> bool:
        """True while a file is being written or read; then ``note`` says which."""
        return self._errand is not None

    def ask_export(self, bundle: ModelBundle) -> None:
        """Ask where to, and write a model there."""
        folder = self._settings.get(remembered.LAST_FOLDER)
        target = ModelFiles.ask_export(self._window, folder, bundle.card.title)
        if target is None or self.is_busy:
            return
        self._settings.set(remembered.LAST_FOLDER, str(target.parent))
        self._target = target
        errand = self._prepare(lambda: export_model(bundle, target), self.tr("Exporting…"))
        errand.succeeded.connect(self._on_exported)
        errand.failed.connect(self._on_export_failed)
        errand.start()

    @Slot()
    def ask_import(self) -> None:
        """Ask for a file, and add the model in it."""
        folder = self._settings.get(remembered.LAST_FOLDER)
        path = ModelFiles.ask_import(self._window, folder)
        if path is not None:
            self._settings.set(remembered.LAST_FOLDER, str(path.parent))
            self.bring_in(path)

    def bring_in(self, path: Path) -> None:
        """Check the model in a file and add it."""
        if self.is_busy:
            return
        now = datetime.now().astimezone()
        library = self._library
        errand = self._prepare(
            lambda: import_model(path, library, now), self.tr("Checking the model…")
        )
        errand.succeeded.connect(self._on_imported)
        errand.failed.connect(self._on_import_failed)
        errand.start()

    def stop(self) -> None:
        """Wait for what is being written or read."""
        if self._errand is not None:
            self._errand.wait()

    def _prepare(self, work: Callable[[], object], note: str) -> Errand:
        errand = Errand(work, self)
        errand.finished.connect(self._on_over)
        self._errand, self.note = errand, note
        self.busy_changed.emit()
        return errand

    @Slot()
    def _on_over(self) -> None:
        self._errand, self.note = None, ""
        self.busy_changed.emit()

    @Slot(object)
    def _on_imported(self, found: Imported) -> None:
        self.imported.emit(found)

    @Slot()
    def _on_exported(self) -> None:
        text = self.tr("The model was written to {0}.").format(self._target)
        self.message_raised.emit(Message(text, Severity.INFO))

    @Slot(str)
    def _on_export_failed(self, problem: str) -> None:
        text = self.tr("The model was not exported. {0}").format(problem)
        self.message_raised.emit(Message(text))

    @Slot(str)
    def _on_import_failed(self, problem: str) -> None:
        self.message_raised.emit(Message(problem))
