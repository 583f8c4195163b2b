import numpy as np
import pytest

from gui.canvas.view import LARGEST_SCALE, View
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
