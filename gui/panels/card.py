"""The frame that every panel stands in: a title above its content."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.theme import SPACING_PX


class Card(QFrame):
    """A titled, rounded frame around one widget."""

    def __init__(self, title: str, content: QWidget) -> None:
        """Put ``content`` under ``title``."""
        super().__init__()
        self.setObjectName("card")  # What the style sheet calls it.
        self.setAccessibleName(title)
        heading = QLabel(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        heading.setForegroundRole(heading.palette().ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACING_PX, SPACING_PX, 2 * SPACING_PX, SPACING_PX)
        column.setSpacing(SPACING_PX)
        column.addWidget(heading)
        column.addWidget(content, stretch=1)
