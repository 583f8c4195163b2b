import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from gui.canvas.curve import flatten
from gui.canvas.outline import CURVE_STEP_PX, pen_radii, stroke_areas
from gui.canvas.view import View
from model.ink import Stroke, StrokePoint

coordinate = st.floats(0, 120).map(lambda value: round(value, 1))


def stroke_area(stroke: Stroke, view: View, pen_width_px: float) -> QPainterPath:
    (area,) = stroke_areas(stroke, view, pen_width_px)
    return area


def covers(area: QPainterPath, x: float, y: float) -> bool:
    return area.contains(QPointF(x, y))


def test_middling_pressure_gives_the_pens_width() -> None:
    assert pen_radii(0.5, 12) == pytest.approx(6)
    assert pen_radii(0.1, 12) < pen_radii(0.9, 12)


def test_a_tap_is_a_round_dot() -> None:
    area = stroke_area(Stroke((StrokePoint(50, 60),)), View(), 10)
    box = area.boundingRect()
    assert (box.width(), box.height()) == pytest.approx((10, 10), abs=0.1)
    assert box.center() == QPointF(50, 60)


def test_pressure_widens_the_line() -> None:
    points = tuple(StrokePoint(x, 50.0, x / 100) for x in range(0, 101, 5))
    area = stroke_area(Stroke(points), View(), 10)
    assert not covers(area, 10, 53)
    assert covers(area, 90, 56.5)


def test_a_line_there_and_back_has_round_ends_and_no_holes() -> None:
    area = stroke_area(Stroke.from_xy([(20, 50), (80, 50), (20, 50.0)]), View(), 12)
    assert covers(area, 84, 50)
    assert covers(area, 50, 54)
    assert covers(area, 78, 45)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=9), st.floats(2, 40))
def test_no_stroke_has_holes(samples: list[tuple[float, float]], width: float) -> None:
    stroke = Stroke.from_xy(samples)
    area = stroke_area(stroke, View(), width)
    inner = width / 2 * 0.6
    for x, y in flatten(stroke.xy, CURVE_STEP_PX).xy[::3]:
        for angle in np.arange(0, 2 * np.pi, np.pi / 3):
            assert covers(area, x + inner * np.cos(angle), y + inner * np.sin(angle))
