"""The Model menu: which model is in use, retraining, going back, and the card."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.messages import Message, Severity
from gui.recognition import RecognitionService
from gui.sample_keeper import Fetched, SampleKeeper
from gui.settings import PROFILE, Settings
from model.bundle import ModelBundle
from model.errors import InkdigitsError
from model.library.model_library import ModelLibrary
from model.runs import RunBook

if TYPE_CHECKING:
    from gui.training.retrain_dialog import RetrainDialog

log = logging.getLogger(__name__)


class ModelActions(QObject):
    """Puts models into use.

    Signals:
        message_raised: A ``Message``.
        model_changed: The ``ModelBundle`` now in use.
    """

    message_raised = Signal(object)
    model_changed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        library: ModelLibrary,
        recognition: RecognitionService,
        samples: SampleKeeper,
        settings: Settings,
        runs: RunBook,
    ) -> None:
        """Work for ``window``.

        Args:
            window: Owns this object and its dialogs.
            library: The models.
            recognition: What reads with them.
            samples: Gives the person's samples to a training.
            settings: Remember who that person is.
            runs: Where trainings are written down.
        """
        super().__init__(window)
        self._samples = samples
        self._settings = settings
        self._runs = runs
        samples.fetched.connect(self._on_samples_fetched)
        self._window = window
        self._library = library
        self._recognition = recognition
        self._bundle: ModelBundle | None = None
        self._fell_back = False
        self._retraining: RetrainDialog | None = None
        recognition.model_loaded.connect(self._on_model_loaded)
        recognition.model_failed.connect(self._on_model_failed)

    def load_active(self) -> None:
        """Put the active model into use; say so where another one has to stand in."""
        try:
            active = self._library.active()
        except InkdigitsError as error:
            text = self.tr("Nothing can be read: {0} Please install Inkdigits again.")
            self._warn(text.format(error))
            return
        if active.problem and active.is_bundled:
            self._warn(self.tr("The bundled model is in use. {0}").format(active.problem))
        elif active.problem:
            text = self.tr("“{0}” is in use again. {1}")
            self._warn(text.format(active.bundle.card.title, active.problem))
        self._recognition.use_model(active.bundle)

    @Slot()
    def on_retrain(self) -> None:
        """Open the retrain dialog, or bring the open one to the front; drawing goes on."""
        if self._retraining is not None:
            self._retraining.raise_()
            self._retraining.activateWindow()
            return
        from gui.training.retrain_dialog import RetrainDialog  # A tenth of a second at start.

        dialog = RetrainDialog(self._library, self._bundle, self._runs, self._window)
        dialog.model_activated.connect(self._on_model_activated)
        dialog.finished.connect(self._on_retraining_finished)
        self._retraining = dialog
        self._samples.fetch(self._settings.get(PROFILE))
        dialog.show()

    @Slot()
    def on_restore(self) -> None:
        """Go back to the bundled model."""
        try:
            bundle = self._library.restore_bundled()
        except (InkdigitsError, OSError) as error:
            self._warn(self.tr("The bundled model could not be restored: {0}").format(error))
            return
        self._recognition.use_model(bundle)
        self._tell(self.tr("The bundled model is in use again."))

    @Slot()
    def on_about(self) -> None:
        """Show the card of the model in use."""
        from gui.model_card_dialog import ModelCardDialog  # Rarely opened, and slow to import.

        if self._bundle is not None:
            ModelCardDialog(self._bundle, self._window).open()

    def may_stop(self) -> bool:
        """Return whether the window may close: a training or its undecided result may be lost."""
        return self._retraining is None or self._retraining.may_stop()

    def stop(self) -> None:
        """End a training that is under way."""
        if self._retraining is not None:
            self._retraining.stop()
            self._retraining.hide()

    @Slot()
    def _on_retraining_finished(self) -> None:
        if self._retraining is not None:
            self._retraining.deleteLater()
            self._retraining = None

    @Slot(object)
    def _on_samples_fetched(self, fetched: Fetched) -> None:
        """Offer the person's samples to the training; another dialog may have asked for others."""
        if self._retraining is not None and fetched.profile == self._settings.get(PROFILE):
            self._retraining.offer_samples(fetched.samples)

    @Slot(object)
    def _on_model_activated(self, bundle: ModelBundle) -> None:
        self._recognition.use_model(bundle)
        self._tell(self.tr("The new model is in use."))

    @Slot(str)
    def _on_model_failed(self, problem: str) -> None:
        """Keep the model in use, or begin with the bundled one where there is none yet."""
        if self._bundle is not None or self._fell_back:
            self._warn(problem)
            self._choose_again()
            return
        self._fell_back = True
        self._warn(self.tr("The bundled model is in use. {0}").format(problem))
        try:
            self._recognition.use_model(self._library.bundled())
        except InkdigitsError as error:
            self._warn(
                self.tr("Nothing can be read: {0} Please install Inkdigits again.").format(error)
            )

    def _choose_again(self) -> None:
        """Have the next start use the model that is in use, not the one that could not be."""
        try:
            active = self._library.active().bundle.folder
            if self._bundle is not None and active != self._bundle.folder:
                self._library.go_back()
        except (InkdigitsError, OSError) as error:
            log.warning("The model that could not be used is still chosen: %s", error)

    @Slot(object)
    def _on_model_loaded(self, bundle: ModelBundle) -> None:
        self._bundle = bundle
        self.model_changed.emit(bundle)

    def _tell(self, text: str) -> None:
        self.message_raised.emit(Message(text, Severity.INFO))

    @Slot(str)
    def _warn(self, text: str) -> None:
        log.warning("%s", text)
        self.message_raised.emit(Message(text))
