from dataclasses import replace

import pytest

from model.segmentation.layout import find_digits
from tests.model.segmentation.shapes import likeness, line, ring


def test_digits_come_line_by_line() -> None:
    pieces = [ring(100, 150, 60, 100), ring(0, 0, 60, 100), ring(0, 150, 60, 100)]
    found = find_digits(pieces, lambda run: likeness(0.9))
    assert [[item.run for item in row] for row in found] == [[(1,)], [(2,), (0,)]]
    assert all(item.size > 0.99 for row in found for item in row)


def test_a_mark_much_smaller_than_its_neighbours_has_not_the_size_of_a_digit() -> None:
    pieces = [ring(0, 0, 60, 100), line((80, 90), (84, 100)), ring(110, 0, 60, 100)]
    [found] = find_digits(pieces, lambda run: likeness(0.9 if len(run) == 1 else 0.1))
    sizes = [item.size for item in found]
    assert sizes == pytest.approx([1, 0, 1], abs=0.01)


def test_what_is_alone_has_the_right_size_however_small() -> None:
    for piece in (ring(0, 0, 2, 3), line((5, 5)), line((0, 0), (50, 0))):
        [[found]] = find_digits([piece], lambda run: likeness(0.9))
        assert found.size > 0.99 or piece.box.long_side == 0


def test_what_is_known_to_be_one_digit_is_alone_in_its_place() -> None:
    stem, nought = line((100, 0), (102, 100)), ring(0, 0, 60, 100)
    bar = replace(line((80, 50), (120, 50)), is_whole=True)
    [found] = find_digits([stem, nought, bar], lambda run: likeness(0.9))
    assert sorted(item.run for item in found) == [(0,), (1,), (2,)]
