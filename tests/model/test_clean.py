from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.clean import extract_ink
from model.preprocess import fit_to_field, ink_extent, preprocess_bitmap, preprocess_gray
from tests.model.pictures import (
    SCENES,
    Scene,
    blank_page,
    digit_strokes,
    mnist_test_digits,
    pen_digits,
    photograph,
    render,
)

Gray = NDArray[np.uint8]


def coverage(found: Gray, drawn: Gray) -> tuple[float, float]:
    """Return the shares of the drawn ink that was found and of the found ink that was drawn."""
    near = cv2.dilate((drawn > 100).astype(np.uint8), np.ones((7, 7), np.uint8))
    return float((found[drawn > 200] > 100).mean()), float(near[found > 100].mean())


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("pen_28", [1.5, 6.0])
@pytest.mark.parametrize("margin", [0.0, 0.1, 1.0], ids=["tight", "narrow", "wide"])
def test_drawn_ink_comes_back_exactly_in_both_polarities(
    digit: int, pen_28: float, margin: float
) -> None:
    drawn = render(digit_strokes(digit), 120, pen_28, margin)

    assert np.array_equal(extract_ink(drawn), drawn)
    assert np.array_equal(extract_ink(255 - drawn), drawn)


@pytest.mark.data
def test_mnist_digits_come_back_exactly_in_both_polarities() -> None:
    for digit in mnist_test_digits(1000)[0]:
        assert np.array_equal(extract_ink(digit), digit)
        assert np.array_equal(extract_ink(255 - digit), digit)


@pytest.mark.data
def test_polarity_of_real_bold_strokes_without_margin() -> None:
    wrong = 0
    for _, strokes in pen_digits(100):
        for pen_28 in (4.0, 6.0):
            drawn = render(strokes, 80, pen_28, 0.0)
            wrong += not np.array_equal(extract_ink(255 - drawn), drawn)
            wrong += not np.array_equal(extract_ink(drawn), drawn)

    assert wrong <= 1


@pytest.mark.parametrize(("paper", "ink"), [(255, 200), (90, 140), (30, 10), (128, 0)])
def test_any_two_grey_levels_become_full_ink_on_nothing(paper: int, ink: int) -> None:
    drawn = render(digit_strokes(2), 120)
    gray = np.rint(paper + (ink - paper) * (drawn / 255)).astype(np.uint8)

    found = extract_ink(gray)

    assert found.max() == 255
    assert not found[drawn == 0].any()
    assert np.abs(found.astype(int) - drawn).max() <= np.ceil(255 / abs(paper - ink))


@pytest.mark.parametrize("level", [0, 1, 127, 255])
@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (300, 200)])
def test_constant_picture_has_no_ink(level: int, shape: tuple[int, int]) -> None:
    assert not extract_ink(np.full(shape, level, np.uint8)).any()


@pytest.mark.parametrize("shape", [(0, 5), (1, 1), (1, 2), (2, 1), (1, 400), (400, 1), (3, 3)])
def test_pictures_of_hardly_any_pixels_are_survived(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 255, shape).astype(np.uint8)

    assert extract_ink(noise).shape == shape


@pytest.mark.parametrize(
    "name", ["good", "gradient", "vignette", "noise", "pencil", "jpeg", "blackboard", "dim"]
)
@pytest.mark.parametrize("shape", [(200, 300), (900, 700)])
def test_blank_page_has_no_ink(name: str, shape: tuple[int, int]) -> None:
    page = blank_page(SCENES[name], shape, np.random.default_rng(4))

    assert page.min() < page.max()
    assert not extract_ink(page).any()


@pytest.mark.parametrize("name", SCENES)
def test_photographed_digit_is_found_and_nothing_else(name: str) -> None:
    drawn = render(digit_strokes(5), 300, 2.2, 0.5)
    # The perspective moves the digit; here its place is compared.
    scene = replace(SCENES[name], perspective=0.0)

    found = extract_ink(photograph(drawn, scene, np.random.default_rng(7)))

    assert found.dtype == np.uint8
    assert found.shape == drawn.shape
    assert found.max() == 255
    complete, pure = coverage(found, drawn)
    assert complete > 0.9
    assert pure > 0.97


@pytest.mark.parametrize("name", SCENES)
def test_photograph_gives_nearly_the_field_of_the_drawing(name: str) -> None:
    drawn = render(digit_strokes(3), 260, 2.5, (0.4, 0.3, 0.8, 0.5))
    scene = replace(SCENES[name], perspective=0.0)

    field = preprocess_gray(photograph(drawn, scene, np.random.default_rng(2))).field

    expected = preprocess_bitmap(drawn).field.astype(int)
    assert nearest_difference(field, expected) < 14


def nearest_difference(field: Gray, expected: NDArray[np.int_]) -> float:
    """Return the mean difference, allowing the whole pixel by which rounding may shift a field."""
    shifts = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    return min(
        float(np.abs(np.roll(field.astype(int), shift, (0, 1)) - expected).mean())
        for shift in shifts
    )


@pytest.mark.parametrize("name", ["ruled", "squared"])
def test_lines_go_and_the_strokes_they_cross_stay_whole(name: str) -> None:
    drawn = render(digit_strokes(1), 400, 2.0, 0.4)
    page = photograph(drawn, replace(SCENES[name], rule=0.3), np.random.default_rng(1))
    assert (page[drawn == 0] < 0.8 * np.median(page)).mean() > 0.005, "no lines were drawn"

    found = extract_ink(page)

    parts = cv2.connectedComponents((found > 100).astype(np.uint8), connectivity=8)[0] - 1
    assert parts == 1
    assert coverage(found, drawn)[1] > 0.98


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("pigment", [0.15, 0.4], ids=["ink", "pencil"])
def test_digit_of_many_squares_is_not_cut_by_their_lines(digit: int, pigment: float) -> None:
    drawn = render(digit_strokes(digit), 400, 1.2, 0.5)
    page = np.full(drawn.shape, 0.85, np.float32)
    page[::31] = page[1::31] = page[:, ::31] = page[:, 1::31] = 0.55
    page *= np.asarray(1 - drawn / 255 * (1 - pigment / 0.85), np.float32)
    photo = photograph(np.zeros_like(drawn), Scene(paper=1.0, grain=0.0), np.random.default_rng(2))

    found = extract_ink((page * photo).astype(np.uint8))

    complete, pure = coverage(found, drawn)
    assert complete > (0.95 if digit != 1 else 0.6)  # its stroke loses the edge along a line
    assert pure > 0.98
    areas = cv2.connectedComponentsWithStats((found > 100).astype(np.uint8))[2][1:, 4]
    strokes = cv2.connectedComponents((drawn > 100).astype(np.uint8))[0] - 1
    assert areas[areas > 0.02 * areas.max()].size == strokes


@pytest.mark.parametrize("table", [0.1, 0.5, 0.75], ids=["dark", "gray", "light"])
def test_sheet_on_a_table_gives_its_digit_alone(table: float) -> None:
    drawn = render(digit_strokes(2), 220, 1.5, 0.6)
    sheet = photograph(drawn, Scene(paper=0.95, gradient=0.0), np.random.default_rng(0))
    height, width = sheet.shape
    rng = np.random.default_rng(1)
    picture = np.full((height + 120, width + 140), table * 255, np.float32)
    picture += np.asarray(rng.normal(0, 4, picture.shape), np.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 4, 1)
    turn[:, 2] += (70, 60)
    size = picture.shape[::-1]
    inside = np.asarray(cv2.warpAffine(np.full_like(sheet, 255), turn, size), np.float32) / 255
    turned = cv2.warpAffine(sheet, turn, size, borderMode=cv2.BORDER_REPLICATE)
    picture = picture * (1 - inside) + turned * inside

    found = extract_ink(np.clip(picture, 0, 255).astype(np.uint8))

    complete, pure = coverage(found, np.asarray(cv2.warpAffine(drawn, turn, size), np.uint8))
    assert complete > 0.95
    assert pure > 0.98


@pytest.mark.parametrize("corner", [(-150, 90), (150, 150), (320, 30)], ids=str)
def test_shadow_of_a_phone_is_no_ink(corner: tuple[int, int]) -> None:
    drawn = render(digit_strokes(3), 300, 1.5, 0.6)
    light = np.ones(drawn.shape, np.float32)
    box = ((corner[0] + 120.0, corner[1] + 200.0), (240.0, 400.0), 25.0)
    cv2.fillConvexPoly(light, np.rint(cv2.boxPoints(box)).astype(np.int32), 0.55)
    page = photograph(drawn, Scene(), np.random.default_rng(0))

    found = extract_ink((page * cv2.GaussianBlur(light, (0, 0), 5.0)).astype(np.uint8))

    complete, pure = coverage(found, drawn)
    assert complete > 0.9
    assert pure > 0.97


@pytest.mark.parametrize("digit", [2, 5, 7])
def test_straight_bar_of_a_tight_crop_is_not_taken_for_a_line(digit: int) -> None:
    drawn = render(digit_strokes(digit), 200, 1.5, 0.0)
    scene = Scene(noise=3.0, blur=0.8)

    found = extract_ink(photograph(drawn, scene, np.random.default_rng(0)))

    assert coverage(found, drawn)[0] > 0.95


def test_dust_is_dropped_from_scans_and_photographs() -> None:
    drawn = render(digit_strokes(6), 300, 2.5, 0.5)
    dusty = drawn.copy()
    dusty[5:7, 5:7] = 255

    assert np.array_equal(extract_ink(dusty), drawn)
    photo = photograph(drawn, SCENES["dust"], np.random.default_rng(3))
    left, top, right, bottom = ink_extent(extract_ink(photo))
    expected = ink_extent(drawn)
    assert np.abs(np.subtract((left, top, right, bottom), expected)).max() <= 4


@pytest.mark.parametrize("width", [1, 3, 8])
@pytest.mark.parametrize("inverted", [False, True], ids=["board", "paper"])
def test_frame_around_a_drawing_is_dropped(width: int, inverted: bool) -> None:
    drawn = render(digit_strokes(4), 200, 2.5, 0.3)
    framed = drawn.copy()
    framed[:width] = framed[-width:] = framed[:, :width] = framed[:, -width:] = 255

    assert np.array_equal(extract_ink(255 - framed if inverted else framed), drawn)


@pytest.mark.parametrize("level", [32, 60])
def test_title_bar_of_a_window_is_no_ink_and_does_not_turn_the_picture_round(level: int) -> None:
    drawn = render(digit_strokes(4), 200, 2.5, 0.3)
    bar = np.full((28, drawn.shape[1]), level, np.uint8)
    window = np.vstack([bar, 255 - drawn])
    window[0] = window[-1] = window[:, 0] = window[:, -1] = 120

    assert np.array_equal(extract_ink(window) > 127, np.vstack([0 * bar, drawn]) > 127)


def test_digit_that_runs_into_the_table_keeps_its_shape() -> None:
    drawn = render(digit_strokes(0), 400, 2.5, 0.03)

    found = extract_ink(photograph(drawn, SCENES["table"], np.random.default_rng(5)))

    assert not found[:, :5].any()
    assert not found[-5:].any()
    clear = np.s_[:-60, 60:]  # away from the strips of the table
    assert coverage(found[clear], drawn[clear])[0] > 0.95


def test_separate_bar_of_a_tight_five_is_kept() -> None:
    body, bar = digit_strokes(5)
    drawn = render([body, bar - np.array([-8, 12])], 200, 2.0, 0.0)

    found = extract_ink(photograph(drawn, Scene(noise=3.0), np.random.default_rng(0)))

    assert coverage(found, drawn)[0] > 0.95


def test_faint_pencil_becomes_full_ink() -> None:
    drawn = render(digit_strokes(8), 300, 2.0, 0.4)
    page = photograph(drawn, SCENES["faint"], np.random.default_rng(0))
    assert np.ptp(page[drawn == 255]) < 120

    found = extract_ink(page)

    assert np.median(found[drawn == 255]) == 255


def test_small_digits_of_a_page_are_all_kept() -> None:
    page = np.zeros((900, 700), np.uint8)
    for digit in range(10):
        small = render(digit_strokes(digit), 48, 2.5, 0.0)
        y, x = 100 + 150 * (digit // 2), 150 + 300 * (digit % 2)
        page[y : y + small.shape[0], x : x + small.shape[1]] = small

    found = extract_ink(photograph(page, SCENES["ruled"], np.random.default_rng(6)))

    for digit in range(10):
        y, x = 100 + 150 * (digit // 2), 150 + 300 * (digit % 2)
        box = np.s_[y - 10 : y + 60, x - 10 : x + 60]
        assert coverage(found[box], page[box])[0] > 0.85, digit


def test_whole_path_accepts_what_comes_out() -> None:
    drawn = render(digit_strokes(9), 200, 3.0, 0.2)

    found = extract_ink(photograph(drawn, SCENES["everything"], np.random.default_rng(0)))
    left, top, right, bottom = ink_extent(found)

    assert fit_to_field(found[top:bottom, left:right]).shape == (28, 28)
