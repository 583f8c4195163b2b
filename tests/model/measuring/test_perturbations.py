import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.measuring.perturbations import (
    NOISE_LEVELS,
    PERTURBATIONS,
    Side,
    blurred,
    cut,
    noisy,
    slanted,
    turned,
    with_pen,
)
from model.preprocess import ink_extent, preprocess_gray

Gray = NDArray[np.uint8]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def stem() -> Gray:
    """Return an upright stroke, 20 px long and 4 wide, with a foot to the right."""
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 10:14] = 255
    image[20:24, 10:20] = 255
    return image


def lean(image: Gray) -> float:
    """Return how far the ink's upper half lies to the right of its lower one, in pixels."""
    _, top, _, bottom = ink_extent(image)
    middle = (top + bottom) // 2
    columns = np.arange(image.shape[1])
    upper, lower = image[top:middle].sum(axis=0), image[middle:bottom].sum(axis=0)
    return float(upper @ columns / upper.sum() - lower @ columns / lower.sum())


def test_a_turn_to_the_right_moves_the_top_to_the_right(rng: np.random.Generator) -> None:
    upright = np.zeros((28, 28), np.uint8)
    upright[4:24, 13:15] = 255
    right, left = turned(15)(upright, rng), turned(-15)(upright, rng)
    expected = 10 * np.sin(np.radians(15))
    assert lean(right) == pytest.approx(expected, abs=0.5)
    assert lean(left) == pytest.approx(-expected, abs=0.5)


def test_a_slant_keeps_rows_where_they_are(rng: np.random.Generator) -> None:
    upright = np.zeros((28, 28), np.uint8)
    upright[4:24, 13:15] = 255
    leaning = slanted(0.25)(upright, rng)
    assert lean(leaning) == pytest.approx(10 * 0.25, abs=0.5)
    np.testing.assert_allclose(leaning.sum(axis=1)[13:31], upright.sum(axis=1)[5:23], rtol=0.02)


@pytest.mark.parametrize("factor", [0.6, 0.8, 1.4, 2.0])
def test_a_pen_of_another_width_draws_the_same_line(
    factor: float, rng: np.random.Generator
) -> None:
    def drawn(pen_px: float) -> Gray:
        bitmap = np.zeros((28 * 16, 28 * 16), np.uint8)
        way = np.array([[90, 90], [230, 120], [150, 330], [330, 350]])
        cv2.polylines(bitmap, [way], isClosed=False, color=255, thickness=round(16 * pen_px))
        return np.asarray(cv2.resize(bitmap, (28, 28), interpolation=cv2.INTER_AREA), np.uint8)

    changed = with_pen(factor)(drawn(2.5), rng)[8:-8, 8:-8]
    expected = drawn(2.5 * factor)
    assert int(changed.sum()) == pytest.approx(int(expected.sum()), rel=0.07)
    assert np.abs(changed.astype(int) - expected).mean() < 4


def test_a_hairline_survives_a_narrower_pen(rng: np.random.Generator) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 8:14] = 255
    image[13, 8:24] = 255
    thin = with_pen(0.6)(image, rng)
    assert thin[8:-8, 8:-8][12:15, 18:22].max() > 20


def test_noise_is_as_strong_as_it_says_and_repeatable() -> None:
    grey = np.full((200, 200), 128, np.uint8)
    first, second = (noisy(grey, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert first.std() == pytest.approx(NOISE_LEVELS, rel=0.05)


def test_blur_spreads_ink_and_keeps_it(rng: np.random.Generator) -> None:
    soft = blurred(stem(), rng)
    assert soft.sum() == pytest.approx(stem().sum(), rel=0.02)
    assert 200 < soft.max() < 255
    assert (soft > 0).sum() > 1.3 * (stem() > 0).sum()


@pytest.mark.parametrize("side", Side)
def test_a_cut_takes_two_rows_of_ink_on_its_side(side: Side, rng: np.random.Generator) -> None:
    image = stem()
    left = cut(side)(image, rng)
    expected = {
        Side.TOP: image[6:],
        Side.BOTTOM: image[:22],
        Side.LEFT: image[:, 12:],
        Side.RIGHT: image[:, :18],
    }[side]
    np.testing.assert_array_equal(left, expected)


def test_a_slim_stroke_is_not_cut_lengthwise(rng: np.random.Generator) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 13:16] = 255
    np.testing.assert_array_equal(cut(Side.LEFT)(image, rng), image)


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_what_is_perturbed_can_go_through_the_pipeline(name: str, rng: np.random.Generator) -> None:
    image = stem()
    kept = image.copy()
    field = preprocess_gray(PERTURBATIONS[name](image, rng)).field
    assert field.shape == (28, 28)
    assert field.max() == 255
    np.testing.assert_array_equal(image, kept)
