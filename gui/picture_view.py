"""An opened picture, with a frame around each digit found in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from gui.canvas.highlights import (
    DigitBox,
    HighlightStyle,
    digit_at,
    highlight_area,
    paint_highlight,
)
from gui.canvas.sheet import Sheet
from gui.canvas.view import View
from gui.images import to_image
from gui.theme import SPACING_PX

if TYPE_CHECKING:
    from model.images import Picture

_LARGEST_SCALE = 8.0


class PictureView(Sheet):
    """Shows a picture as large as fits; another one can be dropped onto it.

    Signals:
        digit_clicked: Index of the digit whose frame was clicked.
        digit_menu_requested: Index of a digit whose menu is wanted, and where on the screen.
    """

    digit_clicked = Signal(int)
    digit_menu_requested = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a picture."""
        super().__init__(parent)
        self._image = QImage()
        self._boxes: tuple[DigitBox, ...] = ()
        self.hint_text = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Opened picture"))

    @property
    def image(self) -> QImage:
        """The picture on show; null where there is none."""
        return self._image

    @property
    def boxes(self) -> tuple[DigitBox, ...]:
        """The frames on show."""
        return self._boxes

    def show_picture(self, picture: Picture) -> None:
        """Show a picture without frames."""
        self._image = to_image(picture.gray)
        self._boxes = ()
        self.shows_hint = False
        self.update()

    def set_highlights(self, boxes: Sequence[DigitBox]) -> None:
        """Show frames, in pixels of the picture."""
        self._boxes = tuple(boxes)
        self.update()

    def box_area(self, index: int) -> QRectF:
        """Return the frame of a digit, in pixels of this widget."""
        return highlight_area(self._boxes[index], self._view(), self._style())

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        """Paint the picture and the frames."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        view, style = self._view(), self._style()
        place = QRectF(QPointF(view.dx, view.dy), self._image.size().toSizeF() * view.scale)
        painter.drawImage(place, self._image)
        for box in self._boxes:
            if highlight_area(box, view, style).intersects(area):
                paint_highlight(painter, box, view, style)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Report a click into a frame."""
        index = self._digit_at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.digit_clicked.emit(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the digit under the mouse, or of the active one by the keyboard."""
        index = self._digit_at(QPointF(event.pos()))
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = next((i for i, box in enumerate(self._boxes) if box.active), None)
            if index is not None:
                place = self.mapToGlobal(self.box_area(index).center().toPoint())
        if index is not None:
            self.digit_menu_requested.emit(index, place)

    def _digit_at(self, position: QPointF) -> int | None:
        return digit_at(self._boxes, position, self._view(), self._style(), ())

    def _style(self) -> HighlightStyle:
        return HighlightStyle(self.palette(), self.font(), 0.0)

    def _view(self) -> View:
        """Return how the picture lies here: enlarged at most eightfold, never cut."""
        margin = 2 * SPACING_PX
        width, height = max(self._image.width(), 1), max(self._image.height(), 1)
        room_x, room_y = max(self.width() - 2 * margin, 1), max(self.height() - 2 * margin, 1)
        scale = min(room_x / width, room_y / height, _LARGEST_SCALE)
        return View(scale, (self.width() - width * scale) / 2, (self.height() - height * scale) / 2)
