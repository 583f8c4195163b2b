"""The layers against one rule: whatever the way there, the picture is the drawing's own."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from gui.canvas.ink_painter import InkPainter
from gui.canvas.outline import stroke_areas
from gui.canvas.shapes import Shape
from gui.canvas.sketch import sketch
from gui.canvas.view import View
from model.ink import Ink, Stroke, StrokePoint
from tests.gui.canvas.pixels import rgba

SIZE = QSize(120, 90)
coordinate = st.floats(-10, 130).map(lambda value: round(value, 1))
sample = st.builds(StrokePoint, coordinate, coordinate, st.floats(0, 1))


def make(ratio: float = 1.0) -> InkPainter:
    painter = InkPainter(QColor("black"), 8)
    painter.resize(SIZE, ratio)
    return painter


def picture(ink: InkPainter, ratio: float = 1.0) -> NDArray[np.uint8]:
    image = QImage(SIZE * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink.paint(painter)
    painter.end()
    return rgba(image)


def afresh(strokes: tuple[Stroke, ...], ratio: float = 1.0) -> NDArray[np.uint8]:
    ink = make(ratio)
    ink.follow(strokes, [])
    return picture(ink, ratio)


def draw(drawing: Drawing, ink: InkPainter, points: list[StrokePoint]) -> None:
    drawing.begin_stroke(points[0])
    ink.follow(drawing.strokes, drawing.live_points)
    for point in points[1:]:
        drawing.extend_stroke(point)
        ink.follow(drawing.strokes, drawing.live_points)
    drawing.finish_stroke()
    ink.follow(drawing.strokes, drawing.live_points)


def follow(drawing: Drawing, ink: InkPainter) -> None:
    ink.follow(drawing.strokes, drawing.live_points)


@pytest.mark.parametrize(
    ("ratio", "width", "height"), [(1, 120, 90), (1.5, 180, 135), (2, 240, 180)]
)
def test_the_store_has_the_screens_own_pixels(ratio: float, width: int, height: int) -> None:
    assert make(ratio).store_size == QSize(width, height)


def test_a_part_of_a_pixel_is_stored_whole() -> None:
    ink = InkPainter(QColor("black"), 8)
    ink.resize(QSize(101, 51), 1.5)
    assert ink.store_size == QSize(152, 77)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_every_stored_pixel_is_one_pixel_of_the_screen(qapp: object, ratio: float) -> None:
    sharp = Stroke.from_xy([(20, 20), (20, 70)])
    shown = afresh((sharp,), ratio)[int(45 * ratio), :, 3].astype(float)
    # A vertical line of 8 px covers its width exactly, however the edges fall into pixels.
    assert shown.sum() / 255 == pytest.approx(8 * ratio, abs=0.1)
    assert np.count_nonzero((shown > 0) & (shown < 255)) <= 2


@settings(max_examples=25, deadline=None)
@given(
    strokes=st.lists(st.lists(sample, min_size=1, max_size=6), min_size=1, max_size=4),
    eraser=st.tuples(coordinate, coordinate),
    steps=st.lists(st.sampled_from(["undo", "redo", "erase", "clear"]), max_size=5),
)
def test_the_picture_does_not_depend_on_the_way_there(
    strokes: list[list[StrokePoint]], eraser: tuple[float, float], steps: list[str]
) -> None:
    drawing, ink = Drawing(), make()
    for points in strokes:
        draw(drawing, ink, points)
    for step in steps:
        if step == "erase":
            drawing.erase_along(eraser, (60, 45), 9)
            follow(drawing, ink)
            drawing.finish_erasing()
        else:
            {
                "undo": drawing.undo_stack.undo,
                "redo": drawing.undo_stack.redo,
                "clear": drawing.clear,
            }[step]()
        follow(drawing, ink)
    difference = np.abs(picture(ink).astype(int) - afresh(drawing.strokes))
    assert difference.max() <= 2  # rounding, where edges overlap in another order


def test_only_what_changed_is_reported(drawing: Drawing) -> None:
    ink = make()
    draw(drawing, ink, [StrokePoint(10, 10), StrokePoint(10, 80)])
    drawing.begin_stroke(StrokePoint(60, 40))
    dirty = ink.follow(drawing.strokes, drawing.live_points)
    assert QRectF(54, 34, 12, 12).contains(dirty)
    drawing.extend_stroke(StrokePoint(70, 40))
    dirty = ink.follow(drawing.strokes, drawing.live_points)
    assert dirty.contains(QRectF(60, 37, 10, 6))
    assert QRectF(50, 30, 30, 20).contains(dirty)
    assert ink.follow(drawing.strokes, drawing.live_points).isEmpty()


def test_erasing_a_corner_of_a_long_stroke_repaints_that_corner(drawing: Drawing) -> None:
    ink = make()
    draw(drawing, ink, [StrokePoint(x, 45) for x in range(5, 116, 5)])
    drawing.erase_along((5, 45), (5, 45), 8)
    dirty = ink.follow(drawing.strokes, drawing.live_points)
    assert dirty.right() < 60


def test_the_stroke_under_way_is_seen_from_its_first_sample(drawing: Drawing) -> None:
    ink = make()
    drawing.begin_stroke(StrokePoint(60, 45))
    follow(drawing, ink)
    assert picture(ink)[45, 60, 3] == 255


def test_a_cancelled_stroke_leaves_no_trace(drawing: Drawing) -> None:
    ink = make()
    drawing.begin_stroke(StrokePoint(20, 20))
    for x in range(25, 100, 5):
        drawing.extend_stroke(StrokePoint(x, 20 + x / 4))
        follow(drawing, ink)
    assert picture(ink).any()
    drawing.cancel()
    follow(drawing, ink)
    assert not picture(ink).any()


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_growing_and_shrinking_keep_the_ink(drawing: Drawing, ratio: float) -> None:
    ink = make(ratio)
    draw(drawing, ink, [StrokePoint(10, 10), StrokePoint(110, 80)])
    whole = picture(ink, ratio)
    ink.resize(SIZE, ratio)
    ink.resize(QSize(50, 40), ratio)
    ink.resize(SIZE, ratio)
    assert np.abs(picture(ink, ratio).astype(int) - whole).max() <= 2


def test_a_change_of_screen_repaints_at_its_ratio(drawing: Drawing) -> None:
    ink = make()
    draw(drawing, ink, [StrokePoint(10, 10, 0.2), StrokePoint(50, 80, 0.9), StrokePoint(90, 20)])
    ink.resize(SIZE, 2.0)
    np.testing.assert_array_equal(picture(ink, 2.0), afresh(drawing.strokes, 2.0))


def test_a_resize_keeps_the_stroke_under_way(drawing: Drawing) -> None:
    ink = make()
    drawing.begin_stroke(StrokePoint(10, 45))
    for x in (30, 50, 70):
        drawing.extend_stroke(StrokePoint(x, 45))
    follow(drawing, ink)
    ink.resize(QSize(130, 90), 1.0)
    assert (picture(ink)[45, 10:70, 3] == 255).all()


def test_colour_width_and_view_apply_to_all_ink(drawing: Drawing) -> None:
    ink = make()
    draw(drawing, ink, [StrokePoint(20, 45), StrokePoint(100, 45)])
    ink.restyle(color=QColor("red"))
    assert picture(ink)[45, 60].tolist() == [255, 0, 0, 255]
    ink.restyle(pen_width_px=20)
    assert picture(ink)[37, 60, 3] == 255
    ink.restyle(view=View(0.5, 0, 0))
    assert picture(ink)[45, 60, 3] == 0
    assert picture(ink)[22, 30, 3] == 255


def test_nothing_is_painted_before_the_first_size(qtbot: QtBot) -> None:
    ink = InkPainter(QColor("black"), 8)
    assert not ink.follow((Stroke.from_xy([(1, 1), (9, 9)]),), []).isEmpty()
    ink.resize(SIZE, 1.0)
    assert picture(ink)[5, 5, 3] == 255


def test_a_look_that_changes_often_is_painted_once(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    ink = make()
    draw(drawing, ink, [StrokePoint(20, 45), StrokePoint(100, 45)])
    made: list[Stroke] = []

    def counted(stroke: Stroke, view: View, pen_width_px: float) -> Iterator[QPainterPath]:
        for area in stroke_areas(stroke, view, pen_width_px):
            made.append(stroke)
            yield area

    monkeypatch.setattr("gui.canvas.shapes.stroke_areas", counted)
    for width in range(10, 30):
        ink.restyle(pen_width_px=width)
    assert made == []
    assert picture(ink)[45 - 14, 60, 3] == 255
    assert len(made) == 1


def scribble(strokes: int) -> tuple[Stroke, ...]:
    """Return wavy lines, 40 points each, that leave paper between them."""
    x = np.linspace(10, 110, 40)
    return tuple(
        Stroke.from_xy(np.column_stack([x, 15 + 60 * i / strokes + 2 * np.sin(x / 5 + i)]))
        for i in range(strokes)
    )


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 100 points count as very much ink."""
    monkeypatch.setattr("gui.canvas.ink_painter.MOST_AT_ONCE", 100)


@pytest.mark.usefixtures("few_at_once")
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_very_much_ink_is_a_sketch_first_and_the_same_as_ever_in_the_end(
    monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    strokes = scribble(4)
    ink = make(ratio)
    ink.follow(strokes, [])
    rough = picture(ink, ratio)
    was_sketch = [ink.is_sketch]
    slices = 1
    while not ink.refine(0.0):
        slices += 1
    was_sketch.append(ink.is_sketch)
    assert was_sketch == [True, False]
    assert slices > len(strokes)
    fine = picture(ink, ratio)
    monkeypatch.setattr("gui.canvas.ink_painter.MOST_AT_ONCE", 10_000)
    np.testing.assert_array_equal(fine, afresh(strokes, ratio))
    # The sketch is nearly the same: hard edges, so that up to a pixel at each edge differs.
    assert (rough[..., 3] > 127).sum() == pytest.approx((fine[..., 3] > 127).sum(), rel=0.15)
    assert (np.abs(rough[..., 3].astype(int) - fine[..., 3]) > 250).mean() < 0.02


def test_a_very_long_stroke_is_refined_piece_by_piece_without_seams(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = np.linspace(0, 40, 1200)
    way = np.column_stack([60 + turns * np.cos(turns), 45 + turns * np.sin(turns)])
    stroke = Stroke(tuple(StrokePoint(x, y, 0.5 + 0.3 * np.sin(x / 9)) for x, y in way))
    whole = afresh((stroke,))
    monkeypatch.setattr("gui.canvas.ink_painter.MOST_AT_ONCE", 100)
    monkeypatch.setattr("gui.canvas.outline.LONGEST_SPAN", 90)
    ink = make()
    ink.follow((stroke,), [])
    picture(ink)
    slices = 1
    while not ink.refine(0.0):
        slices += 1
    assert slices > 8
    difference = np.abs(picture(ink).astype(int) - whole)
    assert (difference > 2).mean() < 0.01  # where the round ends of two pieces overlap
    assert difference.max() < 128


@pytest.mark.usefixtures("few_at_once")
def test_what_is_drawn_and_erased_meanwhile_is_in_the_refined_picture(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    ink = make()
    drawing.replace(Ink(scribble(4)))
    follow(drawing, ink)
    picture(ink)
    assert not ink.refine(0.0)
    draw(drawing, ink, [StrokePoint(60, 5), StrokePoint(60, 85)])
    assert picture(ink)[80, 60, 3] == 255
    assert not ink.refine(0.0)
    drawing.erase_along((20, 20), (20, 70), 6)
    follow(drawing, ink)
    picture(ink)
    while not ink.refine(0.0):
        pass
    monkeypatch.setattr("gui.canvas.ink_painter.MOST_AT_ONCE", 10_000)
    np.testing.assert_array_equal(picture(ink), afresh(drawing.strokes))


@pytest.mark.usefixtures("few_at_once")
def test_another_size_in_the_middle_of_refining_is_refined_as_well() -> None:
    ink = make()
    ink.follow(scribble(4), [])
    picture(ink)
    ink.refine(0.0)
    ink.resize(SIZE * 2, 1.0)
    picture(ink)
    while not ink.refine(1000.0):
        pass
    assert ink.store_size == SIZE * 2
    assert picture(ink)[15, 60, 3] > 0


def test_a_tap_far_away_is_sketched_without_complaint(qapp: object) -> None:
    taps = [Shape(Stroke.from_xy([place]), View(), 8) for place in ((60, 45), (-1e9, 1e9))]
    image = sketch(taps, View(), QColor("red"), SIZE, 1.0)
    assert image.pixelColor(60, 45) == QColor("red")
    assert image.pixelColor(60, 60).alpha() == 0


def test_ink_covers_the_pixels_it_is_seen_at() -> None:
    ink = make(2.0)
    ink.follow((Stroke.from_xy([(20, 45), (100, 45)]),), [])
    picture(ink, 2.0)
    assert ink.covers(60, 42)
    assert not ink.covers(60, 39)
    assert not ink.covers(-5, 500)
