"""The page of an opened picture: its name, the way back to the drawing, and the picture."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.actions import Actions
from gui.picture_view import PictureView
from gui.theme import SPACING_PX

if TYPE_CHECKING:
    from model.images import Picture


class PicturePage(QWidget):
    """Holds the ``PictureView`` under a line that names the file."""

    def __init__(self, actions: Actions) -> None:
        """Begin without a picture."""
        super().__init__()
        self.view = PictureView()
        self._text = ""
        self._name = QLabel(textFormat=Qt.TextFormat.PlainText)
        # A long name gives way to the window, and not the other way round.
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._back = QToolButton()
        self._back.setDefaultAction(actions.show_drawing)
        row = QHBoxLayout()
        row.setSpacing(SPACING_PX)
        row.addWidget(self._back)
        row.addWidget(self._name, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addLayout(row)
        column.addWidget(self.view, stretch=1)

    def show_picture(self, picture: Picture) -> None:
        """Show a picture and what is known of it."""
        width, height = picture.size
        name = picture.path.name if picture.path is not None else self.tr("Pasted picture")
        self._text = self.tr("{0} · {1} × {2}").format(name, width, height)
        self._name.setToolTip(f"<p>{escape(self._text)}</p>")
        self._elide()
        self.view.show_picture(picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the name as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        back = self._back.sizeHint().width() + SPACING_PX
        middle = Qt.TextElideMode.ElideMiddle
        self._name.setText(
            self._name.fontMetrics().elidedText(self._text, middle, self.width() - back)
        )
