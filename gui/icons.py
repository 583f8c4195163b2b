"""Line icons that take the colour of the text around them."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from model.paths import asset

_SIDE_PX = 20
_SCALES = (1, 2)


def application_icon() -> QIcon:
    """Return the program's icon in all its sizes."""
    icon = QIcon()
    for path in sorted(asset("icons").glob("*.png")):
        icon.addFile(str(path))
    return icon


def action_icon(name: str, palette: QPalette) -> QIcon:
    """Return the icon ``assets/icons/actions/<name>.svg`` in a palette's text colour."""
    icon = QIcon()
    modes = {
        QIcon.Mode.Normal: palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text),
        QIcon.Mode.Disabled: palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Mid),
    }
    for mode, color in modes.items():
        for scale in _SCALES:
            icon.addPixmap(_render(name, color, scale), mode)
    return icon


def _render(name: str, color: QColor, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(_SIDE_PX, _SIDE_PX) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing = _source(name).replace("currentColor", color.name())
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


@cache
def _source(name: str) -> str:
    return asset("icons", "actions", f"{name}.svg").read_text(encoding="utf-8")
