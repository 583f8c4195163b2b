"""The field that the model reads does not depend on where, how large or which way round."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.ink import DIGIT_SIDE_PX, Ink, Stroke, StrokePoint
from model.preprocess import (
    FIELD_CENTRE_PX,
    FIELD_SIDE_PX,
    Stages,
    preprocess_bitmap,
    preprocess_gray,
    preprocess_ink,
)
from tests.model.pictures import digit_ink, digit_strokes, mnist_test_digits, render

Gray = NDArray[np.uint8]

quick = settings(max_examples=25, deadline=None, derandomize=True)
digits = st.integers(0, 9)
pens = st.floats(1.5, 6.0)
margins = st.tuples(*[st.floats(0, 2)] * 4)

SAME = 12.0
"""Grey levels of mean difference: what other rounding of an edge makes.

Mostly it is the shorter side of the box, which is rounded to a whole pixel: 15 or 16. The
digits drawn here differ from each other by 18 to 52.
"""


def difference(field: Gray, expected: Gray) -> float:
    """Return the mean difference in grey levels, wherever within a pixel the field lies.

    The centre of mass is brought to a whole pixel, so a hair's breadth may shift all of it by one.
    """
    shifts = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    fixed = expected.astype(int)
    moved = (np.roll(field.astype(int), shift, axis=(0, 1)) for shift in shifts)
    return min(float(np.abs(field - fixed).mean()) for field in moved)


def assert_stages_fit_together(stages: Stages) -> None:
    for stage in (stages.gray, stages.ink, stages.boxed, stages.field):
        assert stage.dtype == np.uint8
        assert stage.ndim == 2
    assert stages.ink.shape == stages.gray.shape
    assert stages.boxed.shape == (stages.box.height, stages.box.width)
    left, top = int(stages.box.x), int(stages.box.y)
    right, bottom = int(stages.box.right), int(stages.box.bottom)
    assert np.array_equal(stages.ink[top:bottom, left:right], stages.boxed)
    for edge in (stages.boxed[0], stages.boxed[-1], stages.boxed[:, 0], stages.boxed[:, -1]):
        assert edge.any(), "the box is not tight"
    assert_field_is_like_training_digits(stages.field)


def assert_field_is_like_training_digits(field: Gray) -> None:
    assert field.shape == (FIELD_SIDE_PX, FIELD_SIDE_PX)
    assert field.max() == 255
    rows, columns = np.flatnonzero(field.any(axis=1)), np.flatnonzero(field.any(axis=0))
    extents = [(int(along[0]), int(along[-1])) for along in (rows, columns)]
    # The faint rim of a reduced edge may round to nothing.
    assert DIGIT_SIDE_PX - 2 <= max(last - first + 1 for first, last in extents) <= DIGIT_SIDE_PX
    masses = (field.sum(axis=1, dtype=float), field.sum(axis=0, dtype=float))
    for (first, last), mass in zip(extents, masses, strict=True):
        centre = float(mass @ np.arange(FIELD_SIDE_PX) / mass.sum())
        at_edge = first <= 1 or last >= FIELD_SIDE_PX - 2
        assert at_edge or abs(centre - FIELD_CENTRE_PX) <= 0.5 + 1e-9


@quick
@given(digit=digits, pen_28=pens, margin=margins, inverted=st.booleans())
def test_margin_position_and_polarity_change_nothing(
    digit: int, pen_28: float, margin: tuple[float, float, float, float], inverted: bool
) -> None:
    strokes = digit_strokes(digit)
    tight = preprocess_gray(render(strokes, 160, pen_28, 0.0)).field
    picture = render(strokes, 160, pen_28, margin)

    stages = preprocess_gray(255 - picture if inverted else picture)

    assert np.array_equal(stages.field, tight)
    assert_stages_fit_together(stages)


@quick
@given(digit=digits, pen_28=pens, height_px=st.integers(40, 700), inverted=st.booleans())
def test_size_changes_hardly_anything(
    digit: int, pen_28: float, height_px: int, inverted: bool
) -> None:
    strokes = digit_strokes(digit)
    usual = preprocess_gray(render(strokes, 400, pen_28)).field
    picture = render(strokes, height_px, pen_28)

    field = preprocess_gray(255 - picture if inverted else picture).field

    assert difference(field, usual) < SAME


@pytest.mark.parametrize("height_px", [40, 1000, 4000])
@pytest.mark.parametrize("digit", [4, 8])
def test_smallest_and_largest_digits(digit: int, height_px: int) -> None:
    strokes = digit_strokes(digit)
    usual = preprocess_gray(render(strokes, 400, margin=0.1)).field

    stages = preprocess_gray(render(strokes, height_px, margin=0.1))

    assert difference(stages.field, usual) < SAME
    assert stages.box.long_side == pytest.approx(height_px, abs=2)


@quick
@given(
    digit=digits,
    scale=st.floats(0.05, 50),
    x=st.floats(-5000, 5000),
    y=st.floats(-5000, 5000),
    pressure=st.floats(0, 1),
)
def test_drawing_is_read_the_same_anywhere_at_any_size_and_pressure(
    digit: int, scale: float, x: float, y: float, pressure: float
) -> None:
    usual = preprocess_ink(digit_ink(digit)).field
    moved = digit_ink(digit, scale, (x, y))
    pressed = Ink(
        tuple(
            Stroke(tuple(StrokePoint(p.x, p.y, pressure, 10.0 * i) for i, p in enumerate(s.points)))
            for s in moved.strokes
        )
    )

    stages = preprocess_ink(pressed)

    assert difference(stages.field, usual) < SAME
    assert_stages_fit_together(stages)


@pytest.mark.parametrize("digit", range(10))
def test_drawing_and_its_picture_give_the_same_field(digit: int) -> None:
    drawn = preprocess_ink(digit_ink(digit)).field
    shown = preprocess_gray(255 - render(digit_strokes(digit), 500)).field

    assert difference(shown, drawn) < SAME


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("method", ["ink", "gray"])
def test_field_of_a_field_is_itself(digit: int, method: str) -> None:
    first = (
        preprocess_ink(digit_ink(digit)).field
        if method == "ink"
        else preprocess_gray(render(digit_strokes(digit), 200)).field
    )

    assert difference(preprocess_bitmap(first).field, first) < SAME


@quick
@given(
    points=st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=1, max_size=12, unique=True
    )
)
def test_any_scribble_gives_a_field_like_the_training_digits(
    points: list[tuple[float, float]],
) -> None:
    assert_stages_fit_together(preprocess_ink(Ink((Stroke.from_xy(points),))))


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 300), (300, 1), (20, 20), (5, 4)], ids=lambda shape: f"{shape}"
)
def test_solid_blocks_and_hairlines_are_survived(shape: tuple[int, int]) -> None:
    picture = np.pad(np.full(shape, 255, np.uint8), 12)

    stages = preprocess_gray(picture)

    assert_stages_fit_together(stages)
    assert np.array_equal(preprocess_gray(255 - picture).field, stages.field)


def test_hairline_does_not_fall_to_shreds() -> None:
    """A line of one pixel in 1,000 would average to a fiftieth of full ink."""
    strokes = digit_strokes(0)
    thin = preprocess_gray(render(strokes, 1000, 0.02)).field

    assert cv2.connectedComponents((thin > 60).astype(np.uint8), connectivity=8)[0] == 2


@pytest.mark.data
def test_mnist_digits_are_their_own_field() -> None:
    for pixels in mnist_test_digits(1000)[0]:
        assert np.abs(preprocess_gray(pixels).field.astype(int) - pixels).max() <= 1


def pasted(pixels: Gray, factor: int, method: int, rng: np.random.Generator) -> Gray:
    """Return a digit enlarged, somewhere on a larger page, in either polarity."""
    large = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=method)
    above, below, before, after = (int(n) for n in rng.integers(0, 100, 4))
    page = np.pad(np.asarray(large, np.uint8), ((above, below), (before, after)))
    return 255 - page if rng.random() < 0.5 else page


def share_unchanged(
    count: int,
    factor: int,
    method: int,
    same: Callable[[Gray, Gray], bool],
) -> float:
    """Return the share of MNIST test digits that ``same`` calls the same before and after.

    Args:
        count: How many digits are pasted, enlarged and half of them inverted.
        factor: How many times they are enlarged.
        method: OpenCV's interpolation.
        same: Told the original and the field of the changed one, each (28, 28) uint8.
    """
    rng = np.random.default_rng(factor)
    pixels = mnist_test_digits(count)[0]
    changed = [preprocess_gray(pasted(digit, factor, method, rng)).field for digit in pixels]
    pairs = zip(pixels, changed, strict=True)
    return float(np.mean([same(before, after) for before, after in pairs]))


@pytest.mark.data
@pytest.mark.parametrize(("factor", "count"), [(1, 300), (3, 1000), (10, 200)])
def test_mnist_digits_enlarged_as_squares_keep_their_field(factor: int, count: int) -> None:
    def same(before: Gray, after: Gray) -> bool:
        return float(np.abs(after.astype(int) - before).mean()) < 0.02 * 255

    assert share_unchanged(count, factor, cv2.INTER_NEAREST, same) >= 0.99


@pytest.mark.data
@pytest.mark.parametrize("method", [cv2.INTER_LINEAR, cv2.INTER_CUBIC], ids=["linear", "cubic"])
def test_mnist_digits_enlarged_smoothly_keep_their_shape(method: int) -> None:
    """Smoothing spreads each edge over a pixel of the original, so thin rims differ."""

    def same(before: Gray, after: Gray) -> bool:
        return difference(after, before) < 0.06 * 255

    assert share_unchanged(300, 4, method, same) >= 0.95
