"""Reads drawings: strokes to digits, asking the model again only where something changed."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from model.corrections import Corrections
from model.ink import Ink, Stroke
from model.preprocess import Stages, preprocess_ink
from model.reading import DigitReading, Reading, Scores
from model.recognizer import Recognizer
from model.segmentation.doubt import Candidate, doubtful_stretches, keeping_cost
from model.segmentation.heaps import find_heaps
from model.segmentation.layout import Found, find_digits
from model.segmentation.partition import Likeness, Run
from model.segmentation.pieces import Piece
from model.segmentation.strokes import piece_of, stroke_habit, whole_piece_of
from model.segmentation.touching import Row, divide
from model.strokecache import StrokeCache
from model.verdict import among_digits, judged, likeness, with_clear_marks

_REMEMBERED: Final = 2048
"""Groups of strokes whose scores are kept, 7 KB each: what several hundred digits ask for."""

_MOST_LOOKED_AT: Final = 24
"""Strokes of a larger group that are shown to the model: it is a scribble whatever it says."""

_MOST_DOUBTS: Final = 6
"""Where more stretches than these may hold touching digits, the drawing is a scribble."""

_LEAST: Final = 1e-9

Strokes = tuple[Stroke, ...]


class InkReader:
    """Reads drawings with one model, and remembers what it found for groups of strokes."""

    def __init__(self, recognizer: Recognizer) -> None:
        """Read with ``recognizer``."""
        self._recognizer = recognizer
        self._pieces: StrokeCache[Piece] = StrokeCache(_REMEMBERED)
        self._whole_pieces: StrokeCache[Piece] = StrokeCache(_REMEMBERED)
        self._rows: StrokeCache[Row | None] = StrokeCache(_REMEMBERED)
        self._digits: StrokeCache[tuple[Scores, Stages]] = StrokeCache(_REMEMBERED)

    def read(
        self, ink: Ink, corrections: Corrections, *, punctuation: bool, pen_is_down: bool
    ) -> Reading:
        """Return the digits of a drawing; see ``Reader.read_ink``."""
        page = _Page(self, ink, corrections)
        lines = find_digits(page.pieces, page.likeness, punctuation=punctuation)
        doubts = [doubtful_stretches(list(map(page.candidate, line))) for line in lines]
        if pen_is_down:
            doubts = [
                [each for each in found if not page.holds_newest(line[each.start : each.stop])]
                for line, found in zip(lines, doubts, strict=True)
            ]
        if sum(map(len, doubts)) > _MOST_DOUBTS:
            doubts = [[]] * len(lines)
        return Reading(tuple(map(page.digits, lines, doubts)))

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
        scores, _ = self.look_at(strokes)
        found = likeness(scores, self._recognizer.bundle.card.threshold)
        habit = stroke_habit(scores.digit, len(strokes))
        return Likeness(found.digit * habit, found.stranger)

    def piece(self, stroke: Stroke) -> Piece:
        """Return a stroke as a piece."""
        return self._pieces.get((stroke,), lambda strokes: piece_of(strokes[0]))

    def whole_piece(self, strokes: Strokes) -> Piece:
        """Return strokes that are not to be parted as one piece."""
        return self._whole_pieces.get(strokes, whole_piece_of)

    def row(self, strokes: Strokes) -> Row | None:
        """Return the most probable row of touching digits that strokes hold, if there is one."""
        return self._rows.get(strokes, lambda strokes: divide(strokes, self.cost))

    def _look(self, strokes: Strokes) -> tuple[Scores, Stages]:
        stages = preprocess_ink(Ink(strokes))
        return self._recognizer.recognize(stages.field), stages


class _Page:
    """One drawing while it is being read: its strokes in groups that are never parted."""

    def __init__(self, reader: InkReader, ink: Ink, corrections: Corrections) -> None:
        self._reader = reader
        self._strokes = ink.strokes
        said = corrections.relevant(ink).entries
        named = {id(stroke) for entry in said for stroke in entry.strokes}
        free = [stroke for stroke in ink.strokes if id(stroke) not in named]
        heaps = find_heaps([stroke.bounds for stroke in free])
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
        is_settled = found.size < 0.5 or pieces[0].is_whole
        likeness = Likeness(1.0, 0.0) if is_settled else self.likeness(found.run)
        return Candidate(pieces, likeness, is_settled)

    def digits(self, line: Sequence[Found], doubts: Sequence[range]) -> tuple[DigitReading, ...]:
        """Return the digits of a line, touching ones apart."""
        digits: list[DigitReading] = []
        done = 0
        for stretch in doubts:
            divided = self._divided(line[stretch.start : stretch.stop])
            if divided:
                digits.extend(map(self._digit, line[done : stretch.start]))
                digits.extend(divided)
                done = stretch.stop
        digits.extend(map(self._digit, line[done:]))
        return with_clear_marks(among_digits(digits))

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
        row = self._reader.row(tuple(self._strokes[number] for number in numbers))
        if row is None or row.cost >= keeping_cost(list(map(self.candidate, stretch))):
            return []
        return [
            replace(
                self._reader.read_digit(strokes),
                strokes=tuple(numbers[index] for index in own),
                cut=strokes if any(id(s) not in self._numbers for s in strokes) else (),
            )
            for strokes, own in zip(row.digits, row.numbers, strict=True)
        ]
