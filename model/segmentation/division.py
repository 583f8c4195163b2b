"""All ways to divide strokes into two digits."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from model.geometry import Box
from model.ink import Stroke
from model.segmentation.cutting import cut_places, part_of

Strokes = tuple[Stroke, ...]
Division = tuple[Strokes, Strokes]


def divisions_between(strokes: Sequence[Stroke]) -> Iterator[Division]:
    """Yield the divisions that cut no stroke: by place, from left to right, and by time."""
    by_place = sorted(strokes, key=lambda stroke: stroke.bounds.center[0])
    seen = set()
    for order in (by_place, strokes):
        for count in range(1, len(order)):
            chosen = {id(stroke) for stroke in order[:count]}
            first = tuple(stroke for stroke in strokes if id(stroke) in chosen)
            second = tuple(stroke for stroke in strokes if id(stroke) not in chosen)
            division = from_left(first, second)
            key = frozenset(map(id, division[0]))
            if key not in seen:
                seen.add(key)
                yield division


def divisions_through(strokes: Sequence[Stroke]) -> Iterator[Division]:
    """Yield the divisions that cut one stroke; the others go to the part that they lie nearer.

    Between digits that were written without lifting the pen there may be a line that belongs to
    neither; divisions without it are among these.
    """
    for number, stroke in enumerate(strokes):
        places = cut_places(stroke)
        gaps = [(place, place) for place in places]
        gaps += pairwise(places)
        for end, start in gaps:
            parts = (
                part_of(stroke, 0.0, end),
                part_of(stroke, start, float(len(stroke.points) - 1)),
            )
            sides: tuple[list[Stroke], list[Stroke]] = ([], [])
            for other_number, other in enumerate(strokes):
                if other_number == number:
                    for side, part in zip(sides, parts, strict=True):
                        side.append(part)
                    continue
                x = other.bounds.center[0]
                apart = [abs(part.bounds.center[0] - x) for part in parts]
                sides[apart[1] < apart[0]].append(other)
            yield from_left(tuple(sides[0]), tuple(sides[1]))


def from_left(first: Strokes, second: Strokes) -> Division:
    """Return two digits, the left one first."""
    middles = [Box.around(s.bounds for s in side).center[0] for side in (first, second)]
    return (first, second) if middles[0] <= middles[1] else (second, first)
