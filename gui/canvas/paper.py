"""The sheet under the ink: its surface, its edge, and what an empty one says."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPalette, QPen

from gui.theme import RADIUS_PX

_ICON_PX = 76.0
_HINT_GAP_PX = 18.0


def paint_sheet(painter: QPainter, sheet: QRectF, palette: QPalette) -> None:
    """Paint the blank surface."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.base())
    painter.drawRoundedRect(sheet, RADIUS_PX, RADIUS_PX)


def sheet_path(sheet: QRectF) -> QPainterPath:
    """Return the outline of the sheet, to keep ink off its round corners."""
    path = QPainterPath()
    path.addRoundedRect(sheet, RADIUS_PX, RADIUS_PX)
    return path


def paint_edge(
    painter: QPainter, sheet: QRectF, palette: QPalette, *, focused: bool, welcoming: bool
) -> None:
    """Paint the edge: faint at rest, the accent under the keyboard or under a dragged file."""
    color = QColor(palette.accent().color() if focused or welcoming else palette.text().color())
    color.setAlphaF(0.9 if welcoming else 0.55 if focused else 0.16)
    width = 2.0 if welcoming else 1.5 if focused else 1.0
    pen = QPen(color, width)
    if welcoming:
        pen.setDashPattern([5, 4])
        wash = QColor(palette.accent().color())
        wash.setAlphaF(0.07)
        painter.setBrush(wash)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    inset = width / 2
    painter.drawRoundedRect(
        sheet.adjusted(inset, inset, -inset, -inset), RADIUS_PX - inset, RADIUS_PX - inset
    )


def paint_hint(painter: QPainter, sheet: QRectF, palette: QPalette, font: QFont, text: str) -> None:
    """Paint what to do in the middle of an empty sheet, under a small picture of a pen."""
    larger = QFont(font)
    larger.setPointSizeF(max(font.pointSizeF(), 1.0) * 1.25)
    quiet = QColor(palette.text().color())
    quiet.setAlphaF(0.62)
    painter.setFont(larger)
    painter.setPen(quiet)  # without a pen Qt measures every text as empty
    wrap = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    room = QRectF(0, 0, min(sheet.width() * 0.8, 420.0), sheet.height())
    size = painter.boundingRect(room, wrap, text).size()
    shows_icon = sheet.height() > _ICON_PX + _HINT_GAP_PX + size.height() + 2 * RADIUS_PX
    above = _ICON_PX + _HINT_GAP_PX if shows_icon else 0.0
    top = sheet.center().y() - (above + size.height()) / 2
    if shows_icon:
        _paint_pen(painter, QPointF(sheet.center().x(), top + _ICON_PX / 2), palette)
    painter.setPen(quiet)
    place = QRectF(
        sheet.center().x() - room.width() / 2, top + above, room.width(), size.height() + 2
    )
    painter.drawText(place, wrap, text)


def _paint_pen(painter: QPainter, center: QPointF, palette: QPalette) -> None:
    """Paint a pencil that has just drawn a curl; 76 px square around ``center``."""
    painter.save()
    painter.translate(center)
    curl = QPainterPath(QPointF(-30, 14))
    curl.cubicTo(QPointF(-24, -8), QPointF(-6, -6), QPointF(-12, 12))
    curl.cubicTo(QPointF(-17, 28), QPointF(-34, 34), QPointF(-24, 34))
    curl.cubicTo(QPointF(-14, 34), QPointF(-8, 26), QPointF(0, 26))
    accent = QPen(palette.accent().color(), 3.5)
    accent.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(accent)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(curl)
    painter.translate(2, 26)
    painter.rotate(45)
    line = QColor(palette.text().color())
    line.setAlphaF(0.62)
    pen = QPen(line, 2.0)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    body = QPainterPath(QPointF(0, 0))
    body.lineTo(-6.5, -15)
    body.lineTo(-6.5, -52)
    body.quadTo(QPointF(-6.5, -57), QPointF(0, -57))
    body.quadTo(QPointF(6.5, -57), QPointF(6.5, -52))
    body.lineTo(6.5, -15)
    body.closeSubpath()
    painter.setBrush(palette.base())
    painter.drawPath(body)
    painter.drawLine(QPointF(-6.5, -15), QPointF(6.5, -15))
    painter.drawLine(QPointF(-6.5, -46), QPointF(6.5, -46))
    painter.restore()
