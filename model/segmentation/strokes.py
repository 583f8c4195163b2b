"""The pieces of a drawing: its strokes."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.geometry import Box
from model.ink import Stroke
from model.segmentation.pieces import Piece

_OUTLINE_POINTS = 32
"""Enough that the gaps along a stroke as long as six digit heights stay below 0.2 of one."""

_SEVERAL_STROKES: Final = (0.1, 0.3, 0.05, 0.05, 1.0, 1.0, 0.05, 1.0, 0.3, 0.3)
"""For each digit, how usual it is to lift the pen within it, relative to a seven.

After the shares among UCI's pen digits (3, 5, 0.4, 0.1, 65, 82, 0.4, 88, 6 and 5 %), drawn
together because habits differ: elsewhere an eight of two rings or a slashed nought is common.
"""


def stroke_habit(digit: int, strokes: int) -> float:
    """Return how usual it is, 0–1, to draw a digit with this many strokes."""
    return _SEVERAL_STROKES[digit] if strokes > 1 else 1.0


def piece_of(stroke: Stroke) -> Piece:
    """Return a stroke as a piece, its outline evenly spaced along the pen's way."""
    return Piece(stroke.bounds, _evenly_spaced(stroke.xy), stroke.length)


def whole_piece_of(strokes: Sequence[Stroke]) -> Piece:
    """Return strokes that are known to be one digit as one piece."""
    outline = np.concatenate([_evenly_spaced(stroke.xy) for stroke in strokes])
    return Piece(Box.around(stroke.bounds for stroke in strokes), outline, is_whole=True)


def _evenly_spaced(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(xy) == 1:
        return xy
    way = np.concatenate([[0.0], np.hypot(*np.diff(xy, axis=0).T).cumsum()])
    wanted = np.linspace(0.0, way[-1], _OUTLINE_POINTS)
    return np.column_stack([np.interp(wanted, way, xy[:, axis]) for axis in (0, 1)])
