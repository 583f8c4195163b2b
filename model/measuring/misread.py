"""A sheet of the MNIST test digits that a model misreads, as the pictures that they are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.files import write_bytes
from model.training.data import load_mnist

_COLUMNS: Final = 8
_ZOOM: Final = 3
_GAP_PX: Final = 8
_LINE_PX: Final = 14
_PAPER, _TEXT = 255, 0


def draw_misread(misread: Sequence[Sequence[float]], data: Path, path: Path) -> None:
    """Write a PNG with each misread digit, what it is, what it was read as, and its index.

    Args:
        misread: Index, truth, reading, probability and digit score of each.
        data: Folder that holds MNIST.
        path: Where to put the picture.

    Raises:
        DataError: If MNIST is missing or damaged.
        OSError: If the picture cannot be written.
    """
    images = load_mnist(data).test_images
    sheet = misread_sheet([(images[int(row[0])], row) for row in misread])
    _, png = cv2.imencode(".png", sheet, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    write_bytes(path, png.tobytes())


def misread_sheet(digits: Sequence[tuple[NDArray[np.uint8], Sequence[float]]]) -> NDArray[np.uint8]:
    """Return a sheet of 28×28 pictures, each with two lines of text below, shape (h, w), uint8."""
    side = 28 * _ZOOM
    width, height = side + _GAP_PX, side + 2 * _LINE_PX + _GAP_PX
    rows = max(1, -(-len(digits) // _COLUMNS))
    sheet = np.full((rows * height + _GAP_PX, _COLUMNS * width + _GAP_PX), _PAPER, np.uint8)
    for number, (image, (index, truth, read, probability, _)) in enumerate(digits):
        top = _GAP_PX + number // _COLUMNS * height
        left = _GAP_PX + number % _COLUMNS * width
        enlarged = cv2.resize(image, (side, side), interpolation=cv2.INTER_NEAREST)
        sheet[top : top + side, left : left + side] = enlarged
        lines = (f"{truth:.0f} > {read:.0f}, {probability:.0%}", f"no. {index:.0f}")
        for line, text in enumerate(lines, start=1):
            place = (left + 1, top + side + line * _LINE_PX - 3)
            cv2.putText(sheet, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.38, _TEXT, 1, cv2.LINE_AA)
    return sheet
