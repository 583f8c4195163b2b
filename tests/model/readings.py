"""Strokes and readings made up for tests of what happens to them."""

from typing import cast

import numpy as np

from model.geometry import Box
from model.ink import Stroke, StrokePoint
from model.preprocess import Stages
from model.reading import DigitReading, Scores


def stroke(x: float, time_ms: float = 0.0) -> Stroke:
    """Return a stroke of its own, told from others by its time."""
    return Stroke((StrokePoint(x, 0, 0.5, time_ms), StrokePoint(x + 5, 50, 0.5, time_ms + 9)))


def read(*strokes: int, box: Box | None = None) -> DigitReading:
    """Return a digit read as a 3, of the strokes with these indices."""
    scores = Scores(np.eye(10)[3], 1.0, is_digit=True)
    # The way into the model plays no part here.
    return DigitReading(scores, cast(Stages, None), box or Box(0, 0, 1, 1), strokes)
