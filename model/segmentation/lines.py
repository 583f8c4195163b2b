"""Which pieces stand on one line, from top to bottom."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.geometry import Box
from model.segmentation.pieces import Piece, digit_height, distance, shared_height

_TALL: Final = 0.4
"""Boxes of at least this share of the digit height make lines; lower ones join the nearest."""

_LEVEL: Final = 0.4
"""Neighbours on a line share at least this much of the lower one's height."""

_NEIGHBOURS: Final = 2
"""One neighbour may be a low part of a digit, and then says nothing of the line."""

_NEARLY_TOUCHING: Final = 0.15
"""Distance, as a share of their common height, of parts stacked into one digit: pens are wide."""

_WIDEST_DIGIT: Final = 1.3
"""Width over height of the widest single digits (99th percentile of the pen drawings)."""

_MANY: Final = 6
_TALLEST_DIGIT: Final = 1.8
"""Among many pieces none is taller than this many typical ones: those are two lines that touch."""

_PAIRS_PER_PIECE: Final = 4
"""Nearest pairs asked about, for each piece: scribbles have millions that are near."""

Line = list[int]
Edges = NDArray[np.float64]


def split_lines(pieces: Sequence[Piece]) -> list[Line]:
    """Return the lines from top to bottom, each with its pieces' indices from left to right.

    A piece is compared with its neighbours and not with the whole line, so lines may slope.
    """
    if len(pieces) < 2:
        return [[0]] if pieces else []
    stacks = _stacks(pieces)
    boxes = [Box.around(pieces[index].box for index in stack) for stack in stacks]
    lines = [
        sorted(
            (index for number in line for index in stacks[number]),
            key=lambda index: (pieces[index].box.center[0], index),
        )
        for line in _lines_of(boxes)
    ]
    return sorted(lines, key=lambda line: Box.around(pieces[i].box for i in line).center[1])


def _stacks(pieces: Sequence[Piece]) -> list[list[int]]:
    """Return the pieces in groups that are surely one above the other in the same line.

    The two strokes of a four, or an eight made of two rings, hardly share any height: taken one
    by one they would seem to stand on two lines.
    """
    boxes = [piece.box for piece in pieces]
    limit = _TALLEST_DIGIT * digit_height(boxes) if len(boxes) >= _MANY else np.inf
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
    for index in range(len(edges) - 1):
        rest = edges[index + 1 :]
        both_low = np.minimum(edges[index, :2], rest[:, :2])
        width, height = (np.maximum(edges[index, 2:], rest[:, 2:]) - both_low).T
        gap = _gaps(edges[index], rest)
        fits = (width <= _WIDEST_DIGIT * height) & (height <= limit)
        fits &= (gap <= _NEARLY_TOUCHING * height) & (_shared_heights(edges[index], rest) < _LEVEL)
        near.extend((float(gap[i]), index, index + 1 + int(i)) for i in np.flatnonzero(fits))
    near.sort()
    return [(first, second) for _, first, second in near[: _PAIRS_PER_PIECE * len(edges)]]


def _lines_of(boxes: Sequence[Box]) -> list[Line]:
    """Return the lines in any order, their boxes in any order."""
    least = _TALL * digit_height(boxes)
    order = sorted(range(len(boxes)), key=lambda index: boxes[index].center[0])
    tall = [index for index in order if boxes[index].height >= least] or order
    lines: list[Line] = []
    for index in tall:
        _append_to_best(lines, index, boxes)
    lines = _joined(lines, boxes)
    line_of = {index: line for line in lines for index in line}
    edges = _edges(boxes)
    tall_edges = edges[tall]
    for index in set(order).difference(tall):
        # Nearest by the gap between boxes, and where several overlap by their centres.
        apart = np.abs(_centres(tall_edges) - _centres(edges[index])).sum(axis=1)
        nearest = np.lexsort((apart, _gaps(edges[index], tall_edges)))[0]
        line_of[tall[nearest]].append(index)
    return lines


def _append_to_best(lines: list[Line], index: int, boxes: Sequence[Box]) -> None:
    """Add a box to the line whose end it is most level with, or to a new one."""
    level = [
        max(shared_height(boxes[index], boxes[other]) for other in line[-_NEIGHBOURS:])
        for line in lines
    ]
    best = max(range(len(lines)), key=level.__getitem__, default=-1)
    if best >= 0 and level[best] >= _LEVEL:
        lines[best].append(index)
    else:
        lines.append([index])


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
    """Return the distance of one box, shape (4,), from each of the others; 0 where they overlap."""
    apart = np.maximum(one[:2] - others[:, 2:], others[:, :2] - one[2:])
    return np.asarray(np.hypot(*np.maximum(apart, 0.0).T))


def _shared_heights(one: Edges, others: Edges) -> NDArray[np.float64]:
    """Return ``shared_height`` of one box with each of the others."""
    common = np.minimum(one[3], others[:, 3]) - np.maximum(one[1], others[:, 1])
    lower = np.minimum(one[3] - one[1], others[:, 3] - others[:, 1])
    shares = np.maximum(common, 0) / np.maximum(lower, 1e-300)
    return np.asarray(np.where(lower > 0, shares, common >= 0), np.float64)
