"""Model → Retrain…: choose, watch, compare; the old model stays until the new one is accepted."""

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from gui.training import recipe_text
from gui.training.choice_page import ChoicePage
from gui.training.failure_page import FailurePage
from gui.training.page import Page
from gui.training.progress_page import ProgressPage
from gui.training.questions import Questions
from gui.training.result_page import ResultPage
from gui.training.runs_page import RunsPage
from gui.training.training_controller import ProcessHandle, TrainingController
from gui.training.watched import watched_drawings
from model.bundle import ModelBundle, load_bundle
from model.errors import BundleError
from model.library.model_library import ModelLibrary
from model.runs import RunBook
from model.samples.sample import NewSample
from model.training.messages import (
    Cancelled,
    Downloading,
    EpochEnded,
    Examined,
    Failed,
    Finished,
    Message,
    Started,
    Stepped,
    Taught,
)
from model.training.process import TrainingProcess
from model.training.source import DataKind

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
        runs: RunBook,
        parent: QWidget | None = None,
        make_process: Callable[[], ProcessHandle] = TrainingProcess,
    ) -> None:
        """Show the choices.

        Args:
            library: Where new models go.
            current: The model in use, to compare with; None where there is none.
            runs: Where runs are written down.
            parent: The window that this dialog belongs to.
            make_process: Makes the handle of one training run.
        """
        super().__init__(parent)
        self._library = library
        self._current = current
        self._runs = runs
        self._samples: tuple[NewSample, ...] = ()
        self._trained: ModelBundle | None = None
        self._closes_when_ended = False
        self._is_stopped = False
        self._came_from: QWidget | None = None
        self.controller = TrainingController(self, make_process)
        self.controller.message_received.connect(self.on_message_received)
        self.choice_page = ChoicePage()
        self.progress_page = ProgressPage()
        self.result_page = ResultPage()
        self.failure_page = FailurePage()
        self.runs_page = RunsPage(runs)
        self._lay_out()
        self._connect_pages()
        self._show(self.choice_page)
        self._prepare()

    @property
    def page(self) -> QWidget | None:
        """The page on show."""
        return self._pages.currentWidget()

    def offer_samples(self, samples: Sequence[NewSample]) -> None:
        """Offer the person's samples as training data, the oldest first."""
        self._samples = tuple(samples)
        self.choice_page.data.offer_samples(samples)

    def done(self, result: int) -> None:
        """Close, and let go of a process that waits."""
        self.controller.stop()
        super().done(result)

    def stop(self) -> None:
        """End a run that is going on, and wait for that: for when the window closes."""
        self._is_stopped = True
        self.controller.stop()
        self._remove_trained()

    def may_stop(self) -> bool:
        """Return whether nothing would be lost if it ended now, or the person agrees to lose it."""
        if self.controller.is_running:
            return Questions.ask_stop(self, self.controller.ended)
        return self._trained is None or Questions.ask_discard(self)

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
        watched = watched_drawings(self._samples)
        self.progress_page.begin(recipe_text.title(recipe.name), watched)
        self._show(self.progress_page)
        request = replace(
            self.choice_page.request(out),
            current=None if self._current is None else self._current.folder,
            watched=tuple(item.field for item in watched),
        )
        self.controller.start(request)

    @Slot()
    def on_runs_requested(self) -> None:
        """Show the newest two runs over each other; one that has just ended is the first."""
        self._came_from = self._pages.currentWidget()
        self.runs_page.refresh()
        self._show(self.runs_page)

    @Slot()
    def on_runs_seen(self) -> None:
        """Go back to where the runs were asked for."""
        if isinstance(self._came_from, Page):
            self._show(self._came_from)

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
        """Go back to the choices after a failure; what cannot be fetched is not chosen again."""
        data = self.choice_page.data
        wanted_download = data.will_download
        data.look_again()
        if wanted_download and data.will_download:
            data.choose(DataKind.GENERATED)
            self.choice_page.show_notice(
                self.tr("MNIST could not be fetched, so generated digits are chosen instead.")
            )
        self._show(self.choice_page)
        self._prepare()

    @Slot(object)
    def on_message_received(self, message: Message) -> None:
        """Show progress, or how the run ended."""
        match message:
            case Downloading() | Started() | Stepped() | EpochEnded() | Examined():
                self.progress_page.show_message(message)
            case Finished():
                self._finish(message)
            case Failed():
                self._fail(message)
            case Taught():
                log.error("A training ended as a lesson does")
            case Cancelled():
                self.choice_page.data.look_again()
                self._show(self.choice_page)
                self._prepare()
                self.choice_page.show_notice(
                    self.tr("Training was cancelled. The model in use has not changed.")
                )
            case _:
                assert_never(message)
        if self._closes_when_ended and not self.controller.is_running:
            self.reject()

    def _prepare(self) -> None:
        """Have TensorFlow loaded while the person chooses."""
        if not self._closes_when_ended and not self._is_stopped:
            self.controller.prepare()

    def _close_training(self) -> None:
        """Cancel the run that goes on and close when it has ended; a second try ends it at once."""
        if self._closes_when_ended:
            self.controller.stop()
            return
        agrees = self.controller.is_cancelled or Questions.ask_stop(self, self.controller.ended)
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
        self._write_down(self._trained)
        self.result_page.show_models(self._current, self._trained, message.comparison)
        self._show(self.result_page)

    def _write_down(self, trained: ModelBundle) -> None:
        try:
            self._runs.keep(self.progress_page.recorder.run(trained))
        except OSError as error:  # The model is there; its curves are not worth an alarm.
            log.warning("The run was not written down: %s", error)

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
        pages = (
            self.choice_page,
            self.progress_page,
            self.result_page,
            self.failure_page,
            self.runs_page,
        )
        for page in pages:
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        text = self.fontMetrics()
        wanted = QSize(text.averageCharWidth() * 150, text.height() * 50)
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.9))

    def _connect_pages(self) -> None:
        self.choice_page.start_requested.connect(self.on_start_requested)
        self.choice_page.close_requested.connect(self.reject)
        self.choice_page.runs_requested.connect(self.on_runs_requested)
        self.progress_page.cancel_requested.connect(self.on_cancel_requested)
        self.progress_page.pause_requested.connect(self.controller.pause)
        self.progress_page.resume_requested.connect(self.controller.resume)
        self.progress_page.keep_best_requested.connect(self.controller.keep_best)
        self.result_page.runs_requested.connect(self.on_runs_requested)
        self.runs_page.back_requested.connect(self.on_runs_seen)
        self.result_page.use_requested.connect(self.on_use_requested)
        self.result_page.discard_requested.connect(self.on_discard_requested)
        self.failure_page.back_requested.connect(self.on_back_requested)
        self.failure_page.close_requested.connect(self.reject)
