import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.errors import EmptyDrawingError
from model.geometry import Box
from model.ink import DIGIT_SIDE_PX, SUPERSAMPLING, Ink, Stroke, StrokePoint, rasterise, smooth

SIDE = DIGIT_SIDE_PX * SUPERSAMPLING

SEVEN = np.array([(0.0, 0.0), (60.0, 0.0), (55.0, 30.0), (20.0, 100.0)])


def test_the_bitmap_fills_its_longer_side_and_touches_every_edge() -> None:
    bitmap = rasterise([SEVEN])
    assert max(bitmap.shape) == SIDE
    for edge in (bitmap[0], bitmap[-1], bitmap[:, 0], bitmap[:, -1]):
        assert edge.any()


@settings(max_examples=30, derandomize=True)
@given(st.floats(0.01, 1e4), st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_size_and_place_of_a_drawing_do_not_change_its_bitmap(
    scale: float, dx: float, dy: float
) -> None:
    original = rasterise([SEVEN]).astype(int)
    moved = rasterise([SEVEN * scale + (dx, dy)]).astype(int)
    assert moved.shape == original.shape
    # Rounding of far-away floats may move an edge pixel.
    assert np.abs(moved - original).mean() < 255 * 0.01


def test_pressure_and_time_do_not_change_the_bitmap() -> None:
    light = Stroke(tuple(StrokePoint(x, y, 0.1, 0) for x, y in SEVEN))
    heavy = Stroke(tuple(StrokePoint(x, y, 1.0, i * 9.0) for i, (x, y) in enumerate(SEVEN)))
    assert np.array_equal(rasterise([light.xy]), rasterise([heavy.xy]))


def test_a_tap_leaves_a_dot() -> None:
    dot = rasterise([np.array([(5.0, 5.0)])])
    assert dot.shape[0] == dot.shape[1]
    assert dot[dot.shape[0] // 2, dot.shape[1] // 2] == 255


def test_a_blank_drawing_has_no_bitmap() -> None:
    with pytest.raises(EmptyDrawingError):
        rasterise([])


def test_a_blank_drawing_has_no_bounds() -> None:
    with pytest.raises(EmptyDrawingError):
        _ = Ink().bounds


def test_a_stroke_needs_a_point() -> None:
    with pytest.raises(ValueError, match="at least one point"):
        Stroke(())


def test_bounds_hold_every_stroke() -> None:
    ink = Ink((Stroke.from_xy([(1, 2), (3, 4)]), Stroke.from_xy([(-5, 10)])))
    assert ink.bounds == Box(-5, 2, 8, 8)


def test_the_length_of_a_stroke_is_that_of_its_way() -> None:
    assert Stroke.from_xy([(0, 0), (3, 4), (3, 10)]).length == pytest.approx(11)
    assert Stroke.from_xy([(7, 7)]).length == 0


def corner_distance(curve: NDArray[np.float64], corner: tuple[float, float]) -> float:
    return float(np.hypot(*(curve - corner).T).min())


def test_the_smooth_curve_passes_through_every_sample() -> None:
    curve = smooth(SEVEN, 1.0)
    assert len(curve) > len(SEVEN)
    for x, y in SEVEN:
        assert corner_distance(curve, (x, y)) < 1e-9


def test_the_smooth_curve_makes_no_loops_where_samples_are_uneven() -> None:
    uneven = np.array([(0.0, 0.0), (100.0, 0.0), (101.0, 0.0), (101.0, 100.0)])
    curve = smooth(uneven, 1.0)
    assert curve[:, 0].max() < 103
    assert curve[:, 1].min() > -3


def test_samples_on_one_spot_are_no_trouble() -> None:
    still = np.array([(4.0, 4.0)] * 5)
    assert np.isfinite(smooth(still, 1.0)).all()
    assert rasterise([still]).any()
