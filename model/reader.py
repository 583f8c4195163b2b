"""A drawing or a picture in, a reading out: the way that every caller takes."""

import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from model.clean import extract_ink
from model.corrections import Corrections
from model.errors import EmptyDrawingError
from model.ink import Ink, Stroke
from model.preprocess import Stages, ink_extent, preprocess_bitmap, preprocess_gray, preprocess_ink
from model.reading import DigitReading, Reading, Scores
from model.recognizer import Recognizer
from model.segmentation.blobs import divide_bitmap
from model.segmentation.division import Division, divisions_between, divisions_through
from model.segmentation.doubt import Candidate, doubtful_stretches, keeping_cost
from model.segmentation.layout import Found, find_digits
from model.segmentation.marks import MINUS
from model.segmentation.partition import Likeness, Run
from model.segmentation.parts import Parts, take_apart
from model.segmentation.pieces import Piece
from model.segmentation.strokes import piece_of, stroke_habit, whole_piece_of
from model.segmentation.touching import Row, divide

_REMEMBERED: Final = 2048
"""Groups of strokes whose scores are kept, 7 KB each: what several hundred digits ask for."""

_CUT_WORTH: Final = 2.0
"""How many times more probable digits must be for a stroke to be cut that need not be."""

_NOTHING_SAID: Final = Corrections()

_Value = TypeVar("_Value")


class Reader:
    """Reads drawings and pictures with one model.

    While a number is being written, only what the pen changed is read again: strokes never
    change, so what was found for a group of them is kept. Not safe to share between threads.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        """Read with ``recognizer``."""
        self.recognizer = recognizer
        self._pieces: _StrokeCache[Piece] = _StrokeCache(_REMEMBERED)
        self._whole_pieces: _StrokeCache[Piece] = _StrokeCache(_REMEMBERED)
        self._rows: _StrokeCache[Row | None] = _StrokeCache(_REMEMBERED)
        self._digits: _StrokeCache[tuple[Scores, Stages]] = _StrokeCache(_REMEMBERED)

    def read_ink(
        self,
        ink: Ink,
        corrections: Corrections = _NOTHING_SAID,
        *,
        punctuation: bool = True,
    ) -> Reading:
        """Return the digits of a drawing; an empty reading for a blank one.

        Strokes that ``corrections`` name together are exactly one digit, whatever the model says.
        Without ``punctuation`` no stroke is a decimal point, comma or minus sign.
        """
        said = corrections.relevant(ink).entries
        named = {id(stroke) for entry in said for stroke in entry.strokes}
        groups: list[tuple[Stroke, ...]]
        groups = [(stroke,) for stroke in ink.strokes if id(stroke) not in named]
        pieces = [self._pieces.get(group, self._piece) for group in groups]
        pieces += [self._whole_pieces.get(entry.strokes, whole_piece_of) for entry in said]
        groups += [entry.strokes for entry in said]
        labels: list[int | None] = [None] * (len(groups) - len(said))
        labels += [entry.label for entry in said]
        numbers = {id(stroke): number for number, stroke in enumerate(ink.strokes)}

        def indices(run: Run) -> Run:
            return tuple(sorted(numbers[id(stroke)] for i in run for stroke in groups[i]))

        def score(run: Run) -> Likeness:
            scores, _ = self._read_strokes([groups[i][0] for i in run])
            habit = stroke_habit(scores.digit, len(run))
            return Likeness(_plausibility(scores) * habit, 1 - scores.digit_score)

        def digit(item: Found) -> DigitReading:
            found = _judged(self._ink_digit(ink, indices(item.run)), item)
            truth = labels[item.run[0]]
            return found if truth is None else replace(found, truth=truth)

        def candidate(item: Found) -> Candidate:
            is_settled = item.size < 0.5 or pieces[item.run[0]].is_whole
            likeness = Likeness(1.0, 0.0) if is_settled else score(item.run)
            return Candidate(tuple(pieces[i] for i in item.run), likeness, is_settled)

        def row(line: list[Found]) -> tuple[DigitReading, ...]:
            candidates = [candidate(item) for item in line]
            digits: list[DigitReading] = []
            done = 0
            for stretch in doubtful_stretches(candidates):
                numbers = indices(
                    tuple(i for item in line[stretch.start : stretch.stop] for i in item.run)
                )
                limit = keeping_cost(candidates[stretch.start : stretch.stop])
                divided = self._divided(ink, numbers, limit)
                if divided:
                    digits.extend(map(digit, line[done : stretch.start]))
                    digits.extend(divided)
                    done = stretch.stop
            digits.extend(map(digit, line[done:]))
            return _with_clear_marks(digits)

        return Reading(tuple(map(row, find_digits(pieces, score, punctuation=punctuation))))

    def split(self, strokes: tuple[Stroke, ...]) -> Division | None:
        """Return the best division of strokes into two digits, left to right; None if none is.

        A stroke is cut only where that makes better digits than keeping all strokes whole; its
        parts are new strokes.
        """

        def score(division: Division) -> float:
            return math.prod(_plausibility(self._score(side)[0]) for side in division)

        whole = max(((score(d), d) for d in divisions_between(strokes)), key=_first, default=None)
        cut = max(((score(d), d) for d in divisions_through(strokes)), key=_first, default=None)
        if whole is None or (cut is not None and cut[0] > _CUT_WORTH * whole[0]):
            return None if cut is None else cut[1]
        return whole[1]

    def read_picture(self, gray: NDArray[np.uint8], *, punctuation: bool = True) -> Reading:
        """Return the digits of a grayscale picture (height, width), uint8, either polarity.

        Without ``punctuation`` nothing in it is a decimal point, comma or minus sign.

        Raises:
            EmptyDrawingError: If it holds no ink.
        """
        parts = take_apart(extract_ink(gray))
        if not parts.pieces:
            raise EmptyDrawingError("There is no ink in this picture.")
        found: dict[Run, DigitReading] = {}

        def digit(run: Run) -> DigitReading:
            if run not in found:
                found[run] = self._part_digit(gray, parts, run)
            return found[run]

        def score(run: Run) -> Likeness:
            scores = digit(run).scores
            return Likeness(_plausibility(scores), 1 - scores.digit_score)

        def row(line: list[Found]) -> tuple[DigitReading, ...]:
            found = []
            for item in line:
                pieces = tuple(parts.pieces[i] for i in item.run)
                candidate = Candidate(pieces, score(item.run), is_settled=item.size < 0.5)
                cut = []
                if doubtful_stretches([candidate]):
                    cut = self._cut_part(gray, parts, item.run, keeping_cost([candidate]))
                found.extend(cut or [_judged(digit(item.run), item)])
            return _with_clear_marks(found)

        lines = find_digits(parts.pieces, score, punctuation=punctuation)
        return Reading(tuple(map(row, lines)))

    def read_ink_digit(self, ink: Ink) -> DigitReading:
        """Return the whole drawing read as one digit.

        Raises:
            EmptyDrawingError: If the drawing is blank.
        """
        return self._ink_digit(ink, tuple(range(len(ink.strokes))))

    def read_picture_digit(self, gray: NDArray[np.uint8]) -> DigitReading:
        """Return the whole picture read as one digit.

        Raises:
            EmptyDrawingError: If it holds no ink.
        """
        stages = preprocess_gray(gray)
        return DigitReading(self.recognizer.recognize(stages.field), stages, stages.box)

    def _ink_digit(self, ink: Ink, run: Run) -> DigitReading:
        chosen = Ink(tuple(ink.strokes[index] for index in run))
        scores, stages = self._read_strokes(chosen.strokes)
        return DigitReading(scores, stages, chosen.bounds, run)

    def _divided(self, ink: Ink, numbers: Run, limit: float) -> list[DigitReading]:
        """Return the touching digits that strokes hold; none where that costs up to ``limit``."""

        def cost(strokes: tuple[Stroke, ...]) -> float:
            scores, _ = self._read_strokes(strokes)
            habit = stroke_habit(scores.digit, len(strokes))
            return -math.log(max(_plausibility(scores) * habit, 1e-9))

        row = self._rows.get(tuple(ink.strokes[i] for i in numbers), lambda s: divide(s, cost))
        if row is None or row.cost >= limit:
            return []
        drawn = {id(stroke) for stroke in ink.strokes}
        return [
            DigitReading(
                *self._read_strokes(strokes),
                Ink(strokes).bounds,
                tuple(numbers[i] for i in own),
                cut=strokes if any(id(stroke) not in drawn for stroke in strokes) else (),
            )
            for strokes, own in zip(row.digits, row.numbers, strict=True)
        ]

    def _part_digit(self, gray: NDArray[np.uint8], parts: Parts, run: Run) -> DigitReading:
        ink, corner = parts.cut_out(run)
        return self._bitmap_digit(gray, ink, corner)

    def _bitmap_digit(
        self, gray: NDArray[np.uint8], ink: NDArray[np.uint8], corner: tuple[int, int]
    ) -> DigitReading:
        left, top = corner
        stages = preprocess_bitmap(ink)
        height, width = ink.shape
        box = stages.box.moved(left, top)
        stages = replace(stages, gray=gray[top : top + height, left : left + width])
        return DigitReading(self.recognizer.recognize(stages.field), stages, box)

    def _cut_part(
        self, gray: NDArray[np.uint8], parts: Parts, run: Run, limit: float
    ) -> list[DigitReading]:
        """Return the touching digits that parts hold; none where that costs up to ``limit``."""

        def cost(ink: NDArray[np.uint8]) -> float:
            scores = self.recognizer.recognize(preprocess_bitmap(ink).field)
            return -math.log(max(_plausibility(scores), 1e-9))

        ink, (left, top) = parts.cut_out(run)
        x, y, right, bottom = ink_extent(ink)
        found = divide_bitmap(ink[y:bottom, x:right], cost)
        if found is None or found[1] >= limit:
            return []
        corner = (left + x, top + y)
        return [self._bitmap_digit(gray, bitmap, corner) for bitmap in found[0]]

    def _read_strokes(self, strokes: Sequence[Stroke]) -> tuple[Scores, Stages]:
        return self._digits.get(tuple(strokes), self._score)

    def _score(self, strokes: tuple[Stroke, ...]) -> tuple[Scores, Stages]:
        stages = preprocess_ink(Ink(strokes))
        return self.recognizer.recognize(stages.field), stages

    @staticmethod
    def _piece(strokes: tuple[Stroke, ...]) -> Piece:
        return piece_of(strokes[0])


def _with_clear_marks(line: Sequence[DigitReading]) -> tuple[DigitReading, ...]:
    """Return a line in which marks that have no digit beside them are nothing."""

    def is_digit(place: int) -> bool:
        return 0 <= place < len(line) and line[place].value is not None

    def is_clear(place: int) -> bool:
        is_first = place == 0 and line[place].mark == MINUS
        return is_digit(place + 1) and (is_first or is_digit(place - 1))

    return tuple(
        replace(item, mark="") if item.mark and not is_clear(place) else item
        for place, item in enumerate(line)
    )


def _judged(digit: DigitReading, found: Found) -> DigitReading:
    """Return a digit as it is, or as none where its neighbours show that it is too small."""
    if found.size >= 0.5:
        return digit
    scores = digit.scores
    lower = Scores(scores.probabilities, scores.digit_score * found.size, is_digit=False)
    return replace(digit, scores=lower, mark=found.mark)


def _plausibility(scores: Scores) -> float:
    """Return how probable it is that this is a digit and the one that it seems to be."""
    return scores.digit_score * scores.confidence


def _first(pair: tuple[float, Division]) -> float:
    return pair[0]


class _StrokeCache(Generic[_Value]):
    """What was found for groups of strokes, the longest unused forgotten first.

    Strokes are told apart by identity: comparing them would go through all their points. Each
    entry holds its strokes, so that no other can get the same identity meanwhile.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[tuple[int, ...], tuple[tuple[Stroke, ...], _Value]]
        self._entries = OrderedDict()

    def get(
        self, strokes: tuple[Stroke, ...], find: Callable[[tuple[Stroke, ...]], _Value]
    ) -> _Value:
        """Return what is remembered of these strokes, or what ``find`` says of them."""
        key = tuple(map(id, strokes))
        entry = self._entries.get(key)
        if entry is None:
            entry = (strokes, find(strokes))
            self._entries[key] = entry
            if len(self._entries) > self._size:
                self._entries.popitem(last=False)
        else:
            self._entries.move_to_end(key)
        return entry[1]
