"""Simple pieces for tests of where digits are."""

import numpy as np

from model.ink import Stroke
from model.segmentation.partition import Likeness
from model.segmentation.pieces import Piece
from model.segmentation.strokes import piece_of


def line(*points: tuple[float, float]) -> Piece:
    """Return a piece along straight lines between points."""
    return piece_of(Stroke.from_xy(points))


def ring(x: float, y: float, width: float, height: float) -> Piece:
    """Return an ellipse whose box has its left top corner at (x, y)."""
    angle = np.linspace(0, 2 * np.pi, 40)
    xy = np.column_stack([np.cos(angle) * width / 2, np.sin(angle) * height / 2])
    return piece_of(Stroke.from_xy(xy + np.array((x + width / 2, y + height / 2))))


def likeness(digit: float) -> Likeness:
    """Return what a recogniser says that is torn between one digit and none."""
    return Likeness(digit, 1 - digit)
