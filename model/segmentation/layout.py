"""From pieces to digits in reading order."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from model.geometry import Box
from model.segmentation.lines import split_lines
from model.segmentation.marks import find_marks
from model.segmentation.partition import Likeness, Run, best_partition
from model.segmentation.pieces import Piece, digit_height

_HALF_LIKELY: Final = 0.36
"""A mark with this share of its neighbours' height may as well be a digit as a dot or dirt.

Some people write noughts less than half as high as their fours.
"""

_STEEPNESS: Final = 20.0
"""So a share of 0.5 is a digit at 95 %, one of 0.2 at 5 %."""

_SMALLEST_LINE: Final = 0.6
"""A line of lower pieces is measured against this share of the page's digit height."""


@dataclass(frozen=True, slots=True)
class Found:
    """A digit found among pieces.

    Attributes:
        run: Indices of its pieces, ascending.
        size: How likely a digit of this line has its size, 0–1: dots and dirt are too small.
        mark: The decimal point, comma or minus sign that it is instead; empty for others.
    """

    run: Run
    size: float
    mark: str = ""


def find_digits(
    pieces: Sequence[Piece], score: Callable[[Run], Likeness], *, punctuation: bool = True
) -> list[list[Found]]:
    """Return the digits and marks, line by line from the top, each line from left to right.

    Args:
        pieces: All pieces of a drawing or picture.
        score: What the pieces of a run are, taken by themselves.
        punctuation: False where no marks are wanted.
    """
    if not pieces:
        return []
    page = digit_height([piece.box for piece in pieces])
    lines = split_lines(pieces)
    found = []
    for line in lines:
        marks = find_marks(line, pieces) if punctuation else {}
        others = [index for index in line if index not in marks]
        is_alone = len(lines) == 1 and not marks
        digits = _digits(others, pieces, score, page, is_alone=is_alone)
        digits += [Found((index,), 0.0, mark) for index, mark in marks.items()]
        found.append(sorted(digits, key=lambda item: _middle(item.run, pieces)))
    return found


def _digits(
    line: Sequence[int],
    pieces: Sequence[Piece],
    score: Callable[[Run], Likeness],
    page_height: float,
    *,
    is_alone: bool,
) -> list[Found]:
    own_height = digit_height([pieces[index].box for index in line])
    height = max(own_height, _SMALLEST_LINE * page_height)

    def size(run: Run) -> float:
        share = Box.around(pieces[index].box for index in run).long_side / height
        return 1 / (1 + math.exp(_STEEPNESS * (_HALF_LIKELY - min(share, 1.0))))

    free = [index for index in line if not pieces[index].is_whole]
    whole = [index for index in line if pieces[index].is_whole]
    is_alone = is_alone and not whole

    def sized(run: Run) -> Likeness:
        found, share = score(run), size(run)
        return replace(found, digit=found.digit * share, stranger=1 - (1 - found.stranger) * share)

    runs = best_partition(free, pieces, sized, is_alone=is_alone)
    found = [Found(run, size(run)) for run in runs]
    return found + [Found((index,), 1.0) for index in whole]


def _middle(run: Run, pieces: Sequence[Piece]) -> float:
    return Box.around(pieces[index].box for index in run).center[0]
