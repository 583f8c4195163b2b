import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.ruling import subtract_ruling
from tests.model.pictures import digit_strokes, render

Contrast = NDArray[np.float32]

FLOOR = 0.08
INK = 0.7


def written(height: int = 300, width: int = 240) -> Contrast:
    """Return the contrast of a page with an upright stroke, 60 × 12, in its middle."""
    page = np.zeros((height, width), np.float32)
    page[height // 2 - 30 : height // 2 + 30, width // 2 - 6 : width // 2 + 6] = INK
    return page


def over(page: Contrast, line: Contrast) -> Contrast:
    """Return the contrast of ink over lines: each lets through its share of the light."""
    return np.asarray(1 - (1 - page) * (1 - line), np.float32)


def ruled(shape: tuple[int, ...], rows: list[int], tilt: int, contrast: float) -> Contrast:
    height, width = shape
    mask = np.zeros((height, width), np.uint8)
    for y in rows:
        cv2.line(mask, (0, y), (width, y + tilt), 255, 2, cv2.LINE_AA)
    return np.asarray(mask * (contrast / 255), np.float32)


def left_after(contrast: Contrast) -> Contrast:
    left = contrast.copy()
    subtract_ruling(left, FLOOR)
    return left


@pytest.mark.parametrize("tilt", [-12, 0, 7])
@pytest.mark.parametrize("turned", [False, True], ids=["level", "upright"])
@pytest.mark.parametrize("contrast", [0.1, 0.5])
def test_lines_go_and_the_stroke_they_cross_stays_whole(
    tilt: int, turned: bool, contrast: float
) -> None:
    page = written(240, 240)
    field = over(page, ruled(page.shape, [60, 118, 200], tilt, contrast))
    if turned:
        page, field = page.T.copy(), field.T.copy()
    assert (field[page == 0] > 0.8 * contrast).any(), "no lines were drawn"

    left = left_after(field)

    assert left[page == 0].max() < 0.4 * INK
    assert np.percentile(left[page == 0], 99) < 0.05
    assert left[page > 0].min() > 0.6 * INK


def test_squares_smaller_than_the_digit_go() -> None:
    drawn = render(digit_strokes(8), 160, 1.5, 0.6)
    page = np.asarray(drawn * (INK / 255), np.float32)
    height, width = page.shape
    across = ruled((height, width), list(range(9, height, 21)), 5, 0.4)
    down = ruled((width, height), list(range(5, width, 21)), -4, 0.4).T

    left = left_after(over(over(page, across), down))

    ink = left > 0.4 * INK
    areas = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)[2][1:, 4]
    assert areas.max() > 0.99 * areas.sum()
    assert ink[drawn == 255].mean() > 0.98
    assert (drawn[ink] > 0).mean() > 0.98


def test_bar_that_is_written_along_a_line_stays() -> None:
    page = np.zeros((300, 300), np.float32)
    page[150:156, 100:200] = INK

    left = left_after(over(page, ruled(page.shape, [60, 152, 240], 0, 0.25)))

    assert left[150:156, 105:195].min() > 0.5 * INK
    assert left[page == 0].max() < 0.1


def test_bent_line_goes() -> None:
    line = np.zeros((300, 240), np.float32)
    x = np.arange(240)
    y = np.rint(60 + 0.00015 * (x - 120) ** 2).astype(int)
    line[y, x] = line[y + 1, x] = 0.4

    assert left_after(over(written(), line))[:110].max() < 0.1


def test_line_that_comes_in_from_above_goes() -> None:
    page = written()
    field = over(page, ruled(page.shape, [-8], 24, 0.4))

    assert (left_after(field)[:60] > 0.15).sum() < 0.1 * (field[:60] > 0.15).sum()


@pytest.mark.parametrize("length", [60, 150])
def test_line_that_ends_on_the_page_is_writing(length: int) -> None:
    page = written()
    page[60:62, 20 : 20 + length] = INK

    assert np.array_equal(left_after(page), page)


def test_thick_bar_from_side_to_side_is_writing() -> None:
    page = written()
    page[20:36, :] = INK
    page[36:130, 100:140] = INK

    assert np.array_equal(left_after(page), page)


def test_in_the_smallest_pictures_a_straight_stroke_is_no_line() -> None:
    one = np.zeros((28, 28), np.float32)
    one[2:26, 13:15] = INK

    assert np.array_equal(left_after(one), one)


@pytest.mark.parametrize(("columns", "strength", "seed"), [(8, 0.15, 30), (48, 0.3, 21)])
def test_grain_of_wood_is_survived(columns: int, strength: float, seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, 1, (300, columns)).astype(np.float32)
    grain = np.clip(strength * cv2.resize(noise, (400, 300)), 0, 0.6)

    assert left_after(grain).shape == grain.shape


@pytest.mark.parametrize("shape", [(60, 60), (61, 2000), (2000, 61), (1500, 2048)])
def test_pages_of_every_shape_are_survived(shape: tuple[int, int]) -> None:
    page = np.zeros(shape, np.float32)
    page[shape[0] // 2] = 0.4

    assert left_after(page).max() < 0.2
