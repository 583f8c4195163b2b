"""What is to be written next, in type that can be read from afar."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from gui.dialog_parts import CARD, hint
from gui.theme import SPACING_PX

_DIGIT_SCALE = 4.5


class PromptPanel(QFrame):
    """The digit to write."""

    def __init__(self) -> None:
        """Begin without a digit."""
        super().__init__()
        self.setObjectName(CARD)
        self.words = hint()
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.digit = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        font = QFont(self.digit.font())
        font.setPointSizeF(font.pointSizeF() * _DIGIT_SCALE)
        font.setWeight(QFont.Weight.DemiBold)
        self.digit.setFont(font)
        self.digit.setForegroundRole(QPalette.ColorRole.Accent)
        self.count = hint()
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACING_PX, SPACING_PX, 2 * SPACING_PX, SPACING_PX)
        column.setSpacing(0)
        for label in (self.words, self.digit, self.count):
            column.addWidget(label)

    def ask(self, label: int | None, done: int, whole: int) -> None:
        """Ask for a digit, or say that there is none left.

        Args:
            label: The digit; None for none.
            done: How many have been written.
            whole: How many there are to be.
        """
        if label is None:
            self.words.setText(self.tr("That was all. Thank you!"))
            self.digit.setText("✓")
        else:
            self.words.setText(self.tr("Please write"))
            self.digit.setText(str(label))
        self.count.setText(self.tr("{0} of {1} written").format(done, whole))
        self.setAccessibleName(self.tr("{0} {1}").format(self.words.text(), self.digit.text()))
