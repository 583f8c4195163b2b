import cv2
import numpy as np
from numpy.typing import NDArray

from model.segmentation.blobs import divide_bitmap


def rings(*columns: int) -> NDArray[np.uint8]:
    """Return rings 40 wide and 80 high, cut tight, a short bridge from each to the next."""
    ink = np.zeros((84, max(columns) + 24), np.uint8)
    for x in columns:
        cv2.ellipse(ink, (x, 42), (20, 40), 0, 0, 360, 255, 4)
    for x in columns[1:]:
        cv2.line(ink, (x - 30, 42), (x - 20, 42), 255, 3)
    return ink


def ring_cost(ink: NDArray[np.uint8]) -> float:
    """Return the cost that a recogniser of single rings asks."""
    width = np.ptp(np.flatnonzero((ink > 100).any(axis=0)))
    return 0.1 if abs(float(width) - 42) < 12 else 5.0


def test_rings_that_touch_are_cut_where_they_touch() -> None:
    for columns in ((22, 72), (22, 72, 122)):
        ink = rings(*columns)
        found = divide_bitmap(ink, ring_cost)
        assert found is not None
        parts, cost = found
        assert len(parts) == len(columns)
        assert cost < 3.5
        for part, x in zip(parts, columns, strict=True):
            middle = float(np.flatnonzero((part > 100).any(axis=0)).mean())
            assert abs(middle - x) < 6
        assert np.array_equal(np.maximum.reduce(parts), ink)


def test_what_no_recogniser_likes_stays_together() -> None:
    assert divide_bitmap(rings(22, 72), lambda ink: 5.0) is None


def test_one_ring_or_a_bare_line_has_no_place_to_be_cut() -> None:
    assert divide_bitmap(np.full((80, 4), 255, np.uint8), lambda ink: 0.0) is None
    assert divide_bitmap(np.full((80, 60), 255, np.uint8), lambda ink: 0.0) is None


def test_specks_of_the_neighbour_are_left_out() -> None:
    ink = rings(22, 72)
    ink[0:4, 45:49] = 255
    found = divide_bitmap(ink, ring_cost)
    assert found is not None
    assert all(cv2.connectedComponents((part > 100).astype(np.uint8))[0] == 2 for part in found[0])
