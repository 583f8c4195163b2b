"""The frame of every page: a title, a body that scrolls when it must, a row of buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gui.dialog_parts import button_row
from gui.theme import SPACING_PX

_MARGIN_PX = 3 * SPACING_PX


class Page(QWidget):
    """A page of the retrain dialog.

    Attributes:
        body: Where the page's own widgets go.
        default_button: What answers to Return; None for nothing.
    """

    def __init__(self) -> None:
        """Make an empty body."""
        super().__init__()
        self.default_button: QPushButton | None = None
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        self.body.setSpacing(2 * SPACING_PX)

    def lay_out(self, title: QLabel, *buttons: QPushButton) -> None:
        """Put the title above the body, and the buttons below it."""
        # Wrapped sentences grow in translation and in large type: they scroll, nothing is cut off.
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # It scrolls to whatever has the focus.
        area.setWidget(self._content)
        title.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        row = button_row(*buttons)
        row.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, _MARGIN_PX, 0, 2 * SPACING_PX)
        layout.setSpacing(2 * SPACING_PX)
        layout.addWidget(title)
        layout.addWidget(area, 1)
        layout.addLayout(row)
