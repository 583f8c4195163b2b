"""What a widget shows, as numbers."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


def rgba(image: QImage) -> NDArray[np.uint8]:
    """Return the pixels of an image, shape (height, width, 4)."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8)
    rows = rows.reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4).copy()


def shown(widget: QWidget) -> NDArray[np.uint8]:
    """Return what a widget shows, shape (height, width, 4)."""
    return rgba(widget.grab().toImage())


def inked(widget: QWidget) -> NDArray[np.bool_]:
    """Return where ink is, nearer to the text's colour than to the paper's; (height, width).

    The outermost pixels, which hold the edge of the sheet, count as paper.
    """
    gray = shown(widget)[..., :3].astype(np.float64).mean(axis=2)
    palette = widget.palette()
    text, paper = (
        (color.red() + color.green() + color.blue()) / 3
        for color in (palette.text().color(), palette.base().color())
    )
    ink: NDArray[np.bool_] = np.abs(gray - text) < np.abs(gray - paper)
    ink[[0, 1, -2, -1]] = False
    ink[:, [0, 1, -2, -1]] = False
    return ink
