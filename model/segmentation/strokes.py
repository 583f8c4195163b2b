"""The pieces of a drawing: its strokes."""

import numpy as np
from numpy.typing import NDArray

from model.ink import Stroke
from model.segmentation.pieces import Piece

_OUTLINE_POINTS = 32
"""Enough that the gaps along a stroke as long as six digit heights stay below 0.2 of one."""


def piece_of(stroke: Stroke) -> Piece:
    """Return a stroke as a piece, its outline evenly spaced along the pen's way."""
    return Piece(stroke.bounds, _evenly_spaced(stroke.xy))


def _evenly_spaced(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(xy) == 1:
        return xy
    way = np.concatenate([[0.0], np.hypot(*np.diff(xy, axis=0).T).cumsum()])
    wanted = np.linspace(0.0, way[-1], _OUTLINE_POINTS)
    return np.column_stack([np.interp(wanted, way, xy[:, axis]) for axis in (0, 1)])
