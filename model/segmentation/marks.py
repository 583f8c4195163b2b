"""Decimal points, commas and minus signs, where their place and shape leave no doubt.

They are found before digits are, by geometry alone: no part of a digit is a speck or a short
tail at its foot, or a dash that stands free at half its height.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from model.geometry import Box
from model.segmentation.pieces import Piece, distance

POINT: Final = "."
COMMA: Final = ","
MINUS: Final = "-"

# All lengths are shares of the height of digits.
_LARGE: Final = 0.3
_SMALL: Final = 0.6
_BESIDE: Final = 1.1
_FARTHEST: Final = 1.0
_CLEAR: Final = 0.06
"""Least distance from all other ink; what is nearer may be part of a digit."""

_UNDER: Final = 0.15
"""How far a mark may reach under a leaning digit."""

_POINT_SIDE: Final = 0.2
_POINT_ROUND: Final = 1.5
_POINT_ABOVE: Final = 0.2
_POINT_BELOW: Final = 0.15
_COMMA_HEIGHT: Final = (0.12, 0.6)
_COMMA_WIDTH: Final = 0.3
_COMMA_TOP: Final = 0.3
_COMMA_BELOW: Final = (0.06, 0.45)
_MINUS_WIDTH: Final = (0.25, 0.9)
_MINUS_FLATNESS: Final = 0.3
_MINUS_MIDDLE: Final = (0.2, 0.75)
_MINUS_CLEAR: Final = 0.1


def find_marks(line: Sequence[int], pieces: Sequence[Piece], height: float) -> dict[int, str]:
    """Return the marks among the pieces of one line, by their index into ``pieces``.

    Args:
        line: Indices into ``pieces``, from left to right.
        pieces: All pieces.
        height: Of the digits of the line.
    """
    large = [index for index in line if pieces[index].box.height >= _LARGE * height]
    found = {}
    for index in line:
        box = pieces[index].box
        is_small = box.height <= _SMALL * height and box.width <= _MINUS_WIDTH[1] * height
        if pieces[index].is_whole or not is_small:
            continue
        others = [other for other in large if other != index]
        near = _Sides.of(box, [pieces[other].box for other in others], height)
        mark = "" if near is None else _mark(box, near)
        clear = _CLEAR * height
        if mark and not any(
            distance(pieces[index], pieces[other]) < clear for other in line if other != index
        ):
            found[index] = mark
    return found


@dataclass(frozen=True, slots=True)
class _Sides:
    """What stands beside a piece: to its left, if anything does, to its right, how tall it is."""

    left: Box | None
    right: Box
    height: float

    @classmethod
    def of(cls, box: Box, others: Sequence[Box], height: float) -> Self | None:
        """Return what stands beside a box; None where nothing does to the right."""
        x = box.center[0]
        near = [other for other in others if abs(other.center[0] - x) <= _BESIDE * height]
        before = [other for other in near if other.center[0] < x]
        after = [other for other in near if other.center[0] >= x]
        if not after or (not before and any(other.center[0] < x for other in others)):
            return None
        left, right = Box.around(before) if before else None, Box.around(after)
        heights = [side.height for side in (left, right) if side is not None]
        return cls(left, right, sum(heights) / len(heights))


def _mark(box: Box, near: _Sides) -> str:
    """Return what mark a piece is by its shape and place, or nothing."""
    if not _stands_between(box, near):
        return ""
    if _is_minus(box, near):
        return MINUS
    if near.left is None:
        return ""
    base = (near.left.bottom + near.right.bottom) / 2
    if _is_comma(box, base, near.height):
        return COMMA
    return POINT if _is_point(box, base, near.height) else ""


def _stands_between(box: Box, near: _Sides) -> bool:
    """Tell whether a piece lies between its neighbours sideways, and is not far from them."""
    least, most = -_UNDER * near.height, _FARTHEST * near.height
    is_clear = least <= near.right.x - box.right <= most
    return is_clear and (near.left is None or least <= box.x - near.left.right <= most)


def _is_point(box: Box, base: float, height: float) -> bool:
    middle = box.center[1]
    is_low = base - _POINT_ABOVE * height <= middle <= base + _POINT_BELOW * height
    side = _POINT_SIDE if box.height < _POINT_ROUND * box.width else _POINT_SIDE / 2
    return box.long_side <= side * height and is_low


def _is_comma(box: Box, base: float, height: float) -> bool:
    low, high = _COMMA_HEIGHT
    shallow, deep = _COMMA_BELOW
    has_size = low * height <= box.height <= high * height and box.width <= _COMMA_WIDTH * height
    is_upright = box.height >= box.width
    hangs = shallow * height <= box.bottom - base <= deep * height
    return has_size and is_upright and hangs and box.y >= base - _COMMA_TOP * height


def _is_minus(box: Box, near: _Sides) -> bool:
    low, high = _MINUS_WIDTH
    height, right, left = near.height, near.right, near.left
    is_dash = low * height <= box.width <= high * height
    is_dash = is_dash and box.height <= _MINUS_FLATNESS * box.width
    top, bottom = (right.y + share * right.height for share in _MINUS_MIDDLE)
    is_free = right.x - box.right >= _MINUS_CLEAR * height
    is_free = is_free and (left is None or box.x - left.right >= _MINUS_CLEAR * height)
    return is_dash and is_free and top <= box.center[1] <= bottom
