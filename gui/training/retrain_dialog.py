"""Model → Retrain…: choose, watch, compare; the old model stays until the new one is accepted."""

import logging
import shutil
from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from gui.training.choice_page import ChoicePage
from gui.training.failure_page import FailurePage
from gui.training.page import Page
from gui.training.progress_page import ProgressPage
from gui.training.questions import Questions
from gui.training.result_page import ResultPage
from gui.training.training_controller import ProcessHandle, TrainingController
from model.bundle import ModelBundle, load_bundle
from model.errors import BundleError
from model.library import ModelLibrary
from model.training.messages import (
    Cancelled,
    Downloading,
    EpochEnded,
    Failed,
    Finished,
    Message,
    Started,
    Stepped,
)
from model.training.process import TrainingProcess

log = logging.getLogger(__name__)


class RetrainDialog(QDialog):
    """Leads through a training run. Open it with ``open``: the window goes on working.

    Signals:
        model_activated: The new ``ModelBundle``; it is the active one of the library by then.
    """

    model_activated = Signal(object)

    def __init__(
        self,
        library: ModelLibrary,
        current: ModelBundle | None,
        parent: QWidget | None = None,
        make_process: Callable[[], ProcessHandle] = TrainingProcess,
    ) -> None:
        """Show the choices.

        Args:
            library: Where new models go.
            current: The model in use, to compare with; None where there is none.
            parent: The window that this dialog belongs to.
            make_process: Makes the handle of one training run.
        """
        super().__init__(parent)
        self._library = library
        self._current = current
        self._trained: ModelBundle | None = None
        self._closes_when_ended = False
        self.controller = TrainingController(self, make_process)
        self.controller.message_received.connect(self.on_message_received)
        self.choice_page = ChoicePage()
        self.progress_page = ProgressPage()
        self.result_page = ResultPage()
        self.failure_page = FailurePage()
        self._lay_out()
        self._connect_pages()
        self._show(self.choice_page)

    @property
    def page(self) -> QWidget | None:
        """The page on show."""
        return self._pages.currentWidget()

    def stop(self) -> None:
        """End a run that is going on, and wait for that: for when the window closes."""
        self.controller.stop()
        self._remove_trained()

    def reject(self) -> None:
        """Close, after asking where something would be lost."""
        if self.controller.is_running:
            self._close_training()
        elif self._trained is None:
            super().reject()
        elif Questions.ask_discard(self):
            self.on_discard_requested()

    @Slot()
    def on_start_requested(self) -> None:
        """Start the run that was chosen."""
        now = datetime.now().astimezone()
        recipe = self.choice_page.recipe
        out = self._library.new_folder(recipe.name, now)
        self._closes_when_ended = False
        self.choice_page.show_notice("")
        self.progress_page.begin(QCoreApplication.translate("Recipe", recipe.title))
        self._show(self.progress_page)
        self.controller.start(self.choice_page.request(out))

    @Slot()
    def on_cancel_requested(self) -> None:
        """End the run."""
        self.controller.cancel()

    @Slot()
    def on_use_requested(self) -> None:
        """Make the new model the active one, and close."""
        if self._trained is None:
            return
        try:
            bundle = self._library.activate(self._trained.folder)
        except (BundleError, OSError) as error:
            self._fail(Failed(self.tr("The new model cannot be used: {0}").format(error)))
            return
        self._trained = None
        self.model_activated.emit(bundle)
        self.accept()

    @Slot()
    def on_discard_requested(self) -> None:
        """Delete the new model, and close."""
        self._remove_trained()
        super().reject()

    @Slot()
    def on_back_requested(self) -> None:
        """Go back to the choices after a failure."""
        self._show(self.choice_page)

    @Slot(object)
    def on_message_received(self, message: Message) -> None:
        """Show progress, or how the run ended."""
        match message:
            case Downloading() | Started() | Stepped() | EpochEnded():
                self.progress_page.show_message(message)
            case Finished():
                self._finish(message)
            case Failed():
                self._fail(message)
            case Cancelled():
                self._show(self.choice_page)
                self.choice_page.show_notice(
                    self.tr("Training was cancelled. The model in use has not changed.")
                )
            case _:
                assert_never(message)
        if self._closes_when_ended and not self.controller.is_running:
            self.reject()

    def _close_training(self) -> None:
        """Cancel the run that goes on and close when it has ended; a second try ends it at once."""
        if self._closes_when_ended:
            self.controller.stop()
            return
        agrees = self.controller.is_cancelled or Questions.ask_stop(self)
        # It may have ended while the question was on the screen; then its result is on show.
        if agrees and self.controller.is_running:
            self._closes_when_ended = True
            self.progress_page.show_cancelling()
            self.controller.cancel()

    def _finish(self, message: Finished) -> None:
        try:
            self._trained = load_bundle(message.folder)
        except BundleError as error:
            shutil.rmtree(message.folder, ignore_errors=True)
            self._fail(Failed(self.tr("The new model cannot be used: {0}").format(error)))
            return
        self.result_page.show_models(self._current, self._trained)
        self._show(self.result_page)

    def _fail(self, failure: Failed) -> None:
        log.warning("There is no new model: %s %s", failure.text, failure.details)
        self._remove_trained()
        self.failure_page.show_failure(failure)
        self._show(self.failure_page)

    def _remove_trained(self) -> None:
        if self._trained is not None:
            shutil.rmtree(self._trained.folder, ignore_errors=True)
            self._trained = None

    def _show(self, page: Page) -> None:
        """Show a page; what most people want next gets the focus and answers to Return."""
        self._pages.setCurrentWidget(page)
        if page.default_button is not None:
            page.default_button.setDefault(True)
            page.default_button.setFocus()

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Retrain"))
        self._pages = QStackedWidget()
        for page in (self.choice_page, self.progress_page, self.result_page, self.failure_page):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        text = self.fontMetrics()
        self.resize(text.averageCharWidth() * 88, text.height() * 38)

    def _connect_pages(self) -> None:
        self.choice_page.start_requested.connect(self.on_start_requested)
        self.choice_page.close_requested.connect(self.reject)
        self.progress_page.cancel_requested.connect(self.on_cancel_requested)
        self.result_page.use_requested.connect(self.on_use_requested)
        self.result_page.discard_requested.connect(self.on_discard_requested)
        self.failure_page.back_requested.connect(self.on_back_requested)
        self.failure_page.close_requested.connect(self.reject)
