"""Renders the application icon's PNG files from its drawings: ``python packaging/render_icons.py``.

Up to 32 pixels the bars would be a blur, so the small sizes have a drawing of their own.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).parents[1] / "assets" / "icons"
DRAWINGS = {
    "inkdigits-small.svg": (16, 32),
    "inkdigits.svg": (48, 64, 128, 256),
}


def render(drawing: Path, side_px: int) -> QImage:
    """Return a square picture of a drawing on a transparent ground."""
    picture = QImage(side_px, side_px, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(drawing)).render(painter, QRectF(picture.rect()))
    painter.end()
    return picture


def main() -> int:
    """Write every size beside the drawings and return the exit status."""
    application = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    for drawing, sides in DRAWINGS.items():
        for side_px in sides:
            file = ICONS / f"inkdigits-{side_px}.png"
            if not render(ICONS / drawing, side_px).save(str(file)):
                print(f"cannot write {file}", file=sys.stderr)
                return 1
            print(f"{file.name}: {file.stat().st_size} bytes")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
