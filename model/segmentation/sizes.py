"""How tall digits are in a drawing: what reads as digits says so, whatever stands beside them."""

import math
from collections.abc import Callable, Collection, Sequence
from typing import Final

from model.segmentation.pieces import Piece, digit_height

TALLEST_DIGIT: Final = 1.8
"""Nothing that is taller than this many digits of its line is a digit of it."""

_LIKELY: Final = 0.5
"""What is a digit with this probability, taken by itself, shows how tall digits are."""

_LOWEST: Final = 0.15
"""Dots may look like ones, but what is lower than this share of the tallest piece tells nothing."""

_MOST_ASKED: Final = 150
"""Where there are more pieces, one of them that is far too tall does not matter."""


def likely_digits(pieces: Sequence[Piece], digit: Callable[[int], float]) -> list[int]:
    """Return the pieces that are likely digits by themselves, as indices.

    Args:
        pieces: All pieces.
        digit: The probability, 0–1, that a piece is one digit.
    """
    if len(pieces) > _MOST_ASKED:
        return []
    least = _LOWEST * max(piece.box.height for piece in pieces)
    free = [n for n, piece in enumerate(pieces) if not piece.is_whole and piece.box.height > least]
    return [n for n in free if digit(n) >= _LIKELY]


def height_of_digits(
    line: Sequence[int], pieces: Sequence[Piece], likely: Collection[int]
) -> float:
    """Return the height that digits have among the pieces of a line; above 0.

    Digits of several strokes are taller than each, so those that are likely by themselves only
    tell what is too tall to be one: a scribble.
    """
    known = [pieces[index].box.height for index in line if index in likely]
    limit = TALLEST_DIGIT * max(known) if known else math.inf
    return digit_height([b for b in (pieces[i].box for i in line) if b.height <= limit])
