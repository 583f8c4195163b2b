"""What the model sees: the way from the drawing to the 28×28 field."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gui.images import to_image

if TYPE_CHECKING:
    from model.preprocess import Stages

_SMALLEST_TILE_PX = 32
_USUAL_TILE_PX = 72
_ARROW = "→"


class StagesPanel(QWidget):
    """Four small pictures with arrows: grey, ink, boxed, 28×28.

    Each picture is a widget of its own, so that a pen move repaints the pictures and nothing else.
    """

    def __init__(self) -> None:
        """Begin with empty tiles."""
        super().__init__()
        self.setAccessibleName(self.tr("What the model sees"))
        names = (self.tr("grey"), self.tr("ink"), self.tr("boxed"), self.tr("28×28"))
        self._tiles = [_Tile(is_smooth=index < len(names) - 1) for index in range(len(names))]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setRowStretch(0, 1)
        for index, (name, tile) in enumerate(zip(names, self._tiles, strict=True)):
            grid.addWidget(tile, 0, 2 * index)
            grid.addWidget(_caption(name), 1, 2 * index)
            grid.setColumnStretch(2 * index, 1)
            if index:
                grid.addWidget(_caption(_ARROW), 0, 2 * index - 1)

    @property
    def field(self) -> QImage | None:
        """The 28×28 picture on show, if any."""
        return self._tiles[-1].image

    def show_stages(self, stages: "Stages | None") -> None:
        """Show every step of one digit, or empty tiles."""
        images: list[QImage | None] = [None] * len(self._tiles)
        if stages is not None:
            steps = (stages.gray, stages.ink, stages.boxed, stages.field)
            images = [to_image(step) for step in steps]
        for tile, image in zip(self._tiles, images, strict=True):
            tile.show_image(image)


class _Tile(QWidget):
    """A square with one picture in it."""

    def __init__(self, *, is_smooth: bool) -> None:
        super().__init__()
        self.image: QImage | None = None
        self._is_smooth = is_smooth
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_SMALLEST_TILE_PX, _SMALLEST_TILE_PX)

    def sizeHint(self) -> QSize:
        """Return a size at which the field's pixels can be made out."""
        return QSize(_USUAL_TILE_PX, _USUAL_TILE_PX)

    def show_image(self, image: QImage | None) -> None:
        """Show another picture, or none."""
        if image is not None or self.image is not None:
            self.image = image
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture as large as fits, on black as the model sees it."""
        painter = QPainter(self)
        side = min(self.width(), self.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(self.rect()).center())
        if self.image is None:
            painter.fillRect(square, self.palette().alternateBase())
            return
        shown = (
            self.image.size().toSizeF().scaled(square.size(), Qt.AspectRatioMode.KeepAspectRatio)
        )
        place = QRectF(QPointF(), shown)
        place.moveCenter(square.center())
        painter.fillRect(square, Qt.GlobalColor.black)
        # The field's pixels are the point; everything else is a picture made smaller.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=self._is_smooth)
        painter.drawImage(place, self.image)


def _caption(text: str) -> QLabel:
    label = QLabel(text, alignment=Qt.AlignmentFlag.AlignCenter)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
