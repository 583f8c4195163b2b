"""From pieces to digits in reading order."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from model.geometry import Box
from model.segmentation.lines import split_lines
from model.segmentation.marks import find_marks
from model.segmentation.partition import Likeness, Run, best_partition
from model.segmentation.pieces import Piece
from model.segmentation.sizes import height_of_digits, likely_digits

_HALF_LIKELY: Final = 0.28
"""A mark with this share of its neighbours' height may as well be a digit as a dot or dirt.

Some people write noughts less than half as high as their fours, and small ones among large ones.
"""

_STEEPNESS: Final = 40.0
"""So a share of 0.35 is a digit at 94 %, one of 0.2 at 4 %: commas are as tall as that."""

_OWN_SIZE: Final = 2
"""A line with so many likely digits has a size of its own; the dirt of a page has not."""


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
    likely = set(likely_digits(pieces, lambda index: score((index,)).digit))
    page = height_of_digits(range(len(pieces)), pieces, likely)
    found = []
    for line in split_lines(pieces, page):
        has_own_size = len(likely.intersection(line)) >= _OWN_SIZE
        height = height_of_digits(line, pieces, likely) if has_own_size else page
        marks = find_marks(line, pieces, height) if punctuation else {}
        others = [index for index in line if index not in marks]
        digits = _digits(others, pieces, score, height, likely)
        digits += [Found((index,), 0.0, mark) for index, mark in marks.items()]
        found.append(sorted(digits, key=lambda item: _middle(item.run, pieces)))
    return found


def _digits(
    line: Sequence[int],
    pieces: Sequence[Piece],
    score: Callable[[Run], Likeness],
    height: float,
    likely: Collection[int],
) -> list[Found]:
    def size(run: Run) -> float:
        share = Box.around(pieces[index].box for index in run).long_side / height
        return 1 / (1 + math.exp(_STEEPNESS * (_HALF_LIKELY - min(share, 1.0))))

    free = [index for index in line if not pieces[index].is_whole]
    whole = [index for index in line if pieces[index].is_whole]

    def sized(run: Run) -> Likeness:
        found, share = score(run), size(run)
        return replace(found, digit=found.digit * share, stranger=1 - (1 - found.stranger) * share)

    runs = best_partition(free, pieces, sized, height, likely)
    found = [Found(run, size(run)) for run in runs]
    return found + [Found((index,), 1.0) for index in whole]


def _middle(run: Run, pieces: Sequence[Piece]) -> float:
    return Box.around(pieces[index].box for index in run).center[0]
