"""Views of the drawing, and whole drawings that come in."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect, QRectF
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas
from gui.canvas.highlights import DigitBox, HighlightStyle, highlight_area, label_area
from gui.canvas.view import View
from model.ink import Ink, Stroke
from tests.gui.canvas.pixels import inked
from tests.gui.canvas.pointers import Mouse
from tests.gui.canvas.test_ink_painter import scribble

LINE = [(60.0, 150.0), (300.0, 150.0)]
FAR = Ink((Stroke.from_xy([(-500, 20), (2500, 900)]),))


def test_undoing_an_open_brings_drawing_and_view_back(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    before = inked(canvas)
    canvas.open_drawing(FAR)
    opened = inked(canvas)
    fitted = [canvas.is_fitted]
    assert drawing.undo_stack.count() == 2
    drawing.undo_stack.undo()
    fitted.append(canvas.is_fitted)
    np.testing.assert_array_equal(inked(canvas), before)
    drawing.undo_stack.redo()
    fitted.append(canvas.is_fitted)
    assert fitted == [True, False, True]
    np.testing.assert_array_equal(inked(canvas), opened)


def test_undoing_an_open_fits_again_what_was_fitted(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    canvas.fit_to_view()
    canvas.open_drawing(FAR)
    canvas.resize(250, 300)
    drawing.undo_stack.undo()
    assert canvas.is_fitted
    columns = np.flatnonzero(inked(canvas).any(axis=0))
    assert columns[0] > 15
    assert columns[-1] < 235


def test_undoing_the_first_open_leaves_a_blank_canvas_at_its_actual_size(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    canvas.open_drawing(FAR)
    drawing.undo_stack.undo()
    assert drawing.is_blank
    assert not canvas.is_fitted
    mouse.drag(LINE)
    assert drawing.strokes[0].xy.tolist() == [list(place) for place in LINE]


def test_ink_is_inserted_in_the_middle_of_what_is_in_sight(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    canvas.insert(Ink((Stroke.from_xy([(5000, 0), (5000, 60)]), Stroke.from_xy([(5040, 30)]))))
    assert drawing.strokes[1].xy.tolist() == [[180, 120], [180, 180]]
    assert drawing.strokes[2].xy.tolist() == [[220, 150]]
    assert not canvas.is_fitted
    drawing.undo_stack.undo()
    assert len(drawing.strokes) == 1


def test_ink_larger_than_the_canvas_is_all_shown(canvas: DrawingCanvas, drawing: Drawing) -> None:
    canvas.insert(FAR)
    assert canvas.is_fitted
    columns = np.flatnonzero(inked(canvas).any(axis=0))
    assert 15 < columns[0] < columns[-1] < 385


def test_very_much_ink_is_refined_while_nothing_else_happens(
    canvas: DrawingCanvas, drawing: Drawing, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing.replace(Ink(scribble(5)))
    fine = inked(canvas)
    monkeypatch.setattr("gui.canvas.ink_painter.MOST_AT_ONCE", 100)
    monkeypatch.setattr("gui.canvas.ink_sheet._SLICE_MS", 0.0)
    canvas.pen_width_px = 30
    inked(canvas)
    canvas.pen_width_px = 12
    assert (inked(canvas) != fine).any()
    qtbot.waitUntil(lambda: not canvas._ink.is_sketch)
    np.testing.assert_array_equal(inked(canvas), fine)


@pytest.fixture
def many(canvas: DrawingCanvas, drawing: Drawing) -> list[DigitBox]:
    """Return the frames of a hundred digits, which the canvas shows."""
    strokes = tuple(
        Stroke.from_xy([(20 + 36 * x, 20 + 26 * y), (24 + 36 * x, 34 + 26 * y)])
        for x in range(10)
        for y in range(10)
    )
    drawing.replace(Ink(strokes))
    boxes = [DigitBox(s.bounds, "1", certain=True, active=False) for s in strokes]
    canvas.set_highlights(boxes)
    return boxes


def test_frames_that_stay_are_not_measured_again(
    canvas: DrawingCanvas, many: list[DigitBox], monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[DigitBox] = []

    def measure(digit: DigitBox, view: View, style: HighlightStyle) -> QRectF:
        measured.append(digit)
        return highlight_area(digit, view, style)

    monkeypatch.setattr("gui.canvas.ink_sheet.highlight_area", measure)
    canvas.grab(QRect(0, 0, 30, 30))
    other = replace(many[7], label="7")
    canvas.set_highlights([*many[:7], other, *many[8:]])
    canvas.grab(QRect(0, 0, 30, 30))
    assert measured == [other]


def test_labels_are_found_where_they_are_seen(canvas: DrawingCanvas, drawing: Drawing) -> None:
    ways = [[(80.0, 100.0), (80.0, 200.0)], [(280.0, 100.0), (280.0, 200.0)]]
    drawing.replace(Ink(tuple(Stroke.from_xy(way) for way in ways)))
    boxes = [DigitBox(s.bounds, "1", certain=True, active=False) for s in drawing.strokes]
    canvas.set_highlights(boxes)

    def found() -> int | None:
        label = label_area(boxes[1], canvas.view, canvas.highlight_style)
        return canvas.label_at(label.right() - 2, label.center().y())

    assert found() == 1
    canvas.zoom(1.4)
    assert found() == 1
    canvas.pen_width_px = 30
    assert found() == 1
    font = canvas.font()
    font.setPointSize(2 * font.pointSize())
    canvas.setFont(font)
    assert found() == 1
