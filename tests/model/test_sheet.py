import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.sheet import fill_around, find_sheet
from tests.model.pictures import digit_strokes, render

Gray = NDArray[np.uint8]

CORNERS = np.array([(70, 50), (560, 30), (580, 420), (50, 440)], np.float32)


def on_table(
    table: int, paper: int = 225, corners: NDArray[np.float32] = CORNERS
) -> tuple[Gray, NDArray[np.bool_]]:
    """Return a picture, 480 × 640, of a sheet on a table, and where the sheet is."""
    rng = np.random.default_rng(0)
    sheet = np.zeros((480, 640), np.uint8)
    cv2.fillConvexPoly(sheet, np.rint(corners).astype(np.int32), 1)
    levels = np.where(sheet > 0, paper, table) + rng.normal(0, 2, sheet.shape)
    blurred = cv2.GaussianBlur(levels.astype(np.float32), (0, 0), 1.0)
    return np.clip(blurred, 0, 255).astype(np.uint8), sheet > 0


def with_digit(gray: Gray, digit: int) -> Gray:
    drawn = render(digit_strokes(digit), 200, 2.5, 0.0)
    height, width = drawn.shape
    out = gray.copy()
    window = out[140 : 140 + height, 220 : 220 + width]
    window[:] = np.minimum(window, 255 - drawn)
    return out


@pytest.mark.parametrize("table", [20, 120, 190], ids=["dark", "gray", "light"])
@pytest.mark.parametrize("digit", [0, 4])
def test_sheet_is_found_whatever_the_table(table: int, digit: int) -> None:
    gray, inside = on_table(table)

    sheet = find_sheet(with_digit(gray, digit))

    assert sheet is not None
    assert inside[sheet > 0].all()
    assert sheet[inside].mean() > 0.9


def test_paper_goes_on_around_the_sheet() -> None:
    gray, _ = on_table(30)
    sheet = find_sheet(gray)
    assert sheet is not None

    filled = fill_around(gray, sheet)

    assert np.array_equal(filled[sheet > 0], gray[sheet > 0])
    assert np.abs(filled.astype(int) - 225).max() < 15


def test_page_that_fills_the_picture_is_no_sheet_on_a_table() -> None:
    page = np.full((480, 640), 225, np.uint8)

    assert find_sheet(page) is None
    assert find_sheet(with_digit(page, 8)) is None


def test_shadow_across_the_page_is_no_table() -> None:
    shaded = np.array([(0, 0), (640, 0), (640, 220), (0, 260)], np.float32)

    assert find_sheet(on_table(110, corners=shaded)[0]) is None


def test_shadow_of_a_phone_is_no_sheet() -> None:
    assert find_sheet(on_table(225, paper=120)[0]) is None


@pytest.mark.parametrize("pen_28", [2.0, 6.0])
def test_inside_of_a_nought_is_no_sheet(pen_28: float) -> None:
    gray = 235 - (render(digit_strokes(0), 480, pen_28, 0.0) * 0.8).astype(np.uint8)

    assert find_sheet(gray) is None


@pytest.mark.parametrize("shape", [(1, 1), (3, 400), (28, 28), (64, 64)])
def test_smallest_pictures_are_survived(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 255, shape).astype(np.uint8)

    assert find_sheet(noise) is None
