from collections.abc import Sequence

import numpy as np

from model.segmentation import lines
from model.segmentation.pieces import Piece
from tests.model.segmentation.shapes import line, ring


def split_lines(pieces: Sequence[Piece]) -> list[list[int]]:
    return lines.split_lines(pieces, 100.0)


def test_nothing_has_no_lines() -> None:
    assert split_lines([]) == []
    assert split_lines([ring(0, 0, 60, 100)]) == [[0]]


def test_a_line_is_read_from_left_to_right_whatever_was_drawn_first() -> None:
    assert split_lines([ring(200, 5, 60, 100), ring(0, 0, 60, 90), ring(100, -5, 60, 110)]) == [
        [1, 2, 0]
    ]


def test_lines_are_read_from_top_to_bottom() -> None:
    lower = [ring(x, 150, 60, 100) for x in (0, 100, 200)]
    upper = [ring(x, 0, 60, 100) for x in (20, 120)]
    assert split_lines([*lower, *upper]) == [[3, 4], [0, 1, 2]]


def test_lines_may_slope_until_the_first_digit_of_one_is_level_with_the_last_of_another() -> None:
    slope = [ring(90 * i, 22 * i, 60, 100) for i in range(7)]
    below = [ring(90 * i, 150 + 22 * i, 60, 100) for i in range(7)]
    pieces = [piece for pair in zip(slope, below, strict=True) for piece in pair]
    assert split_lines(pieces) == [list(range(0, 14, 2)), list(range(1, 14, 2))]


def test_low_pieces_belong_to_what_is_nearest() -> None:
    upper, lower = ring(0, 0, 60, 100), ring(0, 160, 60, 100)
    comma, bar = line((75, 95), (70, 110)), line((10, 150), (50, 150))
    first, second = split_lines([upper, lower, comma, bar])
    assert first == [0, 2]
    assert sorted(second) == [1, 3]


def test_parts_stacked_into_one_digit_are_one_line() -> None:
    assert split_lines([ring(0, 0, 50, 48), ring(0, 50, 50, 50)]) == [[0, 1]]
    angle, stem = line((30, 0), (0, 50), (60, 50)), line((40, 45), (40, 100))
    assert split_lines([angle, stem]) == [[0, 1]]


def test_rings_well_apart_are_two_lines() -> None:
    assert split_lines([ring(0, 0, 50, 48), ring(0, 75, 50, 50)]) == [[0], [1]]


def test_two_lines_of_numbers_that_touch_somewhere_stay_two() -> None:
    upper = [ring(x, 0, 60, 100) for x in (0, 100, 200, 300)]
    lower = [ring(x, 130, 60, 100) for x in (0, 100, 200)]
    touching = ring(300, 101, 60, 100)
    assert [len(row) for row in split_lines([*upper, *lower, touching])] == [4, 4]


def test_smaller_numbers_under_a_larger_one_are_lines_of_their_own() -> None:
    upper = [ring(x, 0, 60, 100) for x in (0, 100, 200)]
    lower = [ring(x, 130, 20, 35) for x in (10, 40, 70)]
    lowest = [ring(x, 190, 20, 35) for x in (10, 40, 70)]
    assert split_lines([*upper, *lowest, *lower]) == [[0, 1, 2], [6, 7, 8], [3, 4, 5]]


def test_a_small_digit_beside_large_ones_is_on_their_line() -> None:
    assert split_lines([ring(0, 0, 60, 100), ring(90, 60, 25, 40), ring(150, 0, 60, 100)]) == [
        [0, 1, 2]
    ]


def test_what_stands_beside_two_lines_does_not_make_them_one() -> None:
    lower = [ring(x, 150, 60, 100) for x in (0, 100, 200)]
    upper = [ring(x, 0, 60, 100) for x in (0, 100, 200)]
    beside = line((-200, -20), (-60, 250), (-190, 260))
    first, second = split_lines([*upper, *lower, beside])
    assert first == [6, 0, 1, 2] or second == [6, 3, 4, 5]
    assert {0, 1, 2} <= set(first)
    assert {3, 4, 5} <= set(second)


def test_every_piece_is_on_exactly_one_line() -> None:
    rng = np.random.default_rng(4)
    for _ in range(30):
        pieces = [
            ring(*rng.uniform(0, 500, 2), *rng.uniform(0.5, 150, 2))
            for _ in range(int(rng.integers(1, 40)))
        ]
        pieces += [line((x, x)) for x in rng.uniform(0, 500, 3)]
        found = [index for row in split_lines(pieces) for index in row]
        assert sorted(found) == list(range(len(pieces)))
