"""The buttons below the field that is written in, and their keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.theme import SPACING_PX


class WritingTools(QWidget):
    """Undo and clear, back, skip and next; the page connects them."""

    def __init__(self) -> None:
        """Make the buttons."""
        super().__init__()
        self.undo = _button(self.tr("&Undo"), self.tr("Take back a stroke (Ctrl+Z)"))
        self.clear = _button(self.tr("C&lear"), self.tr("Write it anew (Delete)"))
        self.back = _button(self.tr("&Back"), self.tr("The digit before (Backspace)"))
        self.skip = _button(self.tr("&Skip"), self.tr("Leave this digit out (S)"))
        self.next = _button(self.tr("&Next"), self.tr("Take this digit (Space)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING_PX)
        row.addWidget(self.undo)
        row.addWidget(self.clear)
        row.addStretch(1)
        for button in (self.back, self.skip, self.next):
            row.addWidget(button)

    def press(self, event: QKeyEvent) -> bool:
        """Press the button of a key; False where the key has none."""
        button = self.undo if event.matches(QKeySequence.StandardKey.Undo) else None
        if not event.modifiers():
            keys = {
                Qt.Key.Key_Space: self.next,
                Qt.Key.Key_Backspace: self.back,
                Qt.Key.Key_Delete: self.clear,
                Qt.Key.Key_S: self.skip,
            }
            button = keys.get(Qt.Key(event.key()))
        if button is not None:
            button.click()  # One that is disabled does nothing.
        return button is not None


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text, autoDefault=False)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # A click leaves the field its keys.
    return button
