"""A drawing or a picture in, a reading out: the way that every caller takes."""

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.clean import extract_ink
from model.corrections import Corrections
from model.errors import EmptyDrawingError
from model.geometry import Box
from model.ink import Ink, Stroke
from model.inkreader import InkReader
from model.preprocess import ink_extent, preprocess_bitmap
from model.reading import DigitReading, Reading, Scores
from model.recognizer import Recognizer
from model.segmentation.apart import groups_apart
from model.segmentation.blobs import divide_bitmap
from model.segmentation.division import Division, divisions_between, divisions_through
from model.segmentation.doubt import Candidate, keeping_cost, may_hold_more
from model.segmentation.layout import Found, find_digits
from model.segmentation.partition import Likeness, Run
from model.segmentation.parts import Parts, take_apart
from model.segmentation.strokes import simplicity, way_excess
from model.verdict import judged, likeness, with_clear_marks

_CUT_WORTH: Final = 2.0
"""How many times more probable digits must be for a stroke to be cut that need not be."""

_BROKEN: Final = 1.5
"""What it costs, for each further part, that a digit is broken in a picture: between a stroke more
that a four usually has and one that a three never has."""

_MOST_GROUPS: Final = 8
"""Most things in a picture of one digit that are looked at."""

_NOTHING_SAID: Final = Corrections()


class Reader:
    """Reads drawings and pictures with one model.

    While a number is being written, only what the pen changed is read again: strokes never
    change, so what was found for a group of them is kept. Not safe to share between threads.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        """Read with ``recognizer``."""
        self.recognizer = recognizer
        self._ink = InkReader(recognizer)

    def read_ink(
        self,
        ink: Ink,
        corrections: Corrections = _NOTHING_SAID,
        *,
        punctuation: bool = True,
        pen_is_down: bool = False,
    ) -> Reading:
        """Return the digits of a drawing; an empty reading for a blank one.

        Strokes that ``corrections`` name together are exactly one digit, whatever the model says.
        Without ``punctuation`` no stroke is a decimal point, comma or minus sign. While
        ``pen_is_down`` the newest stroke is not finished, and is not yet cut into touching digits.
        """
        return self._ink.read(ink, corrections, punctuation=punctuation, pen_is_down=pen_is_down)

    def split(self, strokes: tuple[Stroke, ...]) -> Division | None:
        """Return the best division of strokes into two digits, left to right; None if none is.

        A stroke is cut only where that makes better digits than keeping all strokes whole; its
        parts are new strokes.
        """

        def score(division: Division) -> float:
            found = (self._likeness(self._ink.look_at(side)[0]) for side in division)
            return math.prod(one.digit for one in found)

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
            rarity = simplicity(scores.digit) + _BROKEN * (len(run) - 1)
            return replace(self._likeness(scores), rarity=rarity)

        def row(line: list[Found]) -> tuple[DigitReading, ...]:
            found = []
            for item in line:
                pieces = tuple(parts.pieces[i] for i in item.run)
                way = sum(piece.length for piece in pieces)
                long_side = Box.around(piece.box for piece in pieces).long_side
                excess = way_excess(digit(item.run).scores.digit, way, long_side)
                candidate = Candidate(pieces, score(item.run), excess, is_settled=item.size < 0.5)
                cut = []
                if may_hold_more([candidate]):
                    cut = self._cut_part(gray, parts, item.run, keeping_cost([candidate]))
                found.extend(cut or [judged(digit(item.run), item)])
            return with_clear_marks(found)

        lines = find_digits(parts.pieces, score, punctuation=punctuation)
        return Reading(tuple(map(row, lines)))

    def read_ink_digit(self, ink: Ink) -> DigitReading:
        """Return the whole drawing read as one digit.

        Raises:
            EmptyDrawingError: If the drawing is blank.
        """
        if ink.is_blank:
            raise EmptyDrawingError("There is no ink in this drawing.")
        return self._ink.read_digit(ink.strokes)

    def read_picture_digit(self, gray: NDArray[np.uint8]) -> DigitReading:
        """Return the whole picture read as one digit.

        Of things that lie far from each other, the holes of the paper or a finger, it is the one
        that looks most like a digit.

        Raises:
            EmptyDrawingError: If it holds no ink.
        """
        ink = extract_ink(gray)
        parts = take_apart(ink)
        groups = groups_apart(parts.pieces)[:_MOST_GROUPS]
        if len(groups) < 2:
            return self._bitmap_digit(gray, ink, (0, 0))
        found = (self._part_digit(gray, parts, group) for group in groups)
        return max(found, key=lambda digit: digit.scores.digit_score)

    def _likeness(self, scores: Scores) -> Likeness:
        return likeness(scores, self.recognizer.bundle.card.threshold)

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
            return -math.log(max(self._likeness(scores).digit, 1e-9))

        ink, (left, top) = parts.cut_out(run)
        x, y, right, bottom = ink_extent(ink)
        found = divide_bitmap(ink[y:bottom, x:right], cost)
        if found is None or found[1] >= limit:
            return []
        corner = (left + x, top + y)
        return [self._bitmap_digit(gray, bitmap, corner) for bitmap in found[0]]


def _first(pair: tuple[float, Division]) -> float:
    return pair[0]
