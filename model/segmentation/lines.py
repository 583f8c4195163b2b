"""Which pieces stand on one line, from top to bottom."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.geometry import Box
from model.segmentation.pieces import Piece, digit_height, distance, shared_height
from model.segmentation.sizes import TALLEST_DIGIT

_TALL: Final = 0.5
"""Boxes of at least this share of the digit height make lines.

So do lower and taller ones among themselves where they stand clear of these; all others join the
nearest.
"""

_CLEAR: Final = 0.25
"""How far above or below a line others stand clear of it, as a share of their own height."""

_SMALLEST: Final = 0.15
"""Height of the lowest boxes that may make a line of their own: digits, not dots and dashes."""

_LEVEL: Final = 0.4
"""Neighbours on a line share at least this much of the lower one's height."""

_NEIGHBOURS: Final = 2
"""One neighbour may be a low part of a digit, and then says nothing of the line."""

_NEARLY_TOUCHING: Final = 0.15
"""Distance, as a share of their common height, of parts stacked into one digit: pens are wide."""

_WIDEST_DIGIT: Final = 1.3
"""Width over height of the widest single digits (99th percentile of the pen drawings)."""

_WIDEST_RING: Final = 1.8
_TOUCHING: Final = 0.03
"""… but two arcs that touch may be a nought as wide as this."""

_MANY: Final = 6
"""Among so many pieces none is taller than a digit: those are two lines that touch."""

_PAIRS_PER_PIECE: Final = 4
"""Nearest pairs asked about, for each piece: scribbles have millions that are near."""

_DOWN: Final = np.array([1.0, 2.0, 1.0, 2.0])
"""Lines run sideways: for what joins the nearest, distances up and down count double."""

_BLOCK: Final = 128
"""Pieces that are compared with all others at a time."""

Line = list[int]
Reach = tuple[float, float]
Edges = NDArray[np.float64]


def split_lines(pieces: Sequence[Piece], height: float) -> list[Line]:
    """Return the lines from top to bottom, each with its pieces' indices from left to right.

    A piece is compared with its neighbours and not with the whole line, so lines may slope.

    Args:
        pieces: All pieces.
        height: Of most digits; others may stand on lines of smaller or larger ones.
    """
    if len(pieces) < 2:
        return [[0]] if pieces else []
    stacks = _stacks(pieces, height)
    boxes = [Box.around(pieces[index].box for index in stack) for stack in stacks]
    lines = [
        sorted(
            (index for number in line for index in stacks[number]),
            key=lambda index: (pieces[index].box.center[0], index),
        )
        for line in _lines_of(boxes, height)
    ]
    return sorted(lines, key=lambda line: Box.around(pieces[i].box for i in line).center[1])


def _stacks(pieces: Sequence[Piece], digit: float) -> list[list[int]]:
    """Return the pieces in groups that are surely one above the other in the same line.

    The two strokes of a four, or an eight made of two rings, hardly share any height: taken one
    by one they would seem to stand on two lines.
    """
    boxes = [piece.box for piece in pieces]
    limit = TALLEST_DIGIT * digit if len(boxes) >= _MANY else np.inf
    stacks = [[index] for index in range(len(boxes))]
    for first, second in _candidates(_edges(boxes), limit):
        mine, other = stacks[first], stacks[second]
        height = Box.around((boxes[first], boxes[second])).height
        if mine is not other and distance(pieces[first], pieces[second]) <= (
            _NEARLY_TOUCHING * height
        ):
            mine.extend(other)
            for index in other:
                stacks[index] = mine
    return [stack for index, stack in enumerate(stacks) if stack[0] == index]


def _candidates(edges: Edges, limit: float) -> list[tuple[int, int]]:
    """Return pairs that are not level, near, and together have a digit's shape; nearest first."""
    near: list[tuple[float, int, int]] = []
    # From the top, so that only those within the height of a digit need to be compared.
    order = np.argsort(edges[:, 1], kind="stable")
    tops = edges[order, 1]
    for start in range(0, len(edges), _BLOCK):
        numbers = order[start : start + _BLOCK]
        below = int(np.searchsorted(tops, tops[start + len(numbers) - 1] + limit, side="right"))
        others = order[start:below]
        rows, columns = edges[numbers, None], edges[others]
        low = np.minimum(rows[..., :2], columns[:, :2])
        width, height = np.moveaxis(np.maximum(rows[..., 2:], columns[:, 2:]) - low, -1, 0)
        gap = _gaps(rows, columns)
        widest = np.where(gap <= _TOUCHING * height, _WIDEST_RING, _WIDEST_DIGIT)
        fits = (width <= widest * height) & (height <= limit)
        fits &= (gap <= _NEARLY_TOUCHING * height) & (_shared_heights(rows, columns) < _LEVEL)
        places = np.nonzero(np.triu(fits, 1))
        ends = np.sort(np.column_stack([numbers[places[0]], others[places[1]]]), axis=1)
        near.extend((apart, *pair) for apart, pair in zip(gap[places], ends.tolist(), strict=True))
    near.sort()
    return [(first, second) for _, first, second in near[: _PAIRS_PER_PIECE * len(edges)]]


def _lines_of(boxes: Sequence[Box], height: float) -> list[Line]:
    """Return the lines in any order, their boxes in any order."""
    order = sorted(range(len(boxes)), key=lambda index: boxes[index].center[0])
    edges = _edges(boxes)
    lines: list[Line] = []
    left = order
    while left:
        made = _lines_of_one_size(left, boxes, height)
        lines += made
        makers = sorted(index for line in made for index in line)
        others = [index for index in left if index not in set(makers)]
        left = [index for index in others if _stands_clear(edges[index], edges[makers], height)]
        height = digit_height([boxes[index] for index in left]) if left else height
    lines = _joined(lines, boxes)
    line_of = {index: line for line in lines for index in line}
    makers = sorted(line_of)
    for index in set(order).difference(makers):
        # Nearest by the gap between boxes, and where several overlap by their centres.
        apart = np.abs(_centres(edges[makers]) - _centres(edges[index])).sum(axis=1)
        gaps = _gaps(edges[index] * _DOWN, edges[makers] * _DOWN)
        nearest = np.lexsort((apart, gaps))[0]
        line_of[makers[nearest]].append(index)
    return lines


def _lines_of_one_size(order: Sequence[int], boxes: Sequence[Box], height: float) -> list[Line]:
    """Return the lines of those boxes that have about the height of digits."""
    least, most = _TALL * height, TALLEST_DIGIT * height
    lines: list[Line] = []
    reach: list[Reach] = []
    for index in [n for n in order if least <= boxes[n].height <= most] or order:
        _append_to_best(lines, reach, index, boxes)
    return lines


def _stands_clear(one: NDArray[np.float64], makers: Edges, height: float) -> bool:
    """Tell whether a box may stand on another line than all that are of another size."""
    width, own = one[2] - one[0], one[3] - one[1]
    if own < _SMALLEST * height or width > _WIDEST_DIGIT * own:
        return False
    near = makers[np.argsort(_gaps(one, makers), kind="stable")[:_NEIGHBOURS]]
    apart = np.maximum(one[1] - near[:, 3], near[:, 1] - one[3])
    return bool((apart >= _CLEAR * own).all())


def _append_to_best(
    lines: list[Line], reach: list[Reach], index: int, boxes: Sequence[Box]
) -> None:
    """Add a box to the line whose end it is most level with, or to a new one.

    ``reach`` says how high and how low the end of each line reaches: most lines of a page end
    above a box or below it.
    """
    box = boxes[index]
    top, bottom = box.y, box.bottom
    near = [n for n, (high, low) in enumerate(reach) if high <= bottom and top <= low]
    level = [max(shared_height(box, boxes[i]) for i in lines[n][-_NEIGHBOURS:]) for n in near]
    if level and max(level) >= _LEVEL:
        best = near[level.index(max(level))]
        lines[best].append(index)
        ends = [boxes[other] for other in lines[best][-_NEIGHBOURS:]]
        reach[best] = (min(end.y for end in ends), max(end.bottom for end in ends))
    else:
        lines.append([index])
        reach.append((top, bottom))


def _joined(lines: list[Line], boxes: Sequence[Box]) -> list[Line]:
    """Return the lines after joining those that lie level all along."""
    done: list[Line] = []
    for line in sorted(lines, key=len, reverse=True):
        host = next(
            (other for other in done if all(_is_level(index, other, boxes) for index in line)),
            None,
        )
        if host is None:
            done.append(list(line))
        else:
            host.extend(line)
    return done


def _is_level(index: int, line: Line, boxes: Sequence[Box]) -> bool:
    """Tell whether a box is level with one of those of a line that are nearest to it sideways."""
    x = boxes[index].center[0]
    nearest = sorted(line, key=lambda other: abs(boxes[other].center[0] - x))[:_NEIGHBOURS]
    return any(shared_height(boxes[index], boxes[other]) >= _LEVEL for other in nearest)


def _edges(boxes: Sequence[Box]) -> Edges:
    """Return left, top, right, bottom of each box, shape (n, 4)."""
    return np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], np.float64)


def _centres(edges: Edges) -> NDArray[np.float64]:
    return np.asarray((edges[..., :2] + edges[..., 2:]) / 2)


def _gaps(one: Edges, others: Edges) -> NDArray[np.float64]:
    """Return the distance of boxes, shape (…, 4), from each of the others; 0 where they overlap."""
    apart = np.maximum(one[..., :2] - others[:, 2:], others[:, :2] - one[..., 2:])
    across, down = np.moveaxis(np.maximum(apart, 0.0), -1, 0)
    return np.asarray(np.hypot(across, down))


def _shared_heights(one: Edges, others: Edges) -> NDArray[np.float64]:
    """Return ``shared_height`` of boxes, shape (…, 4), with each of the others."""
    common = np.minimum(one[..., 3], others[:, 3]) - np.maximum(one[..., 1], others[:, 1])
    lower = np.minimum(one[..., 3] - one[..., 1], others[:, 3] - others[:, 1])
    shares = np.maximum(common, 0) / np.maximum(lower, 1e-300)
    return np.asarray(np.where(lower > 0, shares, common >= 0), np.float64)
