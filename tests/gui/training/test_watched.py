from dataclasses import replace

from gui.training.watched import watched_drawings
from model.inkml import read_inkml
from model.paths import asset
from model.samples.field import field_of
from model.samples.sample import NOT_A_DIGIT, NewSample, Source


def sample(label: int, digit: int) -> NewSample:
    ink = read_inkml(asset("strokes", f"{digit}.inkml"))
    return NewSample(label=label, profile="Me", source=Source.TEACH, ink=ink)


def test_without_samples_the_programs_own_drawings_are_watched() -> None:
    found = watched_drawings(())

    assert [item.digit for item in found] == list(range(10))
    assert not any(item.is_own for item in found)
    assert found[4].field == field_of(sample(4, 4)).tobytes()


def test_the_newest_sample_of_a_digit_stands_for_it() -> None:
    older, newer, scribble = sample(3, 8), sample(3, 5), sample(NOT_A_DIGIT, 1)

    found = watched_drawings([older, newer, scribble])

    assert [item.is_own for item in found] == [digit == 3 for digit in range(10)]
    assert found[3].field == field_of(newer).tobytes()


def test_a_damaged_sample_is_replaced_by_an_example() -> None:
    broken = replace(sample(3, 3), ink=None, picture=b"\x89PNG\r\n\x1a\nbroken")

    assert not watched_drawings([broken])[3].is_own
