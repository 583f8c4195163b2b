import pytest

from model.segmentation.linking import boundary_cost, looseness
from tests.model.segmentation.shapes import line, ring

FOUR = [line((30, 0), (0, 60), (70, 60)), line((45, 30), (45, 100))]


def test_the_strokes_of_a_four_hang_together_and_those_of_digits_apart_do_not() -> None:
    apart = [ring(0, 0, 60, 100), ring(110, 0, 60, 100)]
    assert looseness(FOUR, 4, 100.0)[0, 2] < 0.1
    assert (0, 2) not in looseness(apart, 4, 100.0)


def test_a_run_has_no_more_pieces_than_it_may() -> None:
    strokes = [line((8.0 * x, 0), (8.0 * x, 100)) for x in range(5)]
    assert max(end - start for start, end in looseness(strokes, 3, 100.0)) == 3


def test_a_boundary_within_a_digit_costs_more_than_one_between_digits() -> None:
    beside = boundary_cost([ring(0, 0, 60, 100)], [ring(70, 0, 60, 100)], 100.0)
    stacked = boundary_cost([ring(0, 0, 50, 50)], [ring(2, 52, 60, 50)], 100.0)
    assert boundary_cost(FOUR[:1], FOUR[1:], 100.0) > beside >= 0
    assert stacked > beside


def test_nothing_speaks_against_a_boundary_in_a_wide_gap() -> None:
    far = boundary_cost([ring(0, 0, 60, 100)], [ring(120, 20, 60, 100)], 100.0)
    assert far == pytest.approx(0.0)
