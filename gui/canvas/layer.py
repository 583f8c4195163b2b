"""Pictures of the screen's own pixels that ink is painted into."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath


def blank(size: QSize) -> QImage:
    """Return a transparent picture."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image


def device_pixels(box: QRectF, ratio: float) -> QRect:
    """Return the device pixels that a box in device-independent pixels touches."""
    corner = QPointF(box.x() * ratio, box.y() * ratio)
    return QRectF(corner, box.size() * ratio).toAlignedRect().adjusted(-1, -1, 1, 1)


def erase_pixels(painter: QPainter, pixels: QRect) -> None:
    """Make some pixels transparent."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillRect(pixels, QColor(0, 0, 0))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def fill_areas(
    layer: QImage,
    areas: Iterable[QPainterPath],
    color: QColor,
    ratio: float,
    afresh: QRect | None = None,
) -> None:
    """Paint areas, given in device-independent pixels, onto a layer.

    Args:
        layer: Paints nothing where it is null.
        areas: What is filled.
        color: With what.
        ratio: Device pixels per pixel.
        afresh: Device pixels to erase before; nothing outside them is painted then.
    """
    if layer.isNull():
        return
    painter = QPainter(layer)
    if afresh is not None:
        painter.setClipRect(afresh)
        erase_pixels(painter, afresh)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    for area in areas:
        painter.fillPath(area, color)
    painter.end()
