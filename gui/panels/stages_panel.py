"""What the model sees: the way from the drawing to the 28×28 field."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.images import to_image
from gui.theme import SPACING_PX
from model.preprocess import Stages

_LARGEST_TILE_PX = 112.0
_ARROW_PX = 18.0


class StagesPanel(QWidget):
    """Four small pictures with arrows: grey, ink, boxed, 28×28."""

    def __init__(self) -> None:
        """Begin with empty tiles."""
        super().__init__()
        self._images: list[QImage] = []
        self._names = [self.tr("grey"), self.tr("ink"), self.tr("boxed"), self.tr("28×28")]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 76)
        self.setAccessibleName(self.tr("What the model sees"))

    @property
    def field(self) -> QImage | None:
        """The 28×28 picture on show, if any."""
        return self._images[-1] if self._images else None

    def show_stages(self, stages: Stages | None) -> None:
        """Show every step of one digit, or empty tiles."""
        self._images = []
        if stages is not None:
            steps = (stages.gray, stages.ink, stages.boxed, stages.field)
            self._images = [to_image(step) for step in steps]
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which the 28×28 picture can be made out."""
        return QSize(320, 104)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tiles, arrows and captions."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = len(self._names)
        caption_px = QFontMetricsF(self.font()).height() + SPACING_PX / 2
        wide = (self.width() - (count - 1) * _ARROW_PX) / count
        side = min(wide, self.height() - caption_px, _LARGEST_TILE_PX)
        left = (self.width() - count * side - (count - 1) * _ARROW_PX) / 2
        top = (self.height() - side - caption_px) / 2
        for index, name in enumerate(self._names):
            tile = QRectF(left + index * (side + _ARROW_PX), top, side, side)
            self._paint_tile(painter, tile, index)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            caption = QRectF(
                tile.left() - _ARROW_PX / 2, tile.bottom(), side + _ARROW_PX, caption_px
            )
            painter.drawText(
                caption, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, name
            )
            if index:
                self._paint_arrow(painter, QPointF(tile.left() - _ARROW_PX / 2, tile.center().y()))

    def _paint_tile(self, painter: QPainter, tile: QRectF, index: int) -> None:
        painter.fillRect(tile, self.palette().alternateBase())
        if not self._images:
            return
        image = self._images[index]
        is_field = index == len(self._names) - 1
        # The field's pixels are the point; everything else is a picture made smaller.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=not is_field)
        shown = image.size().toSizeF().scaled(tile.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(), shown)
        place.moveCenter(tile.center())
        painter.fillRect(tile, Qt.GlobalColor.black if index else self.palette().alternateBase())
        painter.drawImage(place, image)

    def _paint_arrow(self, painter: QPainter, tip: QPointF) -> None:
        color = self.palette().color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(QPen(color, 1.5, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        back, up, down = QPointF(-3, 0), QPointF(-1, -3.5), QPointF(-1, 3.5)
        end = tip + QPointF(2.5, 0)
        painter.drawPolyline([end + back + up, end, end + back + down])
