"""The pieces of a drawing: its strokes."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.geometry import Box
from model.ink import Stroke
from model.segmentation.pieces import Piece

_OUTLINE_POINTS = 32
"""Enough that the gaps along a stroke as long as six digit heights stay below 0.2 of one."""

_MOST_OUTLINE_POINTS = 256
"""Of several strokes together, which may be a scribble of a thousand."""

_LIFTED: Final = (0.1, 0.12, 0.04, 0.04, 0.6, 0.7, 0.04, 0.68, 0.12, 0.06)
"""For each digit, how often people lift the pen once within it.

Shares among UCI's pen digits, as they are and in other styles, drawn together because habits
differ: elsewhere an eight of two rings or a slashed nought is common.
"""

_LIFTED_TWICE: Final = 0.01

_HABITS_COUNT: Final = 0.8
"""Weight of these habits, fitted with those of ``partition``."""

_SIMPLE: Final = 1.6
"""What a one or a seven costs: they are what arbitrary strokes look like. Fitted likewise."""

_WAYS: Final = (3.06, 1.77, 2.52, 2.25, 2.12, 2.38, 2.28, 2.07, 2.92, 2.55)
_WAYS_SPREAD: Final = (0.14, 0.28, 0.15, 0.15, 0.18, 0.16, 0.13, 0.16, 0.14, 0.18)
"""For each digit, the median length of the pen's way over the digit's longer side, and the
standard deviation of its logarithm; of UCI's pen digits as they are and in other styles."""

_MOST_EXCESS: Final = 6.0
"""A digit that was traced again and again is one."""


def rarity(digit: int, strokes: int) -> float:
    """Return what it costs that a digit is drawn with this many strokes, at least 0."""
    once = _LIFTED[digit]
    share = (1 - once - _LIFTED_TWICE, once, _LIFTED_TWICE)[min(strokes, 3) - 1]
    return simplicity(digit) - _HABITS_COUNT * math.log(share)


def simplicity(digit: int) -> float:
    """Return what it costs that strokes are this digit because others look like it, too."""
    return _SIMPLE if digit in (1, 7) else 0.0


def way_excess(digit: int, way: float, long_side: float) -> float:
    """Return how improbable so long a way is for a digit: a negative logarithm, 0–6.

    Args:
        digit: Which one it seems to be.
        way: Length of the pen's way.
        long_side: The larger of the digit's width and height.
    """
    ratio = max(way, 1e-9) / max(long_side, 1e-9)
    above = max(math.log(ratio / _WAYS[digit]) / _WAYS_SPREAD[digit], 0.0)
    return min(above**2 / 2, _MOST_EXCESS)


def piece_of(stroke: Stroke) -> Piece:
    """Return a stroke as a piece, its outline evenly spaced along the pen's way."""
    return Piece(stroke.bounds, _evenly_spaced(stroke.xy), stroke.length)


def whole_piece_of(parts: Sequence[Piece]) -> Piece:
    """Return pieces that are known to be one digit as one."""
    outline = np.concatenate([part.outline for part in parts])
    step = -(-len(outline) // _MOST_OUTLINE_POINTS)
    return Piece(Box.around(part.box for part in parts), outline[::step], is_whole=True)


def _evenly_spaced(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(xy) == 1:
        return xy
    way = np.concatenate([[0.0], np.hypot(*np.diff(xy, axis=0).T).cumsum()])
    wanted = np.linspace(0.0, way[-1], _OUTLINE_POINTS)
    return np.column_stack([np.interp(wanted, way, xy[:, axis]) for axis in (0, 1)])
