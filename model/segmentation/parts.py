"""The pieces of a bitmap: its connected parts, dust left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.geometry import Box
from model.segmentation.pieces import Piece

_SOLID = 64
"""Ink from this on (of 255) connects; the fainter edge belongs to what it surrounds."""

_DUST_AREA = 0.02
"""Parts with less than this share of the largest part's area are dust."""

_DUST_SIDE = 0.12
"""… unless their longer side reaches this share of the largest part's."""

_MOST_PARTS = 300
"""No page of digits has more; a picture that falls into more is texture."""

_OUTLINE_POINTS = 64

_EDGE_TO_WAY = 0.38
"""Length of the pen's way for each pixel of a part's edge; it has two, and corners count twice."""

_REACH_PX = 2
"""The faint edge of a part is at most this wide."""

Gray = NDArray[np.uint8]


@dataclass(frozen=True, eq=False, slots=True)
class Parts:
    """A bitmap taken apart.

    Attributes:
        pieces: The connected parts, largest first.
        ink: The bitmap, shape (height, width), uint8; 0 is background, 255 full ink.
        labels: Shape (height, width), int32; which part each pixel is of, counted from 1; 0 none.
        numbers: Number in ``labels`` of each piece.
        is_clean: True where nothing was left out.
    """

    pieces: tuple[Piece, ...]
    ink: Gray
    labels: NDArray[np.int32]
    numbers: tuple[int, ...]
    is_clean: bool

    def cut_out(self, run: Sequence[int]) -> tuple[Gray, tuple[int, int]]:
        """Return the ink of some pieces alone, and where its left top corner lies in ``ink``."""
        if self.is_clean and len(run) == len(self.pieces):
            return self.ink, (0, 0)
        box = Box.around(self.pieces[index].box for index in run).grown(_REACH_PX)
        left, top = max(int(box.x), 0), max(int(box.y), 0)
        window = (slice(top, int(box.bottom)), slice(left, int(box.right)))
        wanted = np.zeros(int(self.labels.max()) + 1, np.uint8)
        wanted[[self.numbers[index] for index in run]] = 1
        own = wanted[self.labels[window]]
        # The faint edge: within reach of these parts and not itself solid ink of another.
        near = cv2.dilate(own, np.ones((2 * _REACH_PX + 1, 2 * _REACH_PX + 1), np.uint8))
        keep = (own > 0) | ((near > 0) & (self.labels[window] == 0))
        return np.where(keep, self.ink[window], 0).astype(np.uint8), (left, top)


def take_apart(ink: Gray) -> Parts:
    """Return the connected parts of a clean ink bitmap, shape (height, width), uint8.

    Parts connect over edges and corners. Where no pixel is solid there are none.
    """
    solid = (ink >= _SOLID).astype(np.uint8)
    count, found, facts, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    labels = np.asarray(found, np.int32)
    order = sorted(range(1, count), key=lambda number: -int(facts[number, cv2.CC_STAT_AREA]))
    numbers = [number for number in order if not _is_dust(facts[number], facts[order[0]])]
    numbers = numbers[:_MOST_PARTS]
    pieces = tuple(_piece(labels, facts[number], number) for number in numbers)
    is_clean = len(numbers) == len(order)
    return Parts(pieces, ink, labels, tuple(numbers), is_clean)


def _is_dust(facts: NDArray[np.int32], largest: NDArray[np.int32]) -> bool:
    sides = (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)
    is_short = max(facts[i] for i in sides) < _DUST_SIDE * max(largest[i] for i in sides)
    return bool(is_short and facts[cv2.CC_STAT_AREA] < _DUST_AREA * largest[cv2.CC_STAT_AREA])


def _piece(labels: NDArray[np.int32], facts: NDArray[np.int32], number: int) -> Piece:
    left, top, width, height = (int(value) for value in facts[:4])
    mask = (labels[top : top + height, left : left + width] == number).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = np.concatenate([contour[:, 0, :] for contour in contours]).astype(np.float64)
    chosen = points[:: max(1, len(points) // _OUTLINE_POINTS)]
    chosen += (left + 0.5, top + 0.5)
    inner = cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=0)
    length = _EDGE_TO_WAY * (int(mask.sum()) - int(inner.sum()))
    return Piece(Box(left, top, width, height), chosen, length)
