"""The page that is on show while the model learns: some seconds."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton

from gui import wording
from gui.dialog_parts import heading, hint, sentence
from gui.teaching.digit_table import DigitTable
from gui.teaching.lesson import Lesson
from gui.teaching.parts import thin_bar
from gui.theme import SPACING_PX
from gui.training.page import Page
from model.training.messages import Message, Started, Stepped

_BAR_STEPS = 1000


class LearningPage(Page):
    """How far the lesson is, and a way out.

    Signals:
        cancel_requested: The person wants it to end.
    """

    cancel_requested = Signal()

    def __init__(self) -> None:
        """Lay out the page of a lesson that has yet to begin."""
        super().__init__()
        self.title = heading(self.tr("The model learns your hand"))
        self.table = DigitTable()
        self.table.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.phase = sentence()
        self.bar = thin_bar(self.tr("Progress of the learning"))
        self.cancel_button = QPushButton(self.tr("&Cancel"))
        self.cancel_button.clicked.connect(self.on_cancel_clicked)
        self.body.addStretch(1)
        self.body.addWidget(self.table, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addSpacing(2 * SPACING_PX)
        self.body.addWidget(self.phase)
        self.body.addWidget(self.bar)
        text = self.tr("Your digits are kept, whatever happens. The window can be used meanwhile.")
        self.body.addWidget(hint(text))
        self.body.addStretch(2)
        self.lay_out(self.title, self.cancel_button)

    def begin(self, lesson: Lesson, count: int) -> None:
        """Wait for the first message.

        Args:
            lesson: What was written just now, to be looked at meanwhile.
            count: How many digits are learned from, earlier ones included.
        """
        self.table.show_lesson(lesson)
        self.phase.setText(self.tr("Getting ready… Digits to learn from: {0}").format(count))
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)

    def show_message(self, message: Message) -> None:
        """Show how far the lesson is."""
        if not self.cancel_button.isEnabled():
            return
        if isinstance(message, Started):
            self._show_share(0)
            self.phase.setText(self.tr("Learning…"))
        elif isinstance(message, Stepped) and message.step < message.steps:
            self._show_share(message.step / message.steps)
            left = wording.duration(message.seconds_left)
            self.phase.setText(self.tr("Learning… {0} left").format(left))
        elif isinstance(message, Stepped):
            self.bar.setRange(0, 0)
            self.phase.setText(self.tr("Trying out what was learned…"))

    @Slot()
    def on_cancel_clicked(self) -> None:
        """Ask for the end, once."""
        self.show_cancelling()
        self.cancel_requested.emit()

    def show_cancelling(self) -> None:
        """Say that the end is near."""
        self.cancel_button.setEnabled(False)
        self.phase.setText(self.tr("Cancelling…"))
        self.bar.setRange(0, 0)

    def _show_share(self, share: float) -> None:
        self.bar.setRange(0, _BAR_STEPS)
        self.bar.setValue(round(share * _BAR_STEPS))
