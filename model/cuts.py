"""Cuts a drawing between touching digits for good, so that each has strokes of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.ink import Ink, Stroke
from model.reading import Reading


@dataclass(frozen=True, slots=True)
class Parted:
    """A drawing in which one digit of its reading shares no stroke with another.

    Attributes:
        strokes: The drawing.
        own: The strokes of the digit.
        others: The strokes of each other digit that it shared strokes with.
    """

    strokes: tuple[Stroke, ...]
    own: tuple[Stroke, ...]
    others: tuple[tuple[Stroke, ...], ...] = ()

    def cut_into(self, parts: Sequence[tuple[Stroke, ...]]) -> tuple[Stroke, ...]:
        """Return the drawing with the digit cut into ``parts``: whole strokes or pieces of them."""
        pieces = [stroke for digit in parts for stroke in digit]
        own, kept = {id(stroke) for stroke in self.own}, {id(stroke) for stroke in pieces}
        gone = own - kept
        if not gone:
            return self.strokes
        first = next(place for place, stroke in enumerate(self.strokes) if id(stroke) in gone)
        after = [stroke for stroke in self.strokes[first:] if id(stroke) not in gone]
        return (*self.strokes[:first], *(s for s in pieces if id(s) not in own), *after)


def part(strokes: Sequence[Stroke], read: Ink, reading: Reading, index: int) -> Parted | None:
    """Return a drawing in which a digit has strokes of its own, or None where it is gone.

    Args:
        strokes: The drawing as it is now.
        read: The drawing that was read.
        reading: What was read in it.
        index: Of the digit in the reading.
    """
    sharing = _sharing(reading, index)
    digits = reading.digits
    old = {number for digit in sharing for number in digits[digit].strokes}
    wanted = {id(read.strokes[number]) for number in old}
    if not wanted <= {id(stroke) for stroke in strokes}:
        return None
    own = digits[index].cut or tuple(read.strokes[number] for number in digits[index].strokes)
    if not digits[index].cut:
        return Parted(tuple(strokes), own)
    others = tuple(digits[digit].cut for digit in sharing if digit != index)
    first = next(place for place, stroke in enumerate(strokes) if id(stroke) in wanted)
    after = [stroke for stroke in strokes[first:] if id(stroke) not in wanted]
    pieces = [piece for digit in sharing for piece in digits[digit].cut]
    return Parted((*strokes[:first], *pieces, *after), own, others)


def _sharing(reading: Reading, index: int) -> list[int]:
    """Return the digits that share strokes with one, itself included, in reading order."""
    digits = reading.digits
    found, strokes = {index}, set(digits[index].strokes)
    if not digits[index].cut:
        return [index]
    while True:
        more = {
            place
            for place, digit in enumerate(digits)
            if digit.cut and not strokes.isdisjoint(digit.strokes)
        }
        if more <= found:
            return sorted(found)
        found |= more
        strokes |= {number for place in found for number in digits[place].strokes}
