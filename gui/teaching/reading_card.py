"""The digit that was written last, small, and what the model in use reads in it."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from gui.dialog_parts import CARD, heading, hint
from gui.teaching.digit_table import is_misread
from gui.teaching.ink_picture import InkPicture
from gui.theme import SPACING_PX, caution
from gui.wording import percent
from model.samples.sample import NOT_A_DIGIT, NewSample

_PICTURE_PX = 72


class ReadingCard(QFrame):
    """Lets the person see a misreading, and that it is welcome."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.setObjectName(CARD)
        self._sample: NewSample | None = None
        self.picture = InkPicture(_PICTURE_PX)
        self.verdict = heading(scale=1.1)
        self.explanation = hint()
        words = QVBoxLayout()
        words.setSpacing(SPACING_PX // 2)
        words.addStretch(1)
        words.addWidget(self.verdict)
        words.addWidget(self.explanation)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        row.setSpacing(2 * SPACING_PX)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        self.show_sample(None)

    def show_sample(self, sample: NewSample | None) -> None:
        """Show a digit and its reading; None for an empty card."""
        self._sample = sample
        self.picture.show_ink(None if sample is None else sample.ink)
        if sample is None:
            self.verdict.setText(self.tr("What the model reads"))
            self.explanation.setText(self.tr("You will see it here, digit by digit."))
        elif sample.read_digit is None:
            self.verdict.setText(self.tr("Kept"))
            self.explanation.setText("")
        else:
            self._show_reading(sample, sample.read_digit)
        self._color()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the desktop's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color()

    def _show_reading(self, sample: NewSample, read: int) -> None:
        share = percent(sample.read_confidence or 0.0, 0)
        if not is_misread(sample):
            self.verdict.setText(self.tr("Read as {0} ✓").format(read))
            self.explanation.setText(self.tr("{0} sure").format(share))
            return
        if read == NOT_A_DIGIT:
            self.verdict.setText(self.tr("Not read as a digit"))
        else:
            self.verdict.setText(self.tr("Read as {0}").format(read))
        text = self.tr("You wrote {0}: good to learn from. A slip of the pen? Go back.")
        self.explanation.setText(text.format(sample.label))

    def _color(self) -> None:
        palette = QPalette(self.palette())
        if self._sample is not None and is_misread(self._sample):
            palette.setColor(QPalette.ColorRole.WindowText, caution(self.palette()))
        self.verdict.setPalette(palette)
