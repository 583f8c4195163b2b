import numpy as np
import pytest

from model.geometry import Box
from model.segmentation.apart import groups_apart
from model.segmentation.pieces import Piece


def pieces(*boxes: tuple[float, float, float, float]) -> list[Piece]:
    return [Piece(Box(*box), np.array([[box[0], box[1]]], np.float64)) for box in boxes]


def test_nothing_makes_no_groups() -> None:
    assert groups_apart([]) == []


@pytest.mark.parametrize(
    ("boxes", "groups"),
    [
        ([(0, 0, 60, 100)], [(0,)]),
        ([(0, 0, 60, 100), (70, 0, 40, 5)], [(0, 1)]),
        ([(0, 0, 60, 100), (200, 0, 10, 10)], [(0,), (1,)]),
        ([(0, 0, 60, 100), (20, 400, 10, 10), (65, 90, 9, 9)], [(0, 2), (1,)]),
    ],
    ids=["one", "bar beside", "hole far away", "both"],
)
def test_what_is_far_away_is_apart(
    boxes: list[tuple[float, float, float, float]], groups: list[tuple[int, ...]]
) -> None:
    assert groups_apart(pieces(*boxes)) == groups


def test_a_row_in_which_each_is_near_the_next_is_one_group() -> None:
    row = pieces(*((i * 90.0, 0.0, 60.0, 100.0) for i in range(5)))

    assert groups_apart(row) == [(0, 1, 2, 3, 4)]
