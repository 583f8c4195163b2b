import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.clutter import drop_specks, inner_parts, page_clutter, stroke_width

Mask = NDArray[np.uint8]


def page(height: int = 300, width: int = 240) -> Mask:
    """Return the mask of a page with an upright stroke, 60 × 12, in its middle."""
    mask = np.zeros((height, width), np.uint8)
    mask[height // 2 - 30 : height // 2 + 30, width // 2 - 6 : width // 2 + 6] = 1
    return mask


def left_after(mask: Mask) -> Mask:
    return mask & (1 - page_clutter(mask))


def test_clean_page_has_no_clutter() -> None:
    assert not page_clutter(page()).any()
    assert not page_clutter(np.zeros((50, 40), np.uint8)).any()


def test_table_beside_the_page_goes_even_where_the_digit_runs_into_it() -> None:
    mask = page()
    mask[:, :14] = 1
    mask[-20:] = 1
    mask[140:152, 10:120] = 1

    left = left_after(mask)

    assert not left[:, :10].any()
    assert not left[-20:].any()
    assert left[140:152, 30:120].all()


def test_blank_page_on_a_table_keeps_nothing() -> None:
    mask = np.zeros((300, 240), np.uint8)
    mask[:, :14] = mask[-20:] = 1

    assert not left_after(mask).any()


def test_dark_corner_goes_when_something_is_written_inside() -> None:
    mask = page()
    cv2.circle(mask, (0, 0), 7, 1, -1)

    assert np.array_equal(left_after(mask), page())


def test_dark_corner_of_a_blank_page_goes() -> None:
    mask = np.zeros((300, 240), np.uint8)
    cv2.circle(mask, (239, 299), 40, 1, -1)

    assert not left_after(mask).any()


def test_digit_that_touches_every_side_is_kept() -> None:
    mask = np.zeros((200, 120), np.uint8)
    cv2.ellipse(mask, (60, 100), (52, 92), 0, 0, 360, 1, 18)
    assert all(side.any() for side in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))

    assert not page_clutter(mask).any()


def test_specks_are_small_parts_of_the_largest() -> None:
    mask = page()
    clean = mask.copy()
    mask[10:12, 10:12] = 1

    assert np.array_equal(drop_specks(mask, 0.01), clean)
    assert np.array_equal(drop_specks(mask, 0.001), mask)
    assert not drop_specks(mask, 0.0, least_side=100).any()
    assert not drop_specks(np.zeros((4, 4), np.uint8), 0.01).any()


@pytest.mark.parametrize("width", [3, 8, 20])
def test_stroke_width_of_a_ring(width: int) -> None:
    ring = np.zeros((300, 300), np.uint8)
    cv2.circle(ring, (150, 150), 100, 1, width)

    assert stroke_width(ring) == pytest.approx(width, rel=0.35)


def test_stroke_width_of_nothing_is_one() -> None:
    assert stroke_width(np.zeros((5, 5), np.uint8)) == 1


def test_inner_parts_keep_clear_of_the_edge() -> None:
    mask = page()
    clean = mask.copy()
    mask[:, :9] = mask[0, 100:] = 1

    assert np.array_equal(inner_parts(mask), clean)
    assert not inner_parts(np.zeros((4, 4), np.uint8)).any()
