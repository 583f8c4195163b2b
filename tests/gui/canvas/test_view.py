import numpy as np
import pytest

from gui.canvas.view import LARGEST_SCALE, SCALES, View
from model.geometry import Box


def test_a_position_comes_back_from_the_screen() -> None:
    view = View(0.4, 30, -12)
    ((x, y),) = view.shown(np.array([(120.5, 77.25)]))
    assert view.drawn(x, y) == pytest.approx((120.5, 77.25))


@pytest.mark.parametrize("box", [Box(-500, 40, 3000, 90), Box(10, 10, 20, 4000)])
def test_a_large_drawing_is_shown_whole_and_centred(box: Box) -> None:
    shown = View.fitting(box, 400, 300, 20).shown_box(box)
    assert shown.left() >= 20 - 1e-6
    assert shown.right() <= 380 + 1e-6
    assert shown.top() >= 20 - 1e-6
    assert shown.bottom() <= 280 + 1e-6
    assert (shown.center().x(), shown.center().y()) == pytest.approx((200, 150))


def test_a_tap_is_not_blown_up() -> None:
    assert View.fitting(Box(5, 5, 0, 0), 400, 300, 20).scale == LARGEST_SCALE


def test_a_drawing_shown_smaller_has_a_finer_pen_that_can_still_be_seen() -> None:
    assert View(0.5).pen_width(12) == 6
    assert View(2.0).pen_width(12) == 12
    assert View(0.01).pen_width(12) == 1.5


def test_zooming_leaves_what_is_under_the_pointer_where_it_is() -> None:
    view = View(0.5, 40, -10)
    place = view.drawn(120, 80)
    for factor in (1.2, 0.3, 1e6, 1e-6):
        zoomed = view.zoomed(factor, 120, 80)
        assert zoomed.drawn(120, 80) == pytest.approx(place)
        assert SCALES[0] <= zoomed.scale <= SCALES[1]


def test_what_was_fitted_beyond_the_least_scale_is_not_enlarged_by_zooming_out() -> None:
    assert View(0.01).zoomed(0.5, 0, 0).scale == 0.01
    assert View(0.01).zoomed(2.0, 0, 0).scale == 0.02


@pytest.mark.parametrize(("dx", "dy"), [(1e4, 0), (-1e4, 0), (0, 1e4), (0, -1e4), (1e4, -1e4)])
def test_a_drawing_is_never_moved_out_of_reach(dx: float, dy: float) -> None:
    box = Box(100, 100, 60, 80)
    shown = View().panned(dx, dy).within_reach(box, 400, 300, 40).shown_box(box)
    assert shown.right() >= 40
    assert shown.bottom() >= 40
    assert shown.left() <= 360
    assert shown.top() <= 260
    dot = Box(100, 100, 0, 0)
    shown = View().panned(dx, dy).within_reach(dot, 400, 300, 40).shown_box(dot)
    assert 0 <= shown.left() <= 400
    assert 0 <= shown.top() <= 300


def test_a_drawing_within_reach_stays_where_it_is() -> None:
    view = View(2.0, -100, 30)
    assert view.within_reach(Box(100, 20, 60, 80), 400, 300, 40) is view
