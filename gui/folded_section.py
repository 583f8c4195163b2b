"""A part of a dialog that stays folded away until it is asked for."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from gui.theme import SPACING_PX

# The theme frames a checked tool button, which is right for tools and wrong for an arrow.
_STYLE_SHEET = """
QToolButton:checked { background: transparent; border-color: transparent; }
QToolButton:focus { border-color: palette(accent); }
"""


class FoldedSection(QWidget):
    """A button with an arrow, and the content that it shows and hides."""

    def __init__(self, title: str, content: QWidget) -> None:
        """Hide the content behind a button.

        Args:
            title: Text of the button; may hold a mnemonic.
            content: What is shown when the section is unfolded.
        """
        super().__init__()
        self.content = content
        self.button = QToolButton()
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setArrowType(Qt.ArrowType.RightArrow)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setStyleSheet(_STYLE_SHEET)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(content)
        content.hide()
        self.button.toggled.connect(self.on_toggled)

    @Slot(bool)
    def on_toggled(self, is_open: bool) -> None:
        """Show or hide the content, and turn the arrow."""
        self.button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self.content.setVisible(is_open)
