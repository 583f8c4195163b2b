"""Decimal points, commas and minus signs, where their place and shape leave no doubt.

They are found before digits are, by geometry alone: no part of a digit is a speck or a short
tail at its foot, or a dash that stands free at half its height.
"""

from collections.abc import Sequence
from typing import Final

from model.geometry import Box
from model.segmentation.pieces import Piece, digit_height, distance

POINT: Final = "."
COMMA: Final = ","
MINUS: Final = "-"

# All lengths are shares of the height of digits.
_TALL: Final = 0.6
_FARTHEST: Final = 1.0
_CLEAR: Final = 0.07
"""Least distance from all other ink; what is nearer may be part of a digit."""

_POINT_SIDE: Final = 0.2
_POINT_ABOVE: Final = 0.2
_POINT_BELOW: Final = 0.15
_COMMA_HEIGHT: Final = (0.12, 0.45)
_COMMA_WIDTH: Final = 0.3
_COMMA_TOP: Final = 0.25
_COMMA_BELOW: Final = (0.08, 0.45)
_MINUS_WIDTH: Final = (0.25, 0.9)
_MINUS_FLATNESS: Final = 0.25
_MINUS_MIDDLE: Final = (0.3, 0.7)
_MINUS_CLEAR: Final = 0.1


def find_marks(line: Sequence[int], pieces: Sequence[Piece]) -> dict[int, str]:
    """Return the marks among the pieces of one line, by their index into ``pieces``.

    Args:
        line: Indices into ``pieces``, from left to right.
        pieces: All pieces.
    """
    tall_enough = _TALL * digit_height([pieces[index].box for index in line])
    tall = [index for index in line if pieces[index].box.height >= tall_enough]
    found = {}
    for index in line:
        if index in tall or pieces[index].is_whole:
            continue
        mark = _mark(index, line, tall, pieces)
        if mark:
            found[index] = mark
    return found


def _mark(index: int, line: Sequence[int], tall: Sequence[int], pieces: Sequence[Piece]) -> str:
    """Return what mark a piece is, or nothing."""
    box = pieces[index].box
    before = [pieces[i].box for i in tall if pieces[i].box.center[0] < box.center[0]]
    after = [pieces[i].box for i in tall if pieces[i].box.center[0] >= box.center[0]]
    if not after:
        return ""
    right = min(after, key=lambda other: other.x)
    left = max(before, key=lambda other: other.right, default=None)
    beside = [right] if left is None else [left, right]
    height = sum(other.height for other in beside) / len(beside)
    if any(
        distance(pieces[index], pieces[other]) < _CLEAR * height for other in line if other != index
    ):
        return ""
    if not _stands_between(box, left, right, height):
        return ""
    if _is_minus(box, left, right, height):
        return MINUS
    if left is None:
        return ""
    base = (left.bottom + right.bottom) / 2
    if _is_point(box, base, height):
        return POINT
    return COMMA if _is_comma(box, base, height) else ""


def _stands_between(box: Box, left: Box | None, right: Box, height: float) -> bool:
    """Tell whether a piece lies between its neighbours sideways, and is not far from them."""
    is_clear = box.right <= right.x and right.x - box.right <= _FARTHEST * height
    if left is not None:
        is_clear = is_clear and 0 <= box.x - left.right <= _FARTHEST * height
    return is_clear


def _is_point(box: Box, base: float, height: float) -> bool:
    middle = box.center[1]
    is_low = base - _POINT_ABOVE * height <= middle <= base + _POINT_BELOW * height
    return box.long_side <= _POINT_SIDE * height and is_low


def _is_comma(box: Box, base: float, height: float) -> bool:
    low, high = _COMMA_HEIGHT
    shallow, deep = _COMMA_BELOW
    has_size = low * height <= box.height <= high * height and box.width <= _COMMA_WIDTH * height
    is_upright = box.height >= box.width
    hangs = shallow * height <= box.bottom - base <= deep * height
    return has_size and is_upright and hangs and box.y >= base - _COMMA_TOP * height


def _is_minus(box: Box, left: Box | None, right: Box, height: float) -> bool:
    low, high = _MINUS_WIDTH
    is_dash = low * height <= box.width <= high * height
    is_dash = is_dash and box.height <= _MINUS_FLATNESS * box.width
    top, bottom = (right.y + share * right.height for share in _MINUS_MIDDLE)
    is_free = right.x - box.right >= _MINUS_CLEAR * height
    if left is not None:
        is_free = is_free and box.x - left.right >= _MINUS_CLEAR * height
    return is_dash and is_free and top <= box.center[1] <= bottom
