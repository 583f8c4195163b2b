import pytest

from model.segmentation.layout import find_digits
from tests.model.segmentation.shapes import line, ring


def test_digits_come_line_by_line() -> None:
    pieces = [ring(100, 150, 60, 100), ring(0, 0, 60, 100), ring(0, 150, 60, 100)]
    found = find_digits(pieces, lambda run: 0.9)
    assert [[item.run for item in row] for row in found] == [[(1,)], [(2,), (0,)]]
    assert all(item.size > 0.99 for row in found for item in row)


def test_a_mark_much_smaller_than_its_neighbours_has_not_the_size_of_a_digit() -> None:
    pieces = [ring(0, 0, 60, 100), line((80, 90), (84, 100)), ring(110, 0, 60, 100)]
    [found] = find_digits(pieces, lambda run: 0.9 if len(run) == 1 else 0.1)
    sizes = [item.size for item in found]
    assert sizes == pytest.approx([1, 0, 1], abs=0.01)


def test_what_is_alone_has_the_right_size_however_small() -> None:
    for piece in (ring(0, 0, 2, 3), line((5, 5)), line((0, 0), (50, 0))):
        [[found]] = find_digits([piece], lambda run: 0.9)
        assert found.size > 0.99 or piece.box.long_side == 0
