import cv2
import numpy as np

from model.segmentation.parts import take_apart


def page() -> np.ndarray:
    return np.zeros((120, 200), np.uint8)


def test_connected_ink_is_one_piece_and_the_largest_comes_first() -> None:
    ink = page()
    cv2.circle(ink, (150, 60), 15, 255, 4)
    cv2.circle(ink, (60, 60), 40, 255, 6)
    parts = take_apart(ink)
    assert [round(piece.box.center[0]) for piece in parts.pieces] == [60, 150]
    assert parts.is_clean


def test_pixels_that_meet_at_a_corner_are_connected() -> None:
    ink = page()
    ink[range(20, 80), range(20, 80)] = 255
    [piece] = take_apart(ink).pieces
    assert (piece.box.x, piece.box.y, piece.box.width, piece.box.height) == (20, 20, 60, 60)


def test_dust_is_left_out_and_a_thin_bar_is_not() -> None:
    ink = page()
    cv2.circle(ink, (60, 60), 40, 255, 6)
    cv2.line(ink, (150, 60), (180, 60), 255, 1)
    ink[5:7, 190:192] = 255
    parts = take_apart(ink)
    assert len(parts.pieces) == 2
    assert not parts.is_clean


def test_everything_together_is_the_bitmap_itself() -> None:
    ink = page()
    cv2.circle(ink, (60, 60), 40, 255, 6, cv2.LINE_AA)
    cv2.circle(ink, (150, 60), 15, 255, 4, cv2.LINE_AA)
    whole, corner = take_apart(ink).cut_out((0, 1))
    assert whole is ink
    assert corner == (0, 0)


def test_a_piece_is_cut_out_with_its_faint_edge_and_without_its_neighbour() -> None:
    one = page()
    cv2.circle(one, (60, 60), 40, 255, 6, cv2.LINE_AA)
    both = one.copy()
    cv2.line(both, (45, 60), (75, 60), 255, 3)  # inside the circle
    parts = take_apart(both)
    cut, (left, top) = parts.cut_out((0,))
    height, width = cut.shape
    alone = one[top : top + height, left : left + width]
    assert np.array_equal(cut, alone)
    assert int(alone.sum()) == int(one.sum())


def test_a_bitmap_without_solid_ink_has_no_pieces() -> None:
    assert take_apart(page()).pieces == ()
    assert take_apart(page() + np.uint8(20)).pieces == ()
