"""The page that says what a lesson is, and asks who is about to write."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from gui.dialog_parts import card_frame, heading, hint, sentence
from gui.theme import SPACING_PX
from gui.training.page import Page
from model.errors import SampleStoreError
from model.samples.sample import LONGEST_PROFILE_NAME, check_profile


class StartPage(Page):
    """What will happen, the writer's name and a button.

    Signals:
        start_requested: The person wants to write.
        writer_chosen: str: another writer's name.
        close_requested: The person does not.
    """

    start_requested = Signal()
    writer_chosen = Signal(str)
    close_requested = Signal()

    def __init__(self, writer: str) -> None:
        """Lay out the page for a writer."""
        super().__init__()
        self.writer_box = QComboBox(editable=True)
        self.writer_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.writer_box.setMinimumContentsLength(16)
        self.writer_box.setEditText(writer)
        edit = self.writer_box.lineEdit()
        if edit is not None:
            edit.setMaxLength(LONGEST_PROFILE_NAME)
            edit.editingFinished.connect(self._on_writer_edited)
        self.writer_box.activated.connect(self._on_writer_edited)
        self.writer_box.editTextChanged.connect(self._on_text_changed)
        self.kept = hint()
        self.start_button = QPushButton(self.tr("&Start Writing"))
        self.start_button.clicked.connect(self.start_requested)
        self.close_button = QPushButton(self.tr("&Close"))
        self.close_button.clicked.connect(self.close_requested)
        self.default_button = self.start_button
        self.body.addStretch(1)
        self.body.addLayout(self._steps())
        self.body.addSpacing(2 * SPACING_PX)
        self.body.addLayout(self._who())
        self.body.addWidget(self.kept)
        self.body.addStretch(2)
        title = heading(self.tr("Teach the model your hand"))
        self.lay_out(title, self.close_button, self.start_button)

    @property
    def writer(self) -> str:
        """The name of who is about to write; empty where none is given."""
        return self.writer_box.currentText().strip()

    def show_writers(self, names: tuple[str, ...]) -> None:
        """Offer the writers that there are; the name in the box stays."""
        writer = self.writer_box.currentText()
        self.writer_box.blockSignals(True)
        self.writer_box.clear()
        self.writer_box.addItems(names)
        self.writer_box.setCurrentIndex(self.writer_box.findText(writer.strip()))
        self.writer_box.setEditText(writer)
        self.writer_box.blockSignals(False)

    def show_kept(self, unfinished: int, whole: int) -> None:
        """Say what there is of this writer.

        Args:
            unfinished: How many digits of a lesson that was left half-way.
            whole: How many digits of whole lessons.
        """
        texts = []
        if unfinished:
            text = self.tr("Your last lesson goes on where you left it (digits written: {0}).")
            texts.append(text.format(unfinished))
        if whole:
            text = self.tr("What you wrote in earlier lessons ({0}) is learned from, too.")
            texts.append(text.format(whole))
        self.kept.setText(" ".join(texts))
        self.start_button.setText(
            self.tr("&Go On Writing") if unfinished else self.tr("&Start Writing")
        )

    def _steps(self) -> QHBoxLayout:
        """Return what will happen, in three cards."""
        row = QHBoxLayout()
        row.setSpacing(2 * SPACING_PX)
        for number, title, text in (
            (
                1,
                self.tr("You write"),
                self.tr("Each digit three times, as you always write it. It takes about a minute."),
            ),
            (
                2,
                self.tr("The model learns"),
                self.tr("From your digits, on this computer, in some seconds."),
            ),
            (
                3,
                self.tr("You choose"),
                self.tr("You see before and after. The old model stays unless you take the new."),
            ),
        ):
            row.addWidget(_step(number, title, text), 1)
        return row

    def _who(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACING_PX)
        label = QLabel(self.tr("&Who writes?"))
        label.setBuddy(self.writer_box)
        row.addWidget(label)
        row.addWidget(self.writer_box)
        row.addWidget(hint(self.tr("Every writer’s digits are kept apart.")), 1)
        return row

    @property
    def has_writer(self) -> bool:
        """True where the name can be that of a writer."""
        try:
            check_profile(self.writer)
        except SampleStoreError:
            return False
        return True

    @Slot()
    def _on_writer_edited(self) -> None:
        if self.has_writer:
            self.writer_chosen.emit(self.writer)

    @Slot()
    def _on_text_changed(self) -> None:
        self.start_button.setEnabled(self.has_writer)


def _step(number: int, title: str, text: str) -> QFrame:
    card = card_frame()
    column = QVBoxLayout(card)
    column.setContentsMargins(*[2 * SPACING_PX] * 4)
    column.setSpacing(SPACING_PX)
    figure = heading(str(number), 2.2)
    figure.setForegroundRole(QPalette.ColorRole.Accent)
    column.addWidget(figure)
    column.addWidget(heading(title, 1.1))
    column.addWidget(sentence(text))
    column.addStretch(1)
    return card
