"""The page that is written on: one digit after the other, with the whole lesson in sight."""

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.dialog_parts import button_row, hint
from gui.teaching.digit_table import DigitTable
from gui.teaching.lesson import Lesson, Task
from gui.teaching.notebook import Notebook
from gui.teaching.parts import thin_bar
from gui.teaching.prompt_panel import PromptPanel
from gui.teaching.reading_card import ReadingCard
from gui.teaching.writing_field import LONG_PAUSE_MS, PAUSE_MS, WritingField
from gui.teaching.writing_tools import WritingTools
from gui.theme import SPACING_PX
from model.errors import SampleStoreError
from model.ink import Ink

_PAUSE_STEPS = 200
_LEAST_FIELD_PX = QSize(300, 200)


class WritingPage(QWidget):
    """Asks for the digits of a lesson; each goes into the notebook as soon as it is finished.

    Signals:
        learn_requested: The person has written enough.
        close_requested: The person wants to go on another day.
    """

    learn_requested = Signal()
    close_requested = Signal()

    def __init__(self, notebook: Notebook) -> None:
        """Lay out a page without a lesson; what is written goes into ``notebook``."""
        super().__init__()
        self._lesson = Lesson(())
        self._notebook = notebook
        self.progress = thin_bar(self.tr("Progress of the lesson"))
        self.field = WritingField()
        self.field.setMinimumSize(_LEAST_FIELD_PX)
        self.pause_bar = thin_bar(self.tr("Pause after which the digit is taken"))
        self.pause_bar.setRange(0, _PAUSE_STEPS)
        self.notice = hint()
        self.prompt = PromptPanel()
        self.reading = ReadingCard()
        self.table = DigitTable()
        self.tools = WritingTools()
        self.goes_on_box = QCheckBox(self.tr("&Go on by itself after a short pause"))
        self.goes_on_box.setChecked(True)
        self.corrections_box = QCheckBox()
        self.corrections_box.setChecked(True)
        self.close_button = QPushButton(self.tr("&Close"))
        self.close_button.clicked.connect(self.close_requested)
        self.learn_button = QPushButton(self.tr("Lea&rn Now"))
        self.learn_button.clicked.connect(self._on_learn_clicked)
        self._lay_out()
        self._connect()
        self.show_corrections(0)

    @property
    def lesson(self) -> Lesson:
        """The lesson on the page."""
        return self._lesson

    @property
    def learns_corrections(self) -> bool:
        """Whether earlier corrections are learned from, too."""
        return self.corrections_box.isChecked() and not self.corrections_box.isHidden()

    def begin(self, lesson: Lesson) -> None:
        """Ask for the digits of a lesson, from where it stands."""
        self._lesson = lesson
        self.reading.show_sample(None)
        self._show_task()

    def point_on(self) -> None:
        """Let Return press what most people want next."""
        if self._lesson.current is None:
            self.learn_button.setDefault(True)
            self.learn_button.setFocus()
        else:
            self.tools.next.setDefault(True)
            self.field.setFocus()

    def show_corrections(self, count: int) -> None:
        """Offer to learn from earlier corrections, if there are any."""
        text = self.tr("&Also learn from my earlier corrections ({0})").format(count)
        self.corrections_box.setText(text)
        self.corrections_box.setVisible(count > 0)
        self._allow_learning()

    def show_notice(self, text: str) -> None:
        """Say something below the field; the next ink takes it away."""
        self.notice.setText(text)

    @Slot()
    def take(self) -> None:
        """Take the digit in the field and go on; say so where there is none."""
        task = self._lesson.current
        if task is None:
            return
        self.field.settle()
        if self.field.ink.is_blank:
            self.show_notice(self.tr("Write {0} first, or skip it.").format(task.label))
        elif self.field.is_accident:
            self.field.show_ink(Ink())
            text = self.tr("That was only a dot. Please write {0}.").format(task.label)
            self.show_notice(text)
        else:
            self._keep(task)

    @Slot()
    def skip(self) -> None:
        """Leave a digit out; where it was written before, that goes."""
        if self._lesson.current is not None:
            self._notebook.remove(self._lesson.skip())
            self._show_task()

    @Slot()
    def go_back(self) -> None:
        """Go to the digit before; it can be finished or written again."""
        task = self._lesson.current
        self.finish()
        if task is not None:
            self._lesson.go_to(task)
        self._lesson.go_back()
        self._show_task()

    @Slot(object)
    def on_task_clicked(self, task: Task) -> None:
        """Go to any digit of the lesson."""
        self.finish()
        self._lesson.go_to(task)
        self._show_task()

    def finish(self) -> None:
        """Take what is in the field if it is new: the person is about to leave it."""
        self.field.settle()
        is_there = self._lesson.current is not None and not self.field.ink.is_blank
        if is_there and not self.field.is_accident and self.field.ink != self._ink_before():
            self.take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer to the keys that the buttons' tips name."""
        if event.matches(QKeySequence.StandardKey.Redo):
            self.field.drawing.undo_stack.redo()
        elif not self.tools.press(event):
            super().keyPressEvent(event)

    def _keep(self, task: Task) -> None:
        ink = self.field.ink
        if ink == self._ink_before():
            self._lesson.go_on()
        else:
            try:
                written = self._notebook.write(task.label, ink)
            except SampleStoreError as error:
                self.show_notice(str(error))
                return
            self._notebook.remove(self._lesson.keep(written))
            self.reading.show_sample(written.sample)
        self._show_task()

    def _ink_before(self) -> Ink | None:
        """Return what was written for the current task before."""
        task = self._lesson.current
        written = None if task is None else self._lesson.written(task)
        return None if written is None else written.sample.ink

    def _show_task(self) -> None:
        lesson, task = self._lesson, self._lesson.current
        self.field.show_ink(self._ink_before() or Ink())
        self.notice.setText("")
        self.prompt.ask(
            None if task is None else task.label, lesson.written_count, len(lesson.tasks)
        )
        if task is None:
            self.field.hint_text = self.tr("Press “Learn Now”")
        else:
            self.field.hint_text = self.tr("Write {0} here").format(task.label)
        self.table.show_lesson(lesson)
        self.progress.setRange(0, max(1, len(lesson.tasks)))
        self.progress.setValue(lesson.written_count)
        for widget in (self.field, self.tools.skip, self.tools.next):
            widget.setEnabled(task is not None)
        self.tools.back.setEnabled(lesson.can_go_back)
        self._allow_learning()
        self.point_on()

    @Slot()
    def _allow_learning(self) -> None:
        is_enough = self._notebook.is_enough(with_corrections=self.learns_corrections)
        self.learn_button.setEnabled(is_enough)
        too_few = self.tr("One digit at least has to be written twice")
        self.learn_button.setToolTip("" if is_enough else too_few)

    @Slot()
    def _on_undo(self) -> None:
        """Take a stroke back; in a blank field it is the digit before that is not done with."""
        drawing = self.field.drawing
        if drawing.undo_stack.canUndo():
            drawing.undo_stack.undo()
        elif not drawing.is_blank:
            drawing.remove({len(drawing.strokes) - 1})
        else:
            self.go_back()

    @Slot()
    def _on_ink_changed(self) -> None:
        has_ink = not self.field.drawing.is_blank
        self.tools.clear.setEnabled(has_ink)
        if has_ink:
            self.notice.setText("")

    @Slot()
    def _on_stroke_finished(self) -> None:
        """Go on soon where the model reads what was asked for; else wait for more strokes."""
        task = self._lesson.current
        if task is not None and self.goes_on_box.isChecked():
            scores = self._notebook.look_at(self.field.ink)
            looks_finished = scores is not None and scores.is_digit and scores.digit == task.label
            self.field.rest(PAUSE_MS if looks_finished else LONG_PAUSE_MS)

    @Slot(float)
    def _on_pause_passed(self, share: float) -> None:
        self.pause_bar.setValue(round(share * _PAUSE_STEPS))

    @Slot(bool)
    def _on_goes_on_toggled(self, checked: bool) -> None:
        if not checked:
            self.field.wait()

    @Slot()
    def _on_learn_clicked(self) -> None:
        self.finish()
        self.learn_requested.emit()

    def _lay_out(self) -> None:
        desk = QVBoxLayout()
        desk.setSpacing(SPACING_PX)
        desk.addWidget(self.field, 1)
        desk.addWidget(self.pause_bar)
        side = QVBoxLayout()
        side.setSpacing(2 * SPACING_PX)
        side.addWidget(self.prompt)
        side.addWidget(self.reading)
        side.addWidget(self.table)
        side.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(3 * SPACING_PX)
        columns.addLayout(desk, 1)
        columns.addLayout(side)
        # Across the whole width: below the field alone, the buttons would keep it from giving way.
        below = QVBoxLayout()
        below.setSpacing(SPACING_PX)
        below.addWidget(self.tools)
        words = QHBoxLayout()
        words.setSpacing(SPACING_PX)
        words.addWidget(self.notice, 1)
        words.addWidget(self.goes_on_box)
        below.addLayout(words)
        last = button_row(self.close_button, self.learn_button)
        last.insertWidget(0, self.corrections_box)
        layout = QVBoxLayout(self)
        margin = 3 * SPACING_PX
        layout.setContentsMargins(margin, 2 * SPACING_PX, margin, 2 * SPACING_PX)
        layout.setSpacing(2 * SPACING_PX)
        layout.addWidget(self.progress)
        layout.addLayout(columns, 1)
        layout.addLayout(below)
        layout.addLayout(last)

    def _connect(self) -> None:
        self.tools.undo.clicked.connect(self._on_undo)
        self.tools.clear.clicked.connect(self.field.drawing.clear)
        self.tools.back.clicked.connect(self.go_back)
        self.tools.skip.clicked.connect(self.skip)
        self.tools.next.clicked.connect(self.take)
        self.field.digit_finished.connect(self.take)
        self.field.pause_passed.connect(self._on_pause_passed)
        self.field.drawing.ink_changed.connect(self._on_ink_changed)
        self.field.drawing.stroke_finished.connect(self._on_stroke_finished)
        self.table.task_clicked.connect(self.on_task_clicked)
        self.corrections_box.toggled.connect(self._allow_learning)
        self.goes_on_box.toggled.connect(self._on_goes_on_toggled)
