import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.canvas.eraser import erase, touches
from model.ink import Stroke, StrokePoint

LINE = Stroke(tuple(StrokePoint(x, 0.0, x / 100, x * 10) for x in range(0, 101, 10)))

coordinate = st.floats(-200, 200).map(lambda value: round(value, 2))
position = st.tuples(coordinate, coordinate)


def test_the_middle_of_a_line_leaves_two_ends() -> None:
    left, right = erase((LINE,), (50, 0), (50, 0), 8)
    assert left.points[:5] == LINE.points[:5]
    assert right.points[-5:] == LINE.points[-5:]
    assert left.points[-1].x == pytest.approx(42, abs=1.1)
    assert right.points[0].x == pytest.approx(58, abs=1.1)


def test_pressure_and_time_at_a_cut_lie_between_the_samples() -> None:
    end = erase((LINE,), (50, 0), (50, 0), 8)[0].points[-1]
    assert end.pressure == pytest.approx(end.x / 100, abs=0.02)
    assert end.time_ms == pytest.approx(end.x * 10, abs=20)


def test_a_fast_mouse_is_cut_between_its_samples() -> None:
    sparse = Stroke.from_xy([(0, 0), (100, 0)])
    assert len(erase((sparse,), (50, -30), (50, 30), 5)) == 2


def test_the_way_counts_and_not_only_its_ends() -> None:
    strokes = tuple(Stroke.from_xy([(x, -10), (x, 10)]) for x in (20, 50, 80))
    assert len(erase(strokes, (0, 0), (100, 0), 2)) == 6


def test_the_end_of_a_stroke_is_shortened() -> None:
    (left,) = erase((LINE,), (100, 0), (100, 0), 15)
    assert left.points[-1].x == pytest.approx(85, abs=2)


def test_a_whole_stroke_under_the_eraser_goes() -> None:
    small = Stroke.from_xy([(48, 0), (52, 1)])
    assert erase((small, LINE), (50, 0), (50, 0), 9)[:1] != (small,)
    assert erase((small,), (50, 0), (50, 0), 9) == ()


def test_a_dot_goes_when_touched() -> None:
    dot = Stroke((StrokePoint(10, 10),))
    assert erase((dot,), (14, 10), (14, 10), 5) == ()
    assert erase((dot,), (16, 10), (16, 10), 5) == (dot,)


def test_untouched_strokes_are_the_same_objects() -> None:
    far = Stroke.from_xy([(0, 90), (100, 90)])
    strokes = (far, LINE)
    assert erase(strokes, (50, 40), (60, 45), 8) is strokes
    assert erase(strokes, (50, 0), (50, 0), 8)[0] is far


def test_a_stroke_whose_box_is_crossed_but_not_its_line_stays() -> None:
    corner = Stroke.from_xy([(0, 0), (100, 0), (100, 100)])
    strokes = (corner,)
    assert erase(strokes, (20, 80), (20, 80), 10) is strokes


@given(
    samples=st.lists(position, min_size=1, max_size=8),
    start=position,
    end=position,
    radius=st.floats(1, 40),
)
def test_what_is_left_lies_outside_and_on_the_old_stroke(
    samples: list[tuple[float, float]],
    start: tuple[float, float],
    end: tuple[float, float],
    radius: float,
) -> None:
    stroke = Stroke.from_xy(samples)
    left = erase((stroke,), start, end, radius)
    a, way = np.array(start), np.array(end) - start
    for piece in left:
        along = np.clip((piece.xy - a) @ way / max(way @ way, 1e-12), 0, 1)
        distance = np.hypot(*(piece.xy - a - along[:, None] * way).T)
        assert distance.min() > radius
        grown = stroke.bounds.grown(100)  # the curve bulges a little between samples
        assert all(grown.contains(x, y) for x, y in piece.xy)


def test_whole_strokes_go_where_they_are_touched_and_stay_where_not() -> None:
    touched = Stroke.from_xy([(0, 0), (100, 0)])
    other = Stroke.from_xy([(0, 50), (100, 50)])
    assert erase((touched, other), (50, -20), (50, 20), 5, whole=True) == (other,)
    both = (touched, other)
    assert erase(both, (50, 20), (50, 30), 5, whole=True) is both


def test_a_stroke_is_touched_along_its_curve_and_not_in_its_box() -> None:
    diagonal = Stroke.from_xy([(0, 0), (100, 100)])
    assert touches(diagonal, (52, 48), 4)
    assert not touches(diagonal, (90, 10), 4)
    assert not touches(diagonal, (200, 200), 4)
