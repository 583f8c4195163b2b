"""The parts that dialogs are made of: texts, frames and the row of buttons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from gui.theme import SPACING_PX

CARD = "card"
"""The object name by which the theme knows its rounded frames."""


def heading(text: str = "", scale: float = 1.5) -> QLabel:
    """Return a title, ``scale`` times as large as the dialog's font."""
    label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label


def sentence(text: str = "") -> QLabel:
    """Return a text that wraps and can be selected and copied."""
    label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def hint(text: str = "") -> QLabel:
    """Return a sentence in the quieter colour of things that explain."""
    label = sentence(text)
    # A role, not a colour: it follows when the desktop turns dark while the dialog is open.
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def card_frame() -> QFrame:
    """Return the theme's rounded frame, for things that belong together."""
    frame = QFrame()
    frame.setObjectName(CARD)
    return frame


def button_row(*buttons: QPushButton) -> QHBoxLayout:
    """Return the buttons side by side at the right; the last is the one most people want."""
    row = QHBoxLayout()
    row.setSpacing(SPACING_PX)
    row.addStretch(1)
    for button in buttons:
        button.setAutoDefault(False)  # Else a hidden page's button could answer to Return.
        row.addWidget(button)
    return row
