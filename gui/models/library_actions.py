"""Model → Models… and Model → Go Back: opens the list, and puts what is chosen in it into use."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.messages import Message, Severity
from gui.recognition import RecognitionService
from gui.settings import Settings
from model.bundle import ModelBundle
from model.errors import InkdigitsError
from model.library.model_library import ModelLibrary

if TYPE_CHECKING:
    from gui.models.models_dialog import ModelsDialog


class LibraryActions(QObject):
    """Lets the person choose among all models.

    Signals:
        message_raised: A ``Message``.
    """

    message_raised = Signal(object)

    def __init__(
        self,
        window: QWidget,
        library: ModelLibrary,
        recognition: RecognitionService,
        settings: Settings,
    ) -> None:
        """Work for ``window``."""
        super().__init__(window)
        self._window = window
        self._library = library
        self._recognition = recognition
        self._settings = settings
        self._bundle: ModelBundle | None = None
        self._dialog: ModelsDialog | None = None
        recognition.model_loaded.connect(self._on_model_loaded)
        recognition.model_failed.connect(self._on_model_failed)

    @property
    def dialog(self) -> "ModelsDialog | None":
        """The open dialog, if there is one."""
        return self._dialog

    @Slot()
    def on_models(self) -> None:
        """Open the list, or bring the open one to the front; drawing goes on."""
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        from gui.models.models_dialog import ModelsDialog  # Some hundredths of a second at start.

        dialog = ModelsDialog(self._library, self._settings, self._bundle, self._window)
        dialog.model_activated.connect(self._on_model_activated)
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.show()

    @Slot()
    def on_go_back(self) -> None:
        """Read with the model before the one in use, in one step."""
        try:
            bundle = self._library.go_back()
        except InkdigitsError as error:
            self.message_raised.emit(Message(str(error), Severity.INFO))
            return
        except OSError as error:
            text = self.tr("The model in use stays: {0}.").format(error.strerror or error)
            self.message_raised.emit(Message(text))
            return
        self._on_model_activated(bundle)

    def stop(self) -> None:
        """Wait for a file that is being written."""
        if self._dialog is not None:
            self._dialog.stop()
            self._dialog.hide()

    @Slot(object)
    def _on_model_activated(self, bundle: ModelBundle) -> None:
        self._recognition.use_model(bundle)
        text = self.tr("“{0}” is in use.").format(bundle.card.title)
        self.message_raised.emit(Message(text, Severity.INFO))

    @Slot()
    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    @Slot(object)
    def _on_model_loaded(self, bundle: ModelBundle) -> None:
        self._bundle = bundle
        if self._dialog is not None:
            self._dialog.use_model(bundle)

    @Slot()
    def _on_model_failed(self) -> None:
        """Show again which model is in use: the one that was chosen cannot be run."""
        if self._dialog is not None and self._bundle is not None:
            self._dialog.use_model(self._bundle)
