"""Model → Teach My Hand… and Digit → Teach the Digit…: opens the dialog, puts its model to use."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.messages import Message, Severity
from gui.recognition import RecognitionService
from gui.sample_keeper import SampleKeeper
from gui.settings import Settings
from model.bundle import ModelBundle
from model.library.model_library import ModelLibrary

if TYPE_CHECKING:
    from gui.teaching.teach_dialog import TeachDialog


class TeachActions(QObject):
    """Lets the model in use learn the person's hand.

    Signals:
        message_raised: A ``Message``.
    """

    message_raised = Signal(object)

    def __init__(
        self,
        window: QWidget,
        library: ModelLibrary,
        recognition: RecognitionService,
        keeper: SampleKeeper,
        settings: Settings,
    ) -> None:
        """Work for ``window``."""
        super().__init__(window)
        self._window = window
        self._library = library
        self._recognition = recognition
        self._keeper = keeper
        self._settings = settings
        self._bundle: ModelBundle | None = None
        self._dialog: TeachDialog | None = None
        recognition.model_loaded.connect(self._on_model_loaded)

    @property
    def dialog(self) -> "TeachDialog | None":
        """The open dialog, if there is one."""
        return self._dialog

    @Slot()
    def on_teach(self) -> None:
        """Open the dialog, or bring the open one to the front; drawing goes on."""
        self._opened()

    @Slot(int)
    def on_teach_digit(self, digit: int) -> None:
        """Open the dialog for one digit; a lesson that is under way stays."""
        dialog = self._opened()
        if dialog is not None:
            dialog.practise(digit)

    def stop(self) -> None:
        """End a lesson that is under way; what was written is kept."""
        if self._dialog is not None:
            self._dialog.stop()
            self._dialog.hide()

    def _opened(self) -> "TeachDialog | None":
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return self._dialog
        if self._bundle is None:
            self.message_raised.emit(Message(self.tr("There is no model yet that could learn.")))
            return None
        from gui.teaching.teach_dialog import TeachDialog  # Some hundredths of a second at start.

        dialog = TeachDialog(
            self._library, self._bundle, self._keeper, self._settings, self._window
        )
        dialog.model_activated.connect(self._on_model_activated)
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.show()
        return dialog

    @Slot()
    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    @Slot(object)
    def _on_model_activated(self, bundle: ModelBundle) -> None:
        self._recognition.use_model(bundle)
        text = self.tr("The model that has learned your hand is in use.")
        self.message_raised.emit(Message(text, Severity.INFO))

    @Slot(object)
    def _on_model_loaded(self, bundle: ModelBundle) -> None:
        self._bundle = bundle
        if self._dialog is not None:
            self._dialog.use_model(bundle)
