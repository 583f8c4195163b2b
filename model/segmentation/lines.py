"""Which pieces stand on one line, from top to bottom."""

from collections.abc import Sequence
from itertools import combinations

from model.geometry import Box
from model.segmentation.pieces import (
    Piece,
    box_distance,
    digit_height,
    distance,
    shared_height,
)

_TALL = 0.4
"""Boxes of at least this share of the digit height make lines; lower ones join the nearest."""

_LEVEL = 0.4
"""Neighbours on a line share at least this much of the lower one's height."""

_NEIGHBOURS = 2
"""One neighbour may be a low part of a digit, and then says nothing of the line."""

_NEARLY_TOUCHING = 0.15
"""Distance, as a share of their common height, of parts stacked into one digit."""

_WIDEST_DIGIT = 1.3
"""Width over height of the widest single digits (99th percentile of the pen drawings)."""

_MANY = 6
_TALLEST_DIGIT = 1.8
"""Among many pieces none is taller than this many typical ones: those are two lines that touch."""

Line = list[int]


def split_lines(pieces: Sequence[Piece]) -> list[Line]:
    """Return the lines from top to bottom, each with its pieces' indices from left to right.

    A piece is compared with its neighbours and not with the whole line, so lines may slope.
    """
    if not pieces:
        return []
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
    limit = _TALLEST_DIGIT * digit_height(boxes) if len(boxes) >= _MANY else float("inf")
    stacks = [[index] for index in range(len(boxes))]
    for first, second in combinations(range(len(boxes)), 2):
        # The quick question first: a page of digits has tens of thousands of pairs.
        if shared_height(boxes[first], boxes[second]) >= _LEVEL:
            continue
        both = Box.around((boxes[first], boxes[second]))
        if (
            both.width <= _WIDEST_DIGIT * both.height
            and both.height <= limit
            and distance(pieces[first], pieces[second]) <= _NEARLY_TOUCHING * both.height
            and stacks[first] is not stacks[second]
        ):
            stacks[first].extend(stacks[second])
            for index in stacks[second]:
                stacks[index] = stacks[first]
    return [stack for index, stack in enumerate(stacks) if stack[0] == index]


def _lines_of(boxes: Sequence[Box]) -> list[Line]:
    """Return the lines in any order; within each the tall boxes come first, from left to right."""
    least = _TALL * digit_height(boxes)
    order = sorted(range(len(boxes)), key=lambda index: boxes[index].center[0])
    tall = [index for index in order if boxes[index].height >= least] or order
    lines: list[Line] = []
    for index in tall:
        _append_to_best(lines, index, boxes)
    lines = _joined(lines, boxes)
    for index in sorted(set(order) - set(tall)):
        nearest = min(tall, key=lambda other: _remoteness(boxes[index], boxes[other]))
        next(line for line in lines if nearest in line).append(index)
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


def _remoteness(box: Box, other: Box) -> tuple[float, float]:
    """Return what orders boxes by nearness: the gap between them, then between centres."""
    (x, y), (other_x, other_y) = box.center, other.center
    return box_distance(box, other), abs(x - other_x) + abs(y - other_y)
