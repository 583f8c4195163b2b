"""Hatching: strokes side by side so near that they are no ones."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from model.segmentation.pieces import Piece, distance

_FEWEST: Final = 4
"""Nobody writes so many ones in a row so near each other."""

_NEAREST_ONES: Final = 0.27
"""Distance of neighbours, as a share of their length, from which on they are ones."""

_STRAIGHT: Final = 0.9
"""Distance between the ends of a straight line, as a share of its length."""

_PARALLEL: Final = math.cos(math.radians(15))


def hatched_stretches(line: Sequence[Sequence[Piece]]) -> list[range]:
    """Return the stretches of a line that are hatching.

    Args:
        line: The pieces of each thing that was found, from left to right.
    """
    follows = [_follows(first, second) for first, second in pairwise(line)]
    starts = [n for n in range(len(line)) if n == 0 or not follows[n - 1]]
    found = (range(start, end) for start, end in pairwise([*starts, len(line)]))
    return [stretch for stretch in found if len(stretch) >= _FEWEST]


def _follows(first: Sequence[Piece], second: Sequence[Piece]) -> bool:
    """Tell whether both are straight lines, parallel and near each other."""
    if len(first) > 1 or len(second) > 1 or first[0].is_whole or second[0].is_whole:
        return False
    one, other = first[0], second[0]
    ways = [piece.outline[-1] - piece.outline[0] for piece in (one, other)]
    sizes = [math.hypot(*way) for way in ways]
    if sizes[0] < _STRAIGHT * one.length or sizes[1] < _STRAIGHT * other.length:
        return False
    if abs(float(ways[0] @ ways[1])) < _PARALLEL * sizes[0] * sizes[1]:
        return False
    return distance(one, other) < _NEAREST_ONES * sum(sizes) / 2
