import pytest

from model.segmentation.sizes import height_of_digits, likely_digits
from tests.model.segmentation.shapes import line, ring

DIGITS = [ring(x, 0, 60, 100) for x in (0, 100, 200)]
SCRIBBLE = line((300, -200), (600, 200), (320, 150), (650, -180))


def test_a_scribble_does_not_make_digits_seem_small() -> None:
    pieces = [*DIGITS, SCRIBBLE]
    assert height_of_digits(range(4), pieces, {0, 1, 2}) == pytest.approx(100, rel=0.01)
    assert height_of_digits([0, 3], pieces, {0}) == pytest.approx(100, rel=0.01)


def test_strokes_of_a_digit_may_be_much_taller_than_a_digit_that_is_likely_by_itself() -> None:
    pieces = [ring(0, 40, 40, 60), line((100, 0), (100, 100))]
    assert height_of_digits(range(2), pieces, {0}) == pytest.approx(100)


def test_where_nothing_is_a_digit_all_ink_tells() -> None:
    assert height_of_digits(range(2), [DIGITS[0], SCRIBBLE], ()) == pytest.approx(400)


def test_only_what_is_likely_by_itself_is_taken_for_a_digit() -> None:
    assert likely_digits([*DIGITS, SCRIBBLE], lambda index: 0.9 if index < 2 else 0.2) == [0, 1]


def test_of_a_scribble_of_many_strokes_nobody_is_asked() -> None:
    def never(index: int) -> float:
        raise AssertionError(f"asked about {index}")

    assert likely_digits([SCRIBBLE] * 500, never) == []


def test_a_dot_that_looks_like_a_one_does_not_tell_how_tall_digits_are() -> None:
    assert likely_digits([DIGITS[0], line((30, -30), (31, -20))], lambda index: index * 0.9) == []
