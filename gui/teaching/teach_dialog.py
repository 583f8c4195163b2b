"""Model → Teach My Hand…: write, let the model learn, compare; the old model stays until then."""

import logging
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gui import settings as remembered
from gui.messages import Message as Notice
from gui.messages import MessageBar
from gui.sample_keeper import Fetched, SampleKeeper
from gui.settings import Settings
from gui.teaching.lesson import Lesson
from gui.teaching.lesson_pages import LessonPages
from gui.teaching.notebook import Notebook
from gui.theme import SPACING_PX
from gui.training.questions import Questions
from gui.training.training_controller import ProcessHandle, TrainingController
from model.bundle import ModelBundle
from model.errors import BundleError
from model.library.model_library import ModelLibrary
from model.training.messages import Cancelled, Failed, Message, Taught, TeachRequest
from model.training.process import TrainingProcess

log = logging.getLogger(__name__)

_RECIPE = "teach"
_SHARE_OF_SCREEN = 0.92


class TeachDialog(QDialog):
    """Leads through a lesson. Open it with ``show``: the window goes on working.

    Every digit is in the sample store as soon as it is finished, so that closing loses none.

    Signals:
        model_activated: The new ``ModelBundle``; it is the active one of the library by then.
    """

    model_activated = Signal(object)

    def __init__(
        self,
        library: ModelLibrary,
        current: ModelBundle,
        keeper: SampleKeeper,
        settings: Settings,
        parent: QWidget | None = None,
        make_process: Callable[[], ProcessHandle] = TrainingProcess,
    ) -> None:
        """Show the first page, and let the process that will learn load TensorFlow meanwhile.

        Args:
            library: Where new models go.
            current: The model in use, which learns.
            keeper: Keeps what is written.
            settings: Know the writer and the pen.
            parent: The window that this dialog belongs to.
            make_process: Makes the handle of one training run.
        """
        super().__init__(parent)
        self._library = library
        self._current = current
        self._keeper = keeper
        self._settings = settings
        self._digit: int | None = None
        self._taught: Taught | None = None
        self._is_fetched = False
        self._begins_when_fetched = False
        self._closes_when_ended = False
        self._is_over = False
        self._problem = ""
        self._writer = settings.get(remembered.PROFILE)
        self.notebook = Notebook(keeper, current, self._writer)
        self.controller = TrainingController(self, make_process)
        self.controller.message_received.connect(self.on_message_received)
        self.message_bar = MessageBar()
        self.pages = LessonPages(self.notebook)
        self._lay_out()
        self._connect()
        self._restore()
        self.pages.show_page(self.pages.start)
        self._fetch()
        self.controller.prepare(current.folder)

    @property
    def page(self) -> QWidget | None:
        """The page on show."""
        return self.pages.currentWidget()

    def practise(self, digit: int) -> None:
        """Have one digit written some times; a lesson that is under way is not disturbed."""
        if self.page is self.pages.start:
            self._begins_when_fetched = False
            self._digit = digit
            self.setWindowTitle(self.tr("Teach the Digit {0}").format(digit))
            self._begin(self._new_lesson())

    def use_model(self, bundle: ModelBundle) -> None:
        """Teach another model from now on: it is the one in use now."""
        self._current = bundle
        self.notebook.use_model(bundle)

    def stop(self) -> None:
        """Keep what is written and end the learning at once: for when the window closes."""
        if self.page is self.pages.writing:
            self.pages.writing.finish()
        self._is_over = True
        self.controller.stop()

    def reject(self) -> None:
        """Close, after asking where the model is learning."""
        if self.controller.is_running:
            self._close_learning()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close: what is in the field is kept, and no process stays behind."""
        self.stop()
        self._settings.set(remembered.TEACHING_GOES_ON, self.pages.writing.goes_on_box.isChecked())
        super().done(result)

    @Slot()
    def on_start_requested(self) -> None:
        """Begin to write, as soon as it is known what there is of the writer."""
        if not self.pages.start.has_writer:
            return
        writer = self.pages.start.writer
        self._settings.set(remembered.PROFILE, writer)
        self.on_writer_chosen(writer)
        if self._is_fetched:
            self._begin_for_writer()
        else:
            self._begins_when_fetched = True

    @Slot(str)
    def on_writer_chosen(self, writer: str) -> None:
        """Look what there is of another writer."""
        if writer != self._writer:
            self._writer = writer
            self._fetch()

    @Slot(object)
    def on_fetched(self, fetched: Fetched) -> None:
        """Show what there is of the writer, and go on with a lesson left half-way."""
        if self._is_fetched or fetched.profile != self._writer:
            return  # Somebody else has asked as well.
        self._is_fetched = True
        self.notebook.take_up(fetched)
        unfinished = len(self.notebook.unfinished())
        self.pages.start.show_writers(fetched.profiles)
        self.pages.start.show_kept(unfinished, self.notebook.earlier_count - unfinished)
        self.pages.writing.show_corrections(self.notebook.correction_count)
        if not fetched.can_keep:
            self._say_that_nothing_is_kept()
        if self._begins_when_fetched:
            self._begin_for_writer()

    @Slot(str)
    def on_problem_raised(self, text: str) -> None:
        """Say what went wrong with the store; later on it is a digit that could not be kept."""
        self._problem = text
        if self._is_fetched:
            self._say_that_nothing_is_kept()
        else:
            self.message_bar.show_message(Notice(text))

    @Slot()
    def on_learn_requested(self) -> None:
        """Let the model learn from all that there is."""
        samples = self.notebook.material(with_corrections=self.pages.writing.learns_corrections)
        out = self._library.new_folder(_RECIPE, datetime.now().astimezone())
        self._closes_when_ended = False
        self.pages.learning.begin(self.pages.writing.lesson, len(samples))
        self.pages.show_page(self.pages.learning)
        self.controller.start(TeachRequest(self._current.folder, samples, out))

    @Slot()
    def on_use_requested(self) -> None:
        """Make the new model the active one, and close."""
        if self._taught is None or self._taught.folder is None:
            return
        try:
            bundle = self._library.activate(self._taught.folder)
        except (BundleError, OSError) as error:
            self._fail(Failed(self.tr("The new model cannot be used: {0}").format(error)))
            return
        self.model_activated.emit(bundle)
        self.accept()

    @Slot()
    def on_keep_requested(self) -> None:
        """Delete the new model, if there is one, and close."""
        if self._taught is not None and self._taught.folder is not None:
            try:
                self._library.delete(self._taught.folder)
            except (BundleError, OSError) as error:  # Then Models… lists it; no harm is done.
                log.warning("The new model was not deleted: %s", error)
        self.reject()

    @Slot()
    def on_back_requested(self) -> None:
        """Go back to what was written, after a failure or a lesson; a new process gets ready."""
        self.controller.prepare(self._current.folder)
        self.pages.show_page(self.pages.writing)

    @Slot()
    def on_more_requested(self) -> None:
        """Write another round of the same."""
        self._begin(self._new_lesson())
        self.controller.prepare(self._current.folder)

    @Slot(object)
    def on_message_received(self, message: Message) -> None:
        """Show progress, or how the lesson ended."""
        if self._is_over:
            return
        match message:
            case Taught():
                self._taught = message
                self.pages.outcome.show_outcome(message)
                self.pages.show_page(self.pages.outcome)
            case Failed():
                self._fail(message)
            case Cancelled() if self._closes_when_ended:
                self.reject()
            case Cancelled():
                self.on_back_requested()
                self.pages.writing.show_notice(
                    self.tr("Cancelled. Your digits are kept, and the model has not changed.")
                )
            case _:
                self.pages.learning.show_message(message)

    def _new_lesson(self) -> Lesson:
        if self._digit is not None:
            return Lesson.of_one_digit(self._digit)
        return Lesson.of_all_digits(seed=len(self.notebook.material(with_corrections=False)))

    def _fetch(self) -> None:
        self._is_fetched = False
        self._keeper.fetch(self._writer)

    def _begin_for_writer(self) -> None:
        self._begins_when_fetched = False
        lesson = self._new_lesson()
        self.notebook.resume(lesson)
        self._begin(lesson)

    def _begin(self, lesson: Lesson) -> None:
        self.pages.writing.begin(lesson)
        self.pages.show_page(self.pages.writing)

    def _close_learning(self) -> None:
        """Cancel and close when it has ended; a second try ends it at once."""
        if self._closes_when_ended:
            self.controller.stop()
            return
        agrees = self.controller.is_cancelled or Questions.ask_stop(self, self.controller.ended)
        # It may have ended while the question was on the screen; then its outcome is on show.
        if agrees and self.controller.is_running:
            self._closes_when_ended = True
            self.pages.learning.show_cancelling()
            self.controller.cancel()

    def _fail(self, failure: Failed) -> None:
        log.warning("Nothing was learned: %s %s", failure.text, failure.details)
        self.pages.failure.show_failure(failure)
        self.pages.show_page(self.pages.failure)

    def _say_that_nothing_is_kept(self) -> None:
        reason = self._problem or self.tr("The samples cannot be kept.")
        text = self.tr("{0} What you write is learned from, but lost when this window closes.")
        self.message_bar.show_message(Notice(text.format(reason)))

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Teach My Hand"))
        top = QVBoxLayout()
        top.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, 0)
        top.addWidget(self.message_bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.pages, 1)
        text = self.fontMetrics()
        wanted = QSize(text.averageCharWidth() * 148, text.height() * 44)
        self.resize(wanted.boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))

    def _connect(self) -> None:
        self._keeper.fetched.connect(self.on_fetched)
        self._keeper.problem_raised.connect(self.on_problem_raised)
        self.pages.start.start_requested.connect(self.on_start_requested)
        self.pages.start.writer_chosen.connect(self.on_writer_chosen)
        self.pages.writing.learn_requested.connect(self.on_learn_requested)
        self.pages.learning.cancel_requested.connect(self.controller.cancel)
        self.pages.outcome.use_requested.connect(self.on_use_requested)
        self.pages.outcome.keep_requested.connect(self.on_keep_requested)
        self.pages.outcome.more_requested.connect(self.on_more_requested)
        self.pages.failure.back_requested.connect(self.on_back_requested)
        for closing in (
            self.pages.start.close_requested,
            self.pages.writing.close_requested,
            self.pages.failure.close_requested,
        ):
            closing.connect(self.reject)

    def _restore(self) -> None:
        self.pages.writing.field.pen_width_px = self._settings.get(remembered.PEN_WIDTH_PX)
        self.pages.writing.goes_on_box.setChecked(self._settings.get(remembered.TEACHING_GOES_ON))
