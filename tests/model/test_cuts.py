from dataclasses import replace

from model.cuts import part
from model.ink import Ink, Stroke
from model.reading import Reading
from tests.model.readings import read, stroke

A, B, C = stroke(0, 0), stroke(50, 100), stroke(90, 200)
LEFT, RIGHT = stroke(50, 100), stroke(53, 104)


def touching() -> Reading:
    """Return a reading in which the second stroke was cut between two digits."""
    first = replace(read(0, 1), cut=(A, LEFT))
    second = replace(read(1), cut=(RIGHT,))
    return Reading(((first, second, read(2)),))


def test_a_digit_with_strokes_of_its_own_leaves_the_drawing_as_it_is() -> None:
    parted = part((A, B, C), Ink((A, B, C)), touching(), 2)
    assert parted is not None
    assert parted.strokes == (A, B, C)
    assert parted.own == (C,)
    assert parted.others == ()


def test_a_stroke_shared_with_a_neighbour_is_cut() -> None:
    parted = part((A, B, C), Ink((A, B, C)), touching(), 1)
    assert parted is not None
    assert parted.strokes == (A, LEFT, RIGHT, C)
    assert parted.own == (RIGHT,)
    assert parted.others == ((A, LEFT),)


def test_what_was_drawn_since_the_reading_stays() -> None:
    new = Stroke.from_xy([(0, 0), (1, 1)])
    parted = part((A, B, C, new), Ink((A, B, C)), touching(), 0)
    assert parted is not None
    assert parted.strokes == (A, LEFT, RIGHT, C, new)


def test_a_digit_that_was_erased_since_cannot_be_parted() -> None:
    assert part((A, C), Ink((A, B, C)), touching(), 1) is None
    assert part((A, B), Ink((A, B, C)), touching(), 2) is None


def test_a_split_that_cuts_no_stroke_leaves_the_drawing_as_it_is() -> None:
    parted = part((A, B, C), Ink((A, B, C)), Reading(((read(0, 1), read(2)),)), 0)
    assert parted is not None
    assert parted.cut_into(((A,), (B,))) == (A, B, C)


def test_a_split_through_a_stroke_puts_its_parts_in_its_place() -> None:
    parted = part((A, B, C), Ink((A, B, C)), Reading(((read(0, 1), read(2)),)), 0)
    assert parted is not None
    assert parted.cut_into(((A, LEFT), (RIGHT,))) == (A, LEFT, RIGHT, C)
