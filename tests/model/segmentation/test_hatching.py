from dataclasses import replace

import pytest

from model.segmentation.hatching import hatched_stretches
from model.segmentation.pieces import Piece
from tests.model.segmentation.shapes import line, ring


def row(count: int, apart: float, lean: float = 0.0) -> list[list[Piece]]:
    return [[line((apart * i + lean, 0), (apart * i, 100))] for i in range(count)]


@pytest.mark.parametrize("lean", [-60, 0, 30])
def test_parallel_lines_near_each_other_are_hatching(lean: float) -> None:
    digits = [[ring(-100, 0, 60, 100)]]
    assert hatched_stretches([*digits, *row(5, 18, lean)]) == [range(1, 6)]


def test_ones_as_people_write_them_are_not() -> None:
    assert hatched_stretches(row(6, 40)) == []
    assert hatched_stretches(row(3, 18)) == []


def test_rings_crossing_lines_and_digits_of_two_strokes_are_not() -> None:
    assert hatched_stretches([[ring(20.0 * i, 0, 15, 100)] for i in range(6)]) == []
    crossing = [
        [line((20 * i, 100 * (i % 2)), (20 * i + 40, 100 - 100 * (i % 2)))] for i in range(6)
    ]
    assert hatched_stretches(crossing) == []
    crossed = [
        [*one, line((20.0 * i, 50), (20.0 * i + 10, 50))] for i, one in enumerate(row(6, 20))
    ]
    assert hatched_stretches(crossed) == []


def test_what_a_person_named_is_no_hatching() -> None:
    assert hatched_stretches([[replace(one, is_whole=True)] for [one] in row(6, 18)]) == []
