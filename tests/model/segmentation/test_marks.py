from dataclasses import replace

import numpy as np
import pytest

from model.segmentation.marks import find_marks
from model.segmentation.pieces import Piece
from tests.model.segmentation.shapes import line, ring

LEFT, RIGHT = ring(0, 0, 60, 100), ring(110, 0, 60, 100)
POINT = line((84, 95), (86, 98))
COMMA = line((87, 92), (87, 105), (82, 120))
DASH = line((70, 50), (100, 52))


def marks(*pieces: Piece) -> dict[int, str]:
    order = sorted(range(len(pieces)), key=lambda index: pieces[index].box.center[0])
    return find_marks(order, pieces, 100.0)


def test_a_speck_at_the_foot_between_digits_is_a_decimal_point() -> None:
    assert marks(LEFT, RIGHT, POINT) == {2: "."}
    assert marks(LEFT, RIGHT, line((85, 97))) == {2: "."}


def test_a_tail_that_reaches_below_the_digits_is_a_comma() -> None:
    assert marks(LEFT, RIGHT, COMMA) == {2: ","}


def test_a_dash_at_half_height_is_a_minus_between_digits_and_before_them() -> None:
    spaced = line((75, 50), (97, 52))
    assert marks(LEFT, ring(115, 0, 60, 100), line((74, 50), (102, 52))) == {2: "-"}
    assert marks(RIGHT, DASH) == {1: "-"}
    assert marks(LEFT, RIGHT, spaced) == {}  # too short
    assert marks(LEFT, DASH) == {}


@pytest.mark.parametrize("shift", [(0, -45), (0, 45), (-45, 0), (150, 0), (700, 0)])
def test_a_speck_elsewhere_is_nothing(shift: tuple[float, float]) -> None:
    assert marks(LEFT, RIGHT, line(*(POINT.outline + np.array(shift)))) == {}


def test_what_touches_a_digit_is_part_of_it() -> None:
    seven = line((0, 0), (60, 0), (20, 100))
    assert marks(seven, line((20, 50), (60, 52)), RIGHT) == {}
    assert marks(LEFT, RIGHT, line((52, 90), (62, 120))) == {}


def test_what_a_person_named_is_no_mark() -> None:
    assert marks(LEFT, RIGHT, replace(POINT, is_whole=True)) == {}


def test_a_bar_or_one_is_no_mark() -> None:
    assert marks(LEFT, line((85, 0), (85, 100)), RIGHT) == {}
    assert marks(LEFT, line((65, 2), (105, 0)), RIGHT) == {}
