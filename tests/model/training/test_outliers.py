import numpy as np
import pytest

from model.training.outliers import (
    RESEMBLES_DIGIT,
    blot,
    half,
    lines,
    pair,
    printed_letter,
    scribble,
    symbol,
    texture,
    usable_characters,
)
from model.training.pens import Drawing

DOT = np.array([[0.0, 0.0]])


@pytest.mark.parametrize("seed", range(30))
def test_drawn_outliers_are_finite_strokes(seed: int) -> None:
    for draw in (symbol, scribble, lines):
        strokes = draw(np.random.default_rng(seed))
        assert strokes
        assert all(np.isfinite(stroke).all() and stroke.shape[1] == 2 for stroke in strokes)


@pytest.mark.parametrize("seed", range(10))
def test_painted_outliers_have_ink(seed: int) -> None:
    for paint in (blot, printed_letter, texture):
        assert paint(np.random.default_rng(seed)).max() > 100


def test_no_single_line_could_be_a_one() -> None:
    for seed in range(300):
        strokes = lines(np.random.default_rng(seed))
        if len(strokes) == 1:
            x, y = strokes[0][-1] - strokes[0][0]
            leaning_right = np.degrees(np.arctan2(abs(x), abs(y))) if x * y < 0 else 0.0
            upright = np.degrees(np.arctan2(abs(x), abs(y))) < 28
            assert not upright
            assert leaning_right == 0 or leaning_right > 65


def test_letters_that_look_like_digits_are_left_out() -> None:
    drawings = [Drawing("Latin/15", 1, (DOT,)), Drawing("Latin/24", 1, (DOT,))]
    assert [drawing.name for drawing in usable_characters(drawings)] == ["Latin/24"]
    assert "Latin/12" in RESEMBLES_DIGIT, "l looks like 1"


def test_halves_are_cut_only_where_no_digit_remains() -> None:
    bitmap = np.full((80, 50), 255, np.uint8)
    rng = np.random.default_rng(0)
    assert half(1, bitmap, rng) is None
    for _ in range(50):
        cut = half(8, bitmap, rng)
        assert cut is not None
        assert cut.shape[0] <= 40 or cut.shape[1] <= 25


def test_a_pair_holds_the_ink_of_both() -> None:
    first, second = np.full((80, 40), 200, np.uint8), np.full((60, 50), 255, np.uint8)
    for seed in range(50):
        both = pair(first, second, np.random.default_rng(seed))
        assert int((both == 255).sum()) == 60 * 50
        assert int((both > 0).sum()) > 80 * 40
