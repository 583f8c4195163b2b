"""Importing and exporting: the two menus, how far it is, and what came of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QPushButton, QWidget

from gui import settings as remembered
from gui.messages import Message, Severity
from gui.samples.exchange_job import ExchangeJob, Imported, Refused, Stopped, Written
from gui.samples.questions import SampleQuestions
from gui.samples.sample_editor import SampleEditor
from gui.settings import Settings
from gui.theme import SPACING_PX
from gui.wording import whole
from model.samples.exchange import ExchangeForm, Exported
from model.samples.sample import SampleFacts

_STEPS = 1000


class ExchangeBar(QWidget):
    """Two buttons; while something goes on, a progress bar and Cancel in their place.

    Signals:
        message_raised: A ``Message``.
        samples_came: Samples were imported.
    """

    message_raised = Signal(object)
    samples_came = Signal()

    def __init__(
        self,
        job: ExchangeJob,
        editor: SampleEditor,
        settings: Settings,
        shown: Callable[[], Sequence[SampleFacts]],
    ) -> None:
        """Let ``job`` do the work.

        Args:
            job: Reads and writes.
            editor: Knows for whom samples are imported.
            settings: Know the folder of last time.
            shown: Returns the samples that are exported.
        """
        super().__init__()
        self._job = job
        self._editor = editor
        self._settings = settings
        self._shown = shown
        self.import_button = QPushButton(self.tr("&Import"), autoDefault=False)
        self.import_button.setMenu(self._import_menu())
        self.export_button = QPushButton(self.tr("&Export"), autoDefault=False)
        self.export_button.setMenu(self._export_menu())
        self.progress = QProgressBar(maximum=_STEPS, textVisible=False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("&Cancel"), autoDefault=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING_PX)
        for part in (self.import_button, self.export_button, self.progress, self.cancel):
            row.addWidget(part)
        self.cancel.clicked.connect(self._on_cancel)
        job.progressed.connect(self._on_progressed)
        job.ended.connect(self._on_ended)
        self._show_running(is_running=False)

    def allow_changes(self, can_change: bool) -> None:
        """Enable or disable importing."""
        self.import_button.setEnabled(can_change)

    def allow_export(self, can_export: bool) -> None:
        """Enable or disable exporting."""
        self.export_button.setEnabled(can_export)

    def _import_menu(self) -> QMenu:
        menu = QMenu(self)
        self.from_file = menu.addAction(self.tr("From a &File: InkML, CSV, IDX…"))
        self.from_folder = menu.addAction(self.tr("From a F&older: PNG Pictures in 0–9, …"))
        self.from_file.triggered.connect(self._on_import_file)
        self.from_folder.triggered.connect(self._on_import_folder)
        return menu

    def _export_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.forms: dict[ExchangeForm, QAction] = {}
        for form, text in (
            (ExchangeForm.PNG_FOLDER, self.tr("&PNG Pictures in Folders 0–9…")),
            (ExchangeForm.INKML, self.tr("Ink&ML, with Every Stroke…")),
            (ExchangeForm.CSV, self.tr("&CSV, as Kaggle Has It…")),
            (ExchangeForm.IDX_FOLDER, self.tr("&IDX, as MNIST Has It…")),
        ):
            self.forms[form] = menu.addAction(text)
            self.forms[form].setData(form)
        menu.triggered.connect(self._on_export)
        return menu

    @Slot()
    def _on_import_file(self) -> None:
        folder = self._settings.get(remembered.LAST_FOLDER)
        path = SampleQuestions.ask_import_file(self.window(), folder)
        if path is not None:
            self._settings.set(remembered.LAST_FOLDER, str(path.parent))
            self._show_running(is_running=True)
            self._job.start_import(path, self._editor.current)

    @Slot()
    def _on_import_folder(self) -> None:
        folder = self._settings.get(remembered.LAST_FOLDER)
        path = SampleQuestions.ask_import_folder(self.window(), folder)
        if path is not None:
            self._settings.set(remembered.LAST_FOLDER, str(path))
            self._show_running(is_running=True)
            self._job.start_import(path, self._editor.current)

    @Slot(QAction)
    def _on_export(self, action: QAction) -> None:
        form: ExchangeForm = action.data()
        ids = [one.id for one in self._shown()]
        folder = self._settings.get(remembered.LAST_FOLDER)
        path = SampleQuestions.ask_export(self.window(), folder, form)
        if path is not None:
            self._settings.set(remembered.LAST_FOLDER, str(path.parent))
            self._show_running(is_running=True)
            self._job.start_export(ids, path, form)

    @Slot()
    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._job.cancel()

    @Slot(float)
    def _on_progressed(self, share: float) -> None:
        self.progress.setValue(round(share * _STEPS))

    @Slot(object)
    def _on_ended(self, outcome: Imported | Written | Refused | Stopped) -> None:
        self._show_running(is_running=False)
        match outcome:
            case Imported(counts):
                self.samples_came.emit()
                self._tell(self._imported_text(counts))
            case Written(path, exported):
                self._tell(self._written_text(path, exported))
            case Refused(text, details):
                self.message_raised.emit(Message(text, details=details))
            case Stopped():
                self._tell(self.tr("Cancelled; nothing was changed."))

    def _imported_text(self, counts: Sequence[tuple[str, int]]) -> str:
        text = self.tr("{0} for {1}")
        parts = [text.format(whole(count), name) for name, count in counts]
        return self.tr("Imported samples: {0}.").format(QLocale().createSeparatedList(parts))

    def _written_text(self, path: Path, exported: Exported) -> str:
        if not exported.left_out:
            text = self.tr("Samples written to {0}: {1}.")
            return text.format(path, whole(exported.count))
        text = self.tr(
            "Samples written to {0}: {1}. Left out, as this form has no place for them: {2}."
        )
        return text.format(path, whole(exported.count), whole(exported.left_out))

    def _show_running(self, *, is_running: bool) -> None:
        self.progress.setValue(0)
        self.cancel.setEnabled(True)
        for part in (self.progress, self.cancel):
            part.setVisible(is_running)
        for part in (self.import_button, self.export_button):
            part.setVisible(not is_running)

    def _tell(self, text: str) -> None:
        self.message_raised.emit(Message(text, Severity.INFO))
