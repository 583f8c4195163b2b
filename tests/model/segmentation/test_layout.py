from dataclasses import replace

import pytest

from model.segmentation.layout import find_digits
from model.segmentation.partition import Likeness, Run
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


def test_a_digit_a_third_as_tall_as_its_neighbours_is_one() -> None:
    pieces = [ring(0, 0, 60, 100), ring(90, 60, 25, 35), ring(150, 0, 60, 100)]
    [found] = find_digits(pieces, lambda run: likeness(0.9 if len(run) == 1 else 0.1))
    assert [item.run for item in found] == [(0,), (1,), (2,)]
    assert all(item.size > 0.9 for item in found)


def test_a_scribble_does_not_make_the_digits_beside_it_too_small() -> None:
    digits = [ring(x, 0, 60, 100) for x in (0, 100, 200)]
    scribble = line((350, -200), (700, 350), (370, 300), (750, -180))

    def score(run: Run) -> Likeness:
        return likeness(0.95 if len(run) == 1 and run[0] < 3 else 0.01)

    [found] = find_digits([*digits, scribble], score)
    assert [item.run for item in found] == [(0,), (1,), (2,), (3,)]
    assert all(item.size > 0.99 for item in found)


def test_what_is_alone_has_the_right_size_however_small() -> None:
    for piece in (ring(0, 0, 2, 3), line((5, 5)), line((0, 0), (50, 0))):
        [[found]] = find_digits([piece], lambda run: likeness(0.9))
        assert found.size > 0.99 or piece.box.long_side == 0


def test_what_is_known_to_be_one_digit_is_alone_in_its_place() -> None:
    stem, nought = line((100, 0), (102, 100)), ring(0, 0, 60, 100)
    bar = replace(line((80, 50), (120, 50)), is_whole=True)
    [found] = find_digits([stem, nought, bar], lambda run: likeness(0.9))
    assert sorted(item.run for item in found) == [(0,), (1,), (2,)]
