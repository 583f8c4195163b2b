import numpy as np
import pytest

from model.ink import Stroke
from model.segmentation.pieces import distance
from model.segmentation.strokes import piece_of, rarity


def test_outlines_are_even_however_unevenly_the_pen_was_sampled() -> None:
    piece = piece_of(Stroke.from_xy([(0, 0), (1, 0), (2, 0), (100, 0), (100, 100)]))
    steps = np.hypot(*np.diff(piece.outline, axis=0).T)
    assert steps.max() < 1.01 * 200 / 31
    assert piece.outline[0].tolist() == [0, 0]
    assert piece.outline[-1].tolist() == [100, 100]


def test_a_tap_is_a_piece_of_one_point() -> None:
    tap = piece_of(Stroke.from_xy([(3, 4)]))
    assert tap.outline.tolist() == [[3, 4]]
    assert distance(tap, piece_of(Stroke.from_xy([(0, 0), (0, 8)]))) == pytest.approx(3, abs=0.05)


def test_lifting_the_pen_is_usual_in_a_four_and_not_in_a_three() -> None:
    assert 0 <= rarity(4, 2) < rarity(8, 2) < rarity(3, 2) < rarity(3, 3)
    assert rarity(4, 2) < rarity(4, 1)
    assert rarity(3, 1) < rarity(3, 2)


def test_what_any_stroke_looks_like_is_believed_less() -> None:
    assert rarity(1, 1) > rarity(3, 1)
