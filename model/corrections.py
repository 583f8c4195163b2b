"""What a person said about a drawing or picture: which strokes are one digit, and which digit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from model.geometry import Box
from model.ink import Ink, Stroke
from model.reading import DigitReading, Reading
from model.samples import sample

if TYPE_CHECKING:
    from model.images import Picture

NOT_A_DIGIT: Final = sample.NOT_A_DIGIT
"""The label of strokes that are no digit."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person said about strokes: together they are exactly one digit.

    Strokes never change, so they are told apart by identity: comparing them would go through all
    their points. One that is moved gives way to another with the same signature.

    Attributes:
        strokes: The whole strokes of the digit.
        label: What it is, 0–9 or ``NOT_A_DIGIT``; None where only its strokes were named.
    """

    strokes: tuple[Stroke, ...]
    label: int | None = None

    @property
    def ids(self) -> frozenset[int]:
        """What tells its strokes from all others."""
        return _ids(self.strokes)

    @property
    def key(self) -> tuple[int | None, frozenset[tuple[float, ...]]]:
        """What stays the same when its strokes are moved."""
        return self.label, frozenset(stroke.signature for stroke in self.strokes)


@dataclass(frozen=True, slots=True)
class PictureLabel:
    """What a person said of a digit in a picture; its ink cannot be grouped in another way.

    Attributes:
        picture: The very picture.
        box: Where the digit was found.
        label: 0–9 or ``NOT_A_DIGIT``.
    """

    picture: Picture
    box: Box
    label: int

    @property
    def key(self) -> tuple[Picture, Box, int]:
        """What tells it from all others."""
        return self.picture, self.box, self.label


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that was said; no stroke is in two corrections that hold at the same time.

    Corrections of strokes that were erased stay, so that they hold again when undoing brings the
    strokes back; ``relevant`` leaves them out. Say more only after ``followed``.

    Attributes:
        entries: Of strokes.
        pictures: Of digits in pictures.
    """

    entries: tuple[Correction, ...] = ()
    pictures: tuple[PictureLabel, ...] = ()

    def of(self, strokes: Iterable[Stroke]) -> Correction | None:
        """Return the correction of exactly these strokes, if there is one."""
        wanted = _ids(strokes)
        return next((entry for entry in self.entries if entry.ids == wanted), None)

    def with_label(self, strokes: Iterable[Stroke], label: int) -> Self:
        """Return the corrections once ``strokes`` are said to be one digit, ``label``."""
        return self._with(Correction(tuple(strokes), label))

    def grouped(self, digits: Iterable[tuple[Stroke, ...]]) -> Self:
        """Return the corrections once the strokes of each of ``digits`` are said to be one."""
        return self._with(*map(Correction, digits))

    def merged(self, first: Iterable[Stroke], second: Iterable[Stroke]) -> Self:
        """Return the corrections once two digits are said to be one; their labels are dropped."""
        together = {id(stroke): stroke for stroke in (*first, *second)}
        return self._with(Correction(tuple(together.values())))

    def split(self, strokes: Iterable[Stroke], into: Iterable[tuple[Stroke, ...]]) -> Self:
        """Return the corrections once ``strokes`` are said to be several digits, ``into``."""
        return self.without(strokes).grouped(into)

    def without(self, strokes: Iterable[Stroke]) -> Self:
        """Return the corrections without those of any of ``strokes``."""
        gone = _ids(strokes)
        kept = tuple(entry for entry in self.entries if gone.isdisjoint(entry.ids))
        return replace(self, entries=kept)

    def followed(self, ink: Ink) -> Self:
        """Return the corrections with the strokes as they are in a drawing, where they moved."""
        there = _ids(ink.strokes)
        if all(entry.ids <= there for entry in self.entries):
            return self
        moved = {stroke.signature: stroke for stroke in ink.strokes}

        def followed(entry: Correction) -> Correction:
            now = [moved.get(stroke.signature) for stroke in entry.strokes]
            strokes = tuple(stroke for stroke in now if stroke is not None)
            if entry.ids <= there or len(strokes) < len(now):
                return entry
            return replace(entry, strokes=strokes)

        return replace(self, entries=tuple(map(followed, self.entries)))

    def relevant(self, ink: Ink) -> Self:
        """Return the corrections whose strokes are all in a drawing, and of no picture."""
        if not self.entries:
            return type(self)()
        there = _ids(ink.strokes)
        found = self.followed(ink).entries
        return type(self)(tuple(entry for entry in found if entry.ids <= there))

    def of_picture(self, picture: Picture, box: Box) -> PictureLabel | None:
        """Return what was said of the digit at ``box``, if anything was."""
        found = (said for said in self.pictures if said.picture is picture and said.box == box)
        return next(found, None)

    def with_picture_label(self, picture: Picture, box: Box, label: int | None) -> Self:
        """Return the corrections once a digit of a picture is ``label``; None forgets it."""
        before = self.of_picture(picture, box)
        kept = tuple(said for said in self.pictures if said is not before)
        added = () if label is None else (PictureLabel(picture, box, label),)
        return replace(self, pictures=kept + added)

    def labelled(self, reading: Reading, source: Ink | Picture) -> Reading:
        """Return a reading of ``source`` in which every digit has the label given to it."""
        by_strokes: dict[frozenset[int], int | None] = {}
        if isinstance(source, Ink):
            by_strokes = {entry.ids: entry.label for entry in self.relevant(source).entries}
        by_box = {said.box: said.label for said in self.pictures if said.picture is source}

        def labelled(digit: DigitReading) -> DigitReading:
            label = None
            if not isinstance(source, Ink):
                label = by_box.get(digit.box)
            elif by_strokes and not digit.cut:
                label = by_strokes.get(_ids(source.strokes[index] for index in digit.strokes))
            return digit if digit.truth == label else replace(digit, truth=label)

        return Reading(tuple(tuple(map(labelled, line)) for line in reading.lines))

    def _with(self, *added: Correction) -> Self:
        rest = self.without(stroke for entry in added for stroke in entry.strokes)
        return replace(rest, entries=rest.entries + added)


def _ids(strokes: Iterable[Stroke]) -> frozenset[int]:
    return frozenset(map(id, strokes))
