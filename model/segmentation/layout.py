"""From pieces to digits in reading order."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from model.geometry import Box
from model.segmentation.lines import split_lines
from model.segmentation.partition import Likeness, Run, best_partition
from model.segmentation.pieces import Piece, digit_height

_HALF_LIKELY: Final = 0.45
"""A mark with this share of its neighbours' height may as well be a digit as a dot or dirt."""

_STEEPNESS: Final = 20.0
"""So a share of 0.6 is a digit at 95 %, one of 0.3 at 5 %."""

_SMALLEST_LINE: Final = 0.6
"""A line of lower pieces is measured against this share of the page's digit height."""


@dataclass(frozen=True, slots=True)
class Found:
    """A digit found among pieces.

    Attributes:
        run: Indices of its pieces, ascending.
        size: How likely a digit of this line has its size, 0–1: dots and dirt are too small.
    """

    run: Run
    size: float


def find_digits(pieces: Sequence[Piece], score: Callable[[Run], Likeness]) -> list[list[Found]]:
    """Return the digits, line by line from the top, each line from left to right.

    Args:
        pieces: All pieces of a drawing or picture.
        score: What the pieces of a run are, taken by themselves.
    """
    if not pieces:
        return []
    page = digit_height([piece.box for piece in pieces])
    lines = split_lines(pieces)
    return [_digits(line, pieces, score, page, is_alone=len(lines) == 1) for line in lines]


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
        return Likeness(found.digit * share, 1 - (1 - found.stranger) * share)

    runs = best_partition(free, pieces, sized, is_alone=is_alone)
    found = [Found(run, size(run)) for run in runs]
    if whole:
        found += [Found((index,), 1.0) for index in whole]
        found.sort(key=lambda item: Box.around(pieces[i].box for i in item.run).center[0])
    return found
