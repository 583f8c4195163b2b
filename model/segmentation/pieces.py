"""A piece of ink that is never shared between digits, and how two of them lie to each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.geometry import Box


@dataclass(frozen=True, eq=False, slots=True)
class Piece:
    """A stroke of a drawing or a connected part of a bitmap.

    Whatever cuts touching digits apart makes more of these; the rest of this package does not
    ask where a piece comes from.

    Attributes:
        box: The box around it.
        outline: Points along it, shape (n, 2), float64, n ≥ 1; columns x and y.
        length: Of the pen's way along it; of a bitmap's part half the length of its edges.
        is_whole: True where it is known to be exactly one digit.
    """

    box: Box
    outline: NDArray[np.float64]
    length: float = 0.0
    is_whole: bool = False


@lru_cache(maxsize=1 << 15)
def distance(first: Piece, second: Piece) -> float:
    """Return the distance between the nearest points of two pieces' outlines.

    Remembered, because only what the pen changes is new while a number is being written.
    """
    apart = first.outline[:, None, :] - second.outline[None, :, :]
    return float(np.sqrt(np.einsum("ijk,ijk->ij", apart, apart).min()))


def shared_height(first: Box, second: Box) -> float:
    """Return how much of the lower box's height lies level with the other box, 0–1."""
    common = min(first.bottom, second.bottom) - max(first.y, second.y)
    lower = min(first.height, second.height)
    return max(common, 0.0) / lower if lower > 0 else float(common >= 0)


def digit_height(boxes: Sequence[Box]) -> float:
    """Return the height that digits seem to have among these pieces; above 0.

    Bars, dots and other low pieces do not count; a lone dash is taken as the bar of a digit.
    """
    tallest = max(box.height for box in boxes)
    widest = max(box.width for box in boxes)
    tall = sorted(box.height for box in boxes if box.height * 2 >= tallest)
    return max(tall[len(tall) // 2], widest / 4, 1e-9)
