"""Between Qt's images and the arrays and files that the rest of the program works with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

if TYPE_CHECKING:
    from model.images import Picture


def offered(mime: QMimeData) -> Path | Picture | None:
    """Return the first local file or the picture that is offered, or None.

    Raises:
        PictureError: If there is a picture that cannot be read.
    """
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files:
        return files[0]
    if not mime.hasImage():
        return None
    image = mime.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return None
    return from_image(image)


def from_image(image: QImage) -> Picture:
    """Return a picture of the pixels of an image.

    Raises:
        PictureError: If it cannot be read.
    """
    from model.images import from_rgba

    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(rgba.constBits(), np.uint8).reshape(rgba.height(), rgba.bytesPerLine())
    pixels = rows[:, : 4 * rgba.width()].reshape(rgba.height(), rgba.width(), 4)
    return from_rgba(pixels.copy())


def to_image(gray: NDArray[np.uint8]) -> QImage:
    """Return an image that owns a copy of a gray array (height, width), uint8."""
    height, width = gray.shape
    packed = np.ascontiguousarray(gray)
    # The rows of a numpy array are packed; Qt would otherwise assume rows padded to four bytes.
    view = QImage(packed.data, width, height, width, QImage.Format.Format_Grayscale8)
    return view.copy()


def to_png(image: QImage) -> bytes:
    """Return the content of a PNG file that holds an image."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())
