"""What a dragged edge of a digit's frame takes and gives away."""

import numpy as np
import pytest

from model.edges import EdgeMove, Reshaped, Side, reshaped
from model.ink import Stroke

LINE = range(3)


def upright(x: float) -> Stroke:
    return Stroke.from_xy([(x, 0), (x + 10, 50), (x, 100)])


ONE, TWO, THREE = upright(0), upright(100), upright(200)
BAR = Stroke.from_xy([(60, 50), (80, 50)])
DIGITS = [(ONE,), (TWO,), (THREE,)]


def right(x: float, index: int = 0) -> EdgeMove:
    return EdgeMove(index, Side.RIGHT, x)


def left(x: float, index: int) -> EdgeMove:
    return EdgeMove(index, Side.LEFT, x)


@pytest.mark.parametrize(
    ("move", "taken"),
    [
        (right(106), (1,)),
        (right(300), (1, 2)),
        (left(6, 1), ()),
        (left(4, 1), (0,)),
        (left(-9, 2), (0, 1)),
    ],
)
def test_digits_whose_middle_is_passed_are_taken(move: EdgeMove, taken: tuple[int, ...]) -> None:
    found = reshaped(DIGITS, LINE, move)
    assert (() if found is None else found.taken) == taken


def test_an_edge_that_passes_no_middle_changes_nothing() -> None:
    assert reshaped(DIGITS, LINE, right(60)) is None
    assert reshaped(DIGITS, LINE, right(104)) is None
    assert reshaped(DIGITS, LINE, right(9.5)) is None


def test_digits_of_other_lines_are_left_alone() -> None:
    assert reshaped(DIGITS, range(1), right(300)) is None


def test_strokes_whose_middle_is_outside_leave() -> None:
    found = reshaped([(ONE, BAR)], range(1), right(65))
    assert found == Reshaped((), (ONE,), (BAR,))
    assert reshaped([(ONE, BAR)], range(1), left(20, 0)) == Reshaped((), (BAR,), (ONE,))
    assert reshaped([(ONE, BAR)], range(1), right(71)) is None


def test_what_leaves_joins_the_digit_that_it_lies_within() -> None:
    wide = Stroke.from_xy([(50, 0), (120, 100)])
    found = reshaped([(ONE, BAR), (wide,)], range(2), right(65))
    assert found == Reshaped((), (ONE,), (BAR,), 1)


def test_a_single_stroke_is_cut_where_the_edge_crosses_it() -> None:
    stroke = Stroke.from_xy([(0, 0), (100, 0), (100, 40)])
    found = reshaped([(stroke,)], range(1), right(70))
    assert found is not None
    ((kept,), (given,)) = found.kept, found.given
    assert kept.xy.tolist() == [[0, 0], [70, 0]]
    assert given.xy.tolist() == [[70, 0], [100, 0], [100, 40]]


def test_a_stroke_that_crosses_the_edge_often_loses_no_ink_and_leaves_no_crumbs() -> None:
    angles = np.linspace(0, 6 * np.pi, 200)
    loops = np.column_stack([50 + angles * 3 + 30 * np.cos(angles), 50 + 40 * np.sin(angles)])
    stroke = Stroke.from_xy(loops)
    for x in np.linspace(stroke.bounds.x, stroke.bounds.right, 23):
        found = reshaped([(stroke,)], range(1), right(float(x)))
        if found is not None:
            pieces = (*found.kept, *found.given)
            assert sum(piece.length for piece in pieces) == pytest.approx(stroke.length)
            assert min(piece.length for piece in pieces) > 0.02 * stroke.length


def test_a_crumb_at_either_end_stays_with_the_rest() -> None:
    stroke = Stroke.from_xy([(51, 0), (0, 0), (0, 50), (100, 50), (100, 0), (49.5, 0)])
    found = reshaped([(stroke,)], range(1), right(50))
    assert found is not None
    assert len(found.kept) == len(found.given) == 1
    assert found.kept[0].points[0] == stroke.points[0]
    assert found.given[0].points[-1] == stroke.points[-1]


def test_an_edge_beyond_the_other_edge_and_a_dot_change_nothing() -> None:
    dot = Stroke.from_xy([(5, 5)])
    for x in (-50.0, 5.0, 4.0):
        assert reshaped([(dot,)], range(1), right(x)) is None
    assert reshaped([(ONE,)], range(1), right(-50)) is None
