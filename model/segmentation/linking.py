"""How pieces side by side hang together, and what speaks against a boundary between two of them."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from model.geometry import Box
from model.segmentation.pieces import Piece, distance, shared_height

# Weights of a logistic regression that tells pieces of one digit from pieces of neighbours, fitted
# on 8,000 numbers composed of one writer's pen digits (writers that the model trains on, too),
# slanted at random, their boxes 0–0.4 or their ink 0.04–0.3 of a digit's height apart.
# The bias is the fitted 0.6 and 1.9 more, with which the weights of ``partition`` were fitted.
_BIAS: Final = 2.5
_CONTAINED: Final = 4.2
_LOW: Final = 2.6
_CONTAINED_LOW: Final = 3.6
_STACKED: Final = 4.5
_ASPECT: Final = -4.2
_DISTANCE: Final = -22.6

_UNLINKED: Final = -7.0
"""Pieces with lower log odds of being of one digit are surely of two."""

# Weights of a boundary, fitted together with those of ``partition``.
_LINKED: Final = 0.4
_NEAR: Final = 1.7
_OVER: Final = 0.9
_UNEVEN: Final = 1.7

# All lengths are shares of the height of digits.
_NEAREST: Final = 0.1
"""Distance below which neighbours are near."""

_LEAST_WIDTH: Final = 0.15
"""Width that a thing has at least for this: ones are lines."""

_MOST_OVER: Final = 1.2
"""Most that counts of how far neighbours lie over each other, as a share of the narrower one."""

_EVEN: Final = 0.1
_MOST_UNEVEN: Final = 0.6
"""How far apart feet may stand on one line, and how much more counts at most."""


def looseness(pieces: Sequence[Piece], longest: int, height: float) -> dict[tuple[int, int], float]:
    """Return how loosely the pieces of each run hang together that may be one thing.

    Args:
        pieces: From left to right.
        longest: Most pieces of a run.
        height: Of the digits of their line.

    Returns:
        The cost, at least 0, by the number of the first piece and of the first after the run.
    """
    found = {}
    for start in range(len(pieces)):
        cost = 0.0
        found[start, start + 1] = cost
        for last in range(start + 1, min(start + longest, len(pieces))):
            link = max(_join_logit(piece, pieces[last], height) for piece in pieces[start:last])
            if link < _UNLINKED:
                break
            cost += _softplus(-link)
            found[start, last + 1] = cost
    return found


def boundary_cost(left: Sequence[Piece], right: Sequence[Piece], height: float) -> float:
    """Return what speaks against a boundary between two things side by side, at least 0."""
    link = max(_join_logit(one, other, height) for one in left for other in right)
    if link < _UNLINKED:
        return 0.0
    near = 1 - min(distance(a, b) for a in left for b in right) / (_NEAREST * height)
    one, other = Box.around(p.box for p in left), Box.around(p.box for p in right)
    narrower = max(min(one.width, other.width), _LEAST_WIDTH * height)
    over = (one.right - other.x) / narrower
    uneven = abs(one.bottom - other.bottom) / height - _EVEN
    return (
        _LINKED * _softplus(link)
        + _NEAR * max(near, 0.0)
        + _OVER * min(max(over, 0.0), _MOST_OVER)
        + _UNEVEN * min(max(uneven, 0.0), _MOST_UNEVEN)
    )


@lru_cache(maxsize=1 << 14)
def _join_logit(first: Piece, second: Piece, height: float) -> float:
    """Return the log odds, by geometry alone, that two pieces belong to one digit.

    They do where their ink comes near, where one lies over the other sideways, where they do
    not stand side by side, where one is too low to be a digit, and where both are narrow.
    """
    a, b = first.box, second.box
    if max(a.x, b.x) - min(a.right, b.right) > height:
        return -30.0
    overlap = max(min(a.right, b.right) - max(a.x, b.x), 0.0)
    contained = min(overlap / max(min(a.width, b.width), 0.05 * height), 1.0)
    both = Box.around((a, b))
    aspect = min(both.width / max(both.height, 1e-9), 2.0)
    low = 1 - min(a.height / height, b.height / height, 1.0)
    return (
        _BIAS
        + _CONTAINED * contained
        + _LOW * low
        + _CONTAINED_LOW * contained * low
        + _STACKED * (1 - shared_height(a, b))
        + _ASPECT * aspect
        + _DISTANCE * distance(first, second) / height
    )


def _softplus(x: float) -> float:
    """Return log(1 + exp(x)): the negative logarithm of a probability with log odds -x."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))
