"""Small pictures of samples, drawn from their strokes in the screen's own pixels."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui.canvas.outline import stroke_areas
from gui.canvas.view import View
from model.ink import Ink
from model.samples.sample import NewSample

_PEN_SHARE = 0.085
"""Width of the pen as a share of the thumbnail: about that of a digit drawn large."""


@dataclass(frozen=True, slots=True)
class Look:
    """What all thumbnails have in common.

    Attributes:
        side_px: Side of the square in device-independent pixels.
        ratio: Device pixels per pixel.
        ink: Colour of the strokes, as ``QColor.rgba`` has it.
    """

    side_px: int
    ratio: float
    ink: int


def thumbnail(sample: NewSample, look: Look) -> QImage:
    """Return the picture of a sample, transparent around it; may be called in any thread."""
    side = max(1, round(look.side_px * look.ratio))
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if sample.ink is not None:
        _paint_ink(painter, sample.ink, side, QColor.fromRgba(look.ink))
    else:
        _paint_picture(painter, sample.picture or b"", side)
    painter.end()
    image.setDevicePixelRatio(look.ratio)
    return image


def _paint_ink(painter: QPainter, ink: Ink, side: int, color: QColor) -> None:
    pen = side * _PEN_SHARE
    box = ink.bounds
    # Not ``View.fitting``: that enlarges a drawing only so far, and ink may have any unit.
    scale = (side - 2 * pen) / max(box.long_side, 1e-9)
    x, y = box.center
    view = View(scale, side / 2 - x * scale, side / 2 - y * scale)
    for stroke in ink.strokes:
        for area in stroke_areas(stroke, view, pen):
            painter.fillPath(area, color)


def _paint_picture(painter: QPainter, content: bytes, side: int) -> None:
    picture = QImage.fromData(content)
    if picture.isNull():
        return
    shown = picture.size().toSizeF().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(), shown)
    place.moveCenter(QPointF(side / 2, side / 2))
    painter.drawImage(place, picture)
