"""An opened picture, with a box around each digit found in it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.canvas.drawing_canvas import DigitBox
from gui.images import to_image
from gui.theme import RADIUS_PX, SPACING_PX
from model.images import Picture


class PictureView(QWidget):
    """Shows a picture as large as fits.

    Signals:
        digit_clicked: Index of the digit whose box was clicked.
    """

    digit_clicked = Signal(int)

    def __init__(self) -> None:
        """Begin without a picture."""
        super().__init__()
        self._image = QImage()
        self._boxes: tuple[DigitBox, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Opened picture"))

    @property
    def image(self) -> QImage:
        """The picture on show; null where there is none."""
        return self._image

    def show_picture(self, picture: Picture) -> None:
        """Show a picture without boxes."""
        self._image = to_image(picture.gray)
        self._boxes = ()
        self.update()

    def set_highlights(self, boxes: Sequence[DigitBox]) -> None:
        """Show boxes, in pixels of the picture."""
        self._boxes = tuple(boxes)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and the boxes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
        painter.setClipPath(frame)
        painter.fillRect(self.rect(), self.palette().base())
        if self._image.isNull():
            return
        place = self._place()
        painter.drawImage(place, self._image)
        for box in self._boxes:
            self._paint_box(painter, box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Report a click into a box."""
        for index, box in enumerate(self._boxes):
            if self._to_widget(box).contains(event.position()):
                self.digit_clicked.emit(index)
                return

    def _place(self) -> QRectF:
        """Return where the picture is painted: enlarged at most eightfold, never cut."""
        margin = 2 * SPACING_PX
        room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        largest = self._image.size().toSizeF() * 8
        size = (
            self._image.size()
            .toSizeF()
            .scaled(room.size().boundedTo(largest), Qt.AspectRatioMode.KeepAspectRatio)
        )
        place = QRectF(QPointF(), size)
        place.moveCenter(room.center())
        return place

    def _to_widget(self, box: DigitBox) -> QRectF:
        place = self._place()
        scale = place.width() / self._image.width()
        found = box.box
        corner = place.topLeft() + QPointF(found.x, found.y) * scale
        rect = QRectF(corner, corner + QPointF(found.width, found.height) * scale)
        return rect.adjusted(-4, -4, 4, 4)

    def _paint_box(self, painter: QPainter, box: DigitBox) -> None:
        color = self.palette().color(QPalette.ColorRole.Accent)
        color.setAlphaF(1.0 if box.active else 0.6)
        style = Qt.PenStyle.SolidLine if box.certain else Qt.PenStyle.DashLine
        painter.setPen(QPen(color, 2 if box.active else 1.2, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._to_widget(box), 4, 4)
