"""Reads drawings: strokes to digits, asking the model again only where something changed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from model.corrections import Corrections
from model.ink import Ink, Stroke
from model.preprocess import Stages, preprocess_ink
from model.reading import DigitReading, Reading, Scores
from model.recognizer import Recognizer
from model.segmentation.doubt import Candidate, may_hold_more, touching_stretches
from model.segmentation.evidence import Cutting, Seen, row_log_odds
from model.segmentation.hatching import hatched_stretches
from model.segmentation.heaps import HeapFinder
from model.segmentation.layout import Found, find_digits
from model.segmentation.partition import Likeness, Run
from model.segmentation.pieces import Piece
from model.segmentation.strokes import piece_of, rarity, way_excess, whole_piece_of
from model.segmentation.touching import Row, divide
from model.strokecache import StrokeCache
from model.verdict import among_digits, judged, likeness, with_clear_marks

_REMEMBERED: Final = 2048
"""Groups of strokes whose scores are kept, 7 KB each: what several hundred digits ask for."""

_MOST_LOOKED_AT: Final = 24
"""Strokes of a larger group that are shown to the model: it is a scribble whatever it says."""

_MOST_DOUBTS: Final = 6
"""Where more stretches than these may hold touching digits, the drawing is a scribble."""

_NO_ROW: Final = -2.0
"""Log odds of a row below which touching digits are none: whole strokes are digits more often."""

_LIKELY_NONE: Final = 0.5
"""Several things are one that is no digit only where that is more probable than not."""

_LEAST: Final = 1e-9

Strokes = tuple[Stroke, ...]


class InkReader:
    """Reads drawings with one model, and remembers what it found for groups of strokes."""

    def __init__(self, recognizer: Recognizer) -> None:
        """Read with ``recognizer``."""
        self._recognizer = recognizer
        self._heap_finder = HeapFinder()
        self._pieces: StrokeCache[Piece] = StrokeCache(_REMEMBERED)
        self._whole_pieces: StrokeCache[Piece] = StrokeCache(_REMEMBERED)
        self._rows: StrokeCache[Row | None] = StrokeCache(_REMEMBERED)
        self._digits: StrokeCache[tuple[Scores, Stages]] = StrokeCache(_REMEMBERED)
        self._seen: StrokeCache[Seen] = StrokeCache(_REMEMBERED)
        self._excesses: StrokeCache[float] = StrokeCache(_REMEMBERED)

    def read(
        self, ink: Ink, corrections: Corrections, *, punctuation: bool, pen_is_down: bool
    ) -> Reading:
        """Return the digits of a drawing; see ``Reader.read_ink``."""
        page = _Page(self, ink, corrections)
        lines = find_digits(page.pieces, page.likeness, punctuation=punctuation)
        pages = [page.stretches(line) for line in lines]
        doubts = sum(stretch.is_doubtful for stretches in pages for stretch in stretches)
        for stretches in pages:
            for number, stretch in enumerate(stretches):
                waits = pen_is_down and page.holds_newest(stretch.found)
                if doubts > _MOST_DOUBTS or waits:
                    stretches[number] = replace(stretch, is_doubtful=False)
        return Reading(tuple(map(page.digits, pages)))

    def read_digit(self, strokes: Strokes) -> DigitReading:
        """Return strokes read as one digit."""
        scores, stages = self.look_at(strokes)
        return DigitReading(scores, stages, Ink(strokes).bounds, tuple(range(len(strokes))))

    def look_at(self, strokes: Strokes) -> tuple[Scores, Stages]:
        """Return what the model says of strokes as one digit."""
        return self._digits.get(strokes[:_MOST_LOOKED_AT], self._look)

    def cost(self, strokes: Strokes) -> float:
        """Return the negative logarithm of how probable it is that strokes are one digit."""
        return -math.log(max(self.likeness(strokes).digit, _LEAST))

    def likeness(self, strokes: Strokes) -> Likeness:
        """Return what strokes are, taken by themselves."""
        return self.seen(strokes).likeness

    def seen(self, strokes: Strokes) -> Seen:
        """Return what strokes seem to be, taken by themselves."""
        return self._seen.get(strokes, self._see)

    def excess(self, strokes: Strokes) -> float:
        """Return how much more ink strokes have than the digit that they seem to be."""
        return self._excesses.get(strokes, self._find_excess)

    def find_heaps(self, strokes: Sequence[Stroke]) -> list[list[int]]:
        """Return the heaps among strokes, as indices."""
        return self._heap_finder.find([stroke.bounds for stroke in strokes])

    def piece(self, stroke: Stroke) -> Piece:
        """Return a stroke as a piece."""
        return self._pieces.get((stroke,), lambda strokes: piece_of(strokes[0]))

    def whole_piece(self, strokes: Strokes) -> Piece:
        """Return strokes that are not to be parted as one piece."""
        return self._whole_pieces.get(
            strokes, lambda strokes: whole_piece_of(list(map(self.piece, strokes)))
        )

    def row(self, strokes: Strokes) -> Row | None:
        """Return the most probable row of touching digits that strokes hold, if there is one."""
        return self._rows.get(strokes, lambda strokes: divide(strokes, self.cost))

    def row_odds(self, strokes: Strokes, row: Row) -> float:
        """Return the log odds that strokes are the touching digits of ``row``."""
        whole = {id(stroke) for stroke in strokes}
        is_cut = any(id(stroke) not in whole for digit in row.digits for stroke in digit)
        cutting = Cutting(is_cut, len(strokes) > 1, row.lead, row.depth)
        return row_log_odds(list(map(self.seen, row.digits)), self.excess(strokes), cutting)

    def _see(self, strokes: Strokes) -> Seen:
        scores, _ = self.look_at(strokes)
        found = likeness(scores, self._recognizer.bundle.card.threshold)
        found = replace(found, rarity=rarity(scores.digit, len(strokes)))
        return Seen(scores.digit, scores.confidence, found, Ink(strokes).bounds)

    def _find_excess(self, strokes: Strokes) -> float:
        seen = self.seen(strokes)
        return way_excess(seen.digit, sum(s.length for s in strokes), seen.box.long_side)

    def _look(self, strokes: Strokes) -> tuple[Scores, Stages]:
        stages = preprocess_ink(Ink(strokes))
        return self._recognizer.recognize(stages.field), stages


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a line in which each thing that was found touches the next.

    Attributes:
        found: What was found, from left to right.
        is_doubtful: True where there may be more digits in it.
    """

    found: Sequence[Found]
    is_doubtful: bool


class _Page:
    """One drawing while it is being read: its strokes in groups that are never parted."""

    def __init__(self, reader: InkReader, ink: Ink, corrections: Corrections) -> None:
        self._reader = reader
        self._strokes = ink.strokes
        said = corrections.relevant(ink).entries
        named = {id(stroke) for entry in said for stroke in entry.strokes}
        free = [stroke for stroke in ink.strokes if id(stroke) not in named]
        heaps = reader.find_heaps(free)
        heaped = {index for heap in heaps for index in heap}
        groups = [(stroke,) for index, stroke in enumerate(free) if index not in heaped]
        self._groups: list[Strokes] = list(groups)
        self.pieces = [reader.piece(stroke) for (stroke,) in groups]
        self._labels: dict[int, int | None] = {}
        self._heaps = set(range(len(groups), len(groups) + len(heaps)))
        for heap in heaps:
            self._add_whole(tuple(free[index] for index in heap))
        for entry in said:
            self._labels[len(self._groups)] = entry.label
            self._add_whole(entry.strokes)
        self._numbers = {id(stroke): number for number, stroke in enumerate(ink.strokes)}

    def holds_newest(self, line: Sequence[Found]) -> bool:
        """Tell whether the newest stroke is among these."""
        newest = self._strokes[-1]
        return any(stroke is newest for found in line for stroke in self._of(found.run))

    def likeness(self, run: Run) -> Likeness:
        """Return what the groups of a run are together."""
        return self._reader.likeness(self._of(run))

    def candidate(self, found: Found) -> Candidate:
        """Return a digit that was found, as it is looked at for touching ones."""
        pieces = tuple(self.pieces[index] for index in found.run)
        if found.size < 0.5 or pieces[0].is_whole:
            return Candidate(pieces, Likeness(1.0, 0.0), 0.0, is_settled=True)
        excess = self._reader.excess(self._of(found.run))
        return Candidate(pieces, self.likeness(found.run), excess, is_settled=False)

    def stretches(self, line: Sequence[Found]) -> list[_Stretch]:
        """Return a line in stretches of what touches."""
        line = self._with_hatchings(line)
        candidates = list(map(self.candidate, line))
        return [
            _Stretch(
                line[each.start : each.stop], may_hold_more(candidates[each.start : each.stop])
            )
            for each in touching_stretches(candidates)
        ]

    def digits(self, stretches: Sequence[_Stretch]) -> tuple[DigitReading, ...]:
        """Return the digits of a line, touching ones apart."""
        digits: list[DigitReading] = []
        for stretch in stretches:
            divided = self._divided(stretch.found) if stretch.is_doubtful else []
            digits.extend(divided or map(self._digit, self._believed(stretch.found)))
        return with_clear_marks(among_digits(digits))

    def _with_hatchings(self, line: Sequence[Found]) -> list[Found]:
        found: list[Found] = []
        done = 0
        for hatching in hatched_stretches([[self.pieces[i] for i in item.run] for item in line]):
            found += [
                *line[done : hatching.start],
                *self._as_none(line[hatching.start : hatching.stop]),
            ]
            done = hatching.stop
        return [*found, *line[done:]]

    def _believed(self, touching: Sequence[Found]) -> Sequence[Found]:
        """Return touching digits as they are, or as one thing that is none."""
        if len(touching) < 2 or sum(len(found.run) for found in touching) > _MOST_LOOKED_AT:
            return touching
        row = [self._reader.seen(self._of(found.run)) for found in touching]
        strokes = self._of(_together(touching))
        odds = row_log_odds(row, self._reader.excess(strokes), Cutting(is_cut=False, several=True))
        return touching if odds > _NO_ROW else self._as_none(touching)

    def _as_none(self, several: Sequence[Found]) -> Sequence[Found]:
        """Return several things as one, if that is no digit."""
        one = _together(several)
        is_none = self.likeness(one).stranger > _LIKELY_NONE
        return [Found(one, 1.0)] if is_none else several

    def _add_whole(self, strokes: Strokes) -> None:
        self._groups.append(strokes)
        self.pieces.append(self._reader.whole_piece(strokes))

    def _of(self, run: Run) -> Strokes:
        """Return the strokes of a run as they were drawn."""
        if len(run) == 1:
            return self._groups[run[0]]
        return tuple(stroke for index in run for stroke in self._groups[index])

    def _digit(self, found: Found) -> DigitReading:
        strokes = self._of(found.run)
        numbers = tuple(sorted(self._numbers[id(stroke)] for stroke in strokes))
        digit = replace(self._reader.read_digit(strokes), strokes=numbers)
        if not self._heaps.isdisjoint(found.run):
            found = replace(found, size=0.0)
        truth = self._labels.get(found.run[0])
        return replace(judged(digit, found), truth=truth)

    def _divided(self, stretch: Sequence[Found]) -> list[DigitReading]:
        """Return the touching digits of a stretch; none where it is better left as it is."""
        numbers = sorted(
            self._numbers[id(stroke)] for found in stretch for stroke in self._of(found.run)
        )
        strokes = tuple(self._strokes[number] for number in numbers)
        row = self._reader.row(strokes)
        if row is None or self._reader.row_odds(strokes, row) <= 0:
            return []
        return [
            replace(
                self._reader.read_digit(strokes),
                strokes=tuple(numbers[index] for index in own),
                cut=strokes if any(id(s) not in self._numbers for s in strokes) else (),
            )
            for strokes, own in zip(row.digits, row.numbers, strict=True)
        ]


def _together(several: Sequence[Found]) -> Run:
    return tuple(sorted(index for found in several for index in found.run))
