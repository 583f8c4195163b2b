"""Views of the drawing, and whole drawings that come in."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas
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
