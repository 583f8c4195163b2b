import numpy as np

from model.corrections import NOT_A_DIGIT, Corrections
from model.geometry import Box
from model.images import Picture, from_rgba
from model.ink import Ink, Stroke, StrokePoint
from model.reading import Reading
from tests.model.readings import read, stroke


def moved(other: Stroke, dx: float) -> Stroke:
    points = (StrokePoint(p.x + dx, p.y, p.pressure, p.time_ms) for p in other.points)
    return Stroke(tuple(points))


def picture() -> Picture:
    return from_rgba(np.full((8, 8, 4), 255, np.uint8))


A, B, C = stroke(0, 0), stroke(50, 100), stroke(90, 200)


def test_a_label_is_put_on_the_digit_of_exactly_these_strokes() -> None:
    said = Corrections().with_label((B, A), 7)
    reading = said.labelled(Reading(((read(0, 1), read(2)),)), Ink((A, B, C)))
    assert [digit.truth for digit in reading.digits] == [7, None]
    assert reading.text == "73"
    other = said.labelled(Reading(((read(0), read(1, 2)),)), Ink((A, B, C)))
    assert other.text == "33"


def test_what_is_said_to_be_no_digit_is_left_out_of_the_text() -> None:
    said = Corrections().with_label((A,), NOT_A_DIGIT)
    reading = said.labelled(Reading(((read(0), read(1)),)), Ink((A, B)))
    assert reading.digits[0].value is None
    assert reading.text == "3"


def test_a_label_of_before_is_taken_off() -> None:
    labelled = Corrections().with_label((A,), 7).labelled(Reading(((read(0),),)), Ink((A,)))
    assert Corrections().labelled(labelled, Ink((A,))).text == "3"


def test_saying_more_of_a_stroke_replaces_what_was_said() -> None:
    said = Corrections().with_label((A,), 7).with_label((A,), 1)
    assert [entry.label for entry in said.entries] == [1]
    merged = said.with_label((C,), 5).merged((A,), (B,))
    assert [(entry.strokes, entry.label) for entry in merged.entries] == [((C,), 5), ((A, B), None)]
    split = merged.split((A, B), ((A,), (B,)))
    assert [entry.strokes for entry in split.entries] == [(C,), (A,), (B,)]
    assert split.without((C, B)).entries == (split.entries[1],)


def test_halves_of_one_stroke_merge_into_that_stroke() -> None:
    assert Corrections().merged((A,), (A,)).entries[0].strokes == (A,)


def test_only_what_is_wholly_there_is_relevant_and_it_comes_back() -> None:
    said = Corrections().with_label((A, B), 4)
    assert said.relevant(Ink((A, B, C))).entries == said.entries
    assert not said.relevant(Ink((A, C))).entries
    assert said.relevant(Ink((B, A))).entries == said.entries


def test_a_moved_digit_keeps_what_was_said_of_it() -> None:
    said = Corrections().with_label((A, B), 4)
    there = Ink((moved(A, 33.3), moved(B, 33.3), C))
    (entry,) = said.relevant(there).entries
    assert entry.strokes == there.strokes[:2]
    assert entry.label == 4
    assert entry.key == said.entries[0].key


def test_a_digit_in_a_picture_is_told_by_its_place() -> None:
    page, other = picture(), picture()
    left, right = Box(0, 0, 9, 9), Box(20, 0, 9, 9)
    reading = Reading(((read(box=left), read(box=right)),))
    said = Corrections().with_picture_label(page, right, 8)
    assert said.labelled(reading, page).text == "38"
    assert said.labelled(reading, other).text == "33"
    assert said.with_picture_label(page, right, 9).labelled(reading, page).text == "39"
    assert said.with_picture_label(page, right, None).labelled(reading, page).text == "33"
    assert not said.relevant(Ink((A,))).pictures
