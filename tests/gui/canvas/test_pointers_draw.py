"""Mouse, pen and finger through real events, into strokes."""

import math

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QPointingDevice, QShortcut, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas, Tool
from gui.canvas.stroke_recorder import PEN_STAYS_NEAR_MS, PenSample, StrokeRecorder
from model.ink import StrokePoint
from tests.gui.canvas.pointers import Mouse, Pen

WAY = [(50.25, 60.5), (80.75, 61.125), (120.5, 90.0625), (118.0, 140.5)]
LINE = [(50.0, 100.0), (100.0, 100.0), (150.0, 100.0), (200.0, 100.0), (250.0, 100.0)]
RIGHT = Qt.MouseButton.RightButton


def only_points(drawing: Drawing) -> tuple[StrokePoint, ...]:
    (stroke,) = drawing.strokes
    return stroke.points


def positions(drawing: Drawing) -> list[tuple[float, float]]:
    return [(point.x, point.y) for point in only_points(drawing)]


# Mouse


def test_a_mouse_draws_between_pixels(drawing: Drawing, mouse: Mouse) -> None:
    mouse.drag(WAY)
    assert positions(drawing) == WAY
    assert {point.pressure for point in only_points(drawing)} == {0.5}
    assert [point.time_ms for point in only_points(drawing)] == [0, 8, 16, 24]


def test_the_test_librarys_mouse_draws_too(canvas: DrawingCanvas, drawing: Drawing) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    QTest.mouseMove(canvas, QPoint(90, 45))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(90, 80))
    assert positions(drawing) == [(40, 40), (90, 45), (90, 80)]


def test_ink_follows_the_mouse_while_it_moves(drawing: Drawing, mouse: Mouse, qtbot: QtBot) -> None:
    mouse.press(*WAY[0])
    with qtbot.waitSignal(drawing.ink_changed):
        mouse.move(*WAY[1])
    assert len(drawing.ink.strokes[0].points) == 2
    with qtbot.waitSignal(drawing.stroke_finished):
        mouse.release(*WAY[1])


def test_the_second_of_two_quick_strokes_is_drawn(drawing: Drawing, mouse: Mouse) -> None:
    mouse.drag([(50, 50), (60, 90)])
    mouse.send(QEvent.Type.MouseButtonDblClick, 51, 51, *[Qt.MouseButton.LeftButton] * 2)
    mouse.move(90, 51)
    mouse.release(90, 51)
    assert len(drawing.strokes) == 2


def test_strokes_follow_each_other_in_time(drawing: Drawing, mouse: Mouse) -> None:
    mouse.drag(WAY)
    mouse.drag(WAY)
    times = [point.time_ms for stroke in drawing.strokes for point in stroke.points]
    assert times == sorted(times)


def test_a_clock_that_jumps_back_does_not_turn_time(drawing: Drawing, mouse: Mouse) -> None:
    mouse.press(*WAY[0])
    mouse.move(*WAY[1])
    mouse.time_ms = 3
    mouse.move(*WAY[2])
    mouse.release(*WAY[3])
    times = [point.time_ms for point in only_points(drawing)]
    assert times == sorted(times)


def test_a_trembling_click_is_a_dot(drawing: Drawing, mouse: Mouse) -> None:
    mouse.drag([(50, 50), (51, 50.5), (50.5, 51)])
    assert positions(drawing) == [(50, 50)]


def test_a_mouse_may_leave_the_canvas_and_come_back(drawing: Drawing, mouse: Mouse) -> None:
    way = [(380.0, 50.0), (430.0, 60.0), (390.0, 80.0)]
    mouse.drag(way)
    assert positions(drawing) == way


def test_a_release_that_nobody_saw_ends_the_stroke(drawing: Drawing, mouse: Mouse) -> None:
    mouse.press(*WAY[0])
    mouse.move(*WAY[1])
    mouse.move(200, 200, Qt.MouseButton.NoButton)
    mouse.move(300, 200, Qt.MouseButton.NoButton)
    assert positions(drawing) == WAY[:2]


@pytest.mark.parametrize("event", [QEvent.Type.UngrabMouse, QEvent.Type.WindowDeactivate])
def test_a_lost_grab_ends_the_stroke(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, event: QEvent.Type
) -> None:
    mouse.press(*WAY[0])
    mouse.move(*WAY[1])
    QCoreApplication.sendEvent(canvas, QEvent(event))
    mouse.move(*WAY[2])
    assert positions(drawing) == WAY[:2]


def test_a_lost_focus_ends_the_stroke(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.press(*WAY[0])
    mouse.move(*WAY[1])
    canvas.clearFocus()
    assert positions(drawing) == WAY[:2]


def test_hiding_the_canvas_ends_the_stroke(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.press(*WAY[0])
    mouse.move(*WAY[1])
    canvas.hide()
    assert positions(drawing) == WAY[:2]


def test_a_second_button_does_not_disturb_a_stroke(drawing: Drawing, mouse: Mouse) -> None:
    both = Qt.MouseButton.LeftButton | RIGHT
    mouse.press(*WAY[0])
    mouse.send(QEvent.Type.MouseButtonPress, *WAY[0], RIGHT, both)
    mouse.send(QEvent.Type.MouseButtonRelease, *WAY[0], RIGHT, Qt.MouseButton.LeftButton)
    mouse.move(*WAY[1])
    mouse.release(*WAY[1])
    assert positions(drawing) == WAY[:2]


def test_a_press_without_a_release_before_loses_no_ink(drawing: Drawing, mouse: Mouse) -> None:
    mouse.press(*WAY[0])
    mouse.move(*WAY[1])
    mouse.drag([(300, 200), (330, 200)])
    assert [len(stroke.points) for stroke in drawing.strokes] == [2, 2]


def test_the_middle_button_does_nothing(drawing: Drawing, mouse: Mouse) -> None:
    mouse.drag(WAY, Qt.MouseButton.MiddleButton)
    assert drawing.is_blank


@pytest.mark.parametrize("nowhere", [math.nan, math.inf])
def test_a_position_that_is_no_number_is_left_out(
    drawing: Drawing, canvas: DrawingCanvas, nowhere: float
) -> None:
    kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease)
    left = Qt.MouseButton.LeftButton
    for kind, x in zip(kinds, (50.0, nowhere, 90.0), strict=True):
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
        here = QPointF(x, 50)
        plain = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, here, QPointF(9, 9), button, held, plain)
        QCoreApplication.sendEvent(canvas, event)
    assert positions(drawing) == [(50, 50), (90, 50)]


def test_escape_drops_the_stroke_under_way(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.press(*WAY[0])
    mouse.move(*WAY[1])
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    mouse.move(*WAY[2])
    mouse.release(*WAY[3])
    assert drawing.is_blank
    mouse.drag(WAY)
    assert len(drawing.strokes) == 1


def test_escape_drops_a_stroke_before_it_closes_anything(
    canvas: DrawingCanvas, window: QWidget, drawing: Drawing, mouse: Mouse, qtbot: QtBot
) -> None:
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
    mouse.press(*WAY[0])
    with qtbot.assertNotEmitted(shortcut.activated):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert drawing.is_blank
    with qtbot.waitSignal(shortcut.activated):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)


def test_a_press_nowhere_draws_nothing(drawing: Drawing, mouse: Mouse) -> None:
    mouse.press(math.nan, 50)
    mouse.move(60, 50)
    mouse.release(60, 50)
    assert drawing.is_blank


def test_no_move_is_joined_with_another_that_waits_behind_the_press(qapp: QApplication) -> None:
    joins = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
    before = QCoreApplication.testAttribute(joins)
    QCoreApplication.setAttribute(joins, True)
    try:
        DrawingCanvas(Drawing())
        assert not QCoreApplication.testAttribute(joins)
    finally:
        QCoreApplication.setAttribute(joins, before)


# Eraser


def test_the_eraser_splits_a_stroke_in_one_step(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    before = drawing.ink
    canvas.tool = Tool.ERASER
    mouse.drag([(150, 60), (150, 80), (150, 140)])
    left, right = drawing.strokes
    assert left.bounds.right < 150 < right.bounds.x
    drawing.undo_stack.undo()
    assert drawing.ink == before


def test_the_right_button_erases(drawing: Drawing, mouse: Mouse) -> None:
    mouse.drag(LINE)
    mouse.drag([(150, 60), (150, 140)], RIGHT)
    assert len(drawing.strokes) == 2


def test_the_gap_is_as_wide_as_the_eraser(canvas: DrawingCanvas, drawing: Drawing) -> None:
    mouse = Mouse(canvas)
    canvas.pen_width_px = 10
    mouse.drag(LINE)
    mouse.drag([(150, 60), (150, 140)], RIGHT)
    left, right = drawing.strokes
    # Seen: round ends of 5 px on both sides of an eraser of 20 px.
    assert right.bounds.x - left.bounds.right == pytest.approx(30, abs=4)


def test_escape_gives_back_what_was_erased(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    before = drawing.ink
    mouse.press(150, 60, RIGHT)
    mouse.move(150, 140, RIGHT)
    assert drawing.ink != before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert drawing.ink == before


# Pen


def test_a_pen_draws_with_its_pressure(canvas: DrawingCanvas, drawing: Drawing) -> None:
    pen = Pen(canvas)
    assert pen.press(50.25, 60.75, 0.2)
    assert pen.move(80.5, 70.125, 0.7)
    assert pen.release(80.5, 90)
    points = only_points(drawing)
    assert [(p.x, p.y) for p in points] == [(50.25, 60.75), (80.5, 70.125), (80.5, 90)]
    assert [p.pressure for p in points] == pytest.approx([0.2, 0.7, 0.7], abs=1e-3)


def test_a_pen_without_pressure_draws_middling_lines(
    canvas: DrawingCanvas, drawing: Drawing
) -> None:
    Pen(canvas, has_pressure=False).drag(WAY, pressure=0.0)
    assert {point.pressure for point in only_points(drawing)} == {0.5}


@pytest.mark.parametrize("reported", [-1.0, 3.0, math.nan])
def test_an_impossible_pressure_is_brought_into_range(
    canvas: DrawingCanvas, drawing: Drawing, reported: float
) -> None:
    Pen(canvas).drag(WAY, pressure=reported)
    assert all(0 <= point.pressure <= 1 for point in only_points(drawing))


def test_the_eraser_end_erases_whatever_the_tool(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    Pen(canvas, QPointingDevice.PointerType.Eraser).drag([(150, 60), (150, 140)])
    assert len(drawing.strokes) == 2
    assert canvas.tool is Tool.PEN


def test_the_barrel_button_erases(canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse) -> None:
    mouse.drag(LINE)
    pen, left = Pen(canvas), Qt.MouseButton.LeftButton
    pen.send(QEvent.Type.TabletPress, (150, 60), 0.5, left, left | RIGHT)
    pen.send(QEvent.Type.TabletMove, (150, 140), 0.5, buttons=left | RIGHT)
    pen.release(150, 140)
    assert len(drawing.strokes) == 2


def test_a_hovering_pen_draws_nothing_but_shows_its_end(
    canvas: DrawingCanvas, drawing: Drawing
) -> None:
    before = canvas.cursor().pixmap().size()
    assert Pen(canvas, QPointingDevice.PointerType.Eraser).hover(50, 50)
    assert canvas.cursor().pixmap().size() != before
    Pen(canvas).hover(50, 50)
    assert canvas.cursor().pixmap().size() == before
    assert drawing.is_blank


def test_a_pen_whose_release_was_lost_ends_its_stroke(
    canvas: DrawingCanvas, drawing: Drawing
) -> None:
    pen = Pen(canvas)
    pen.press(*WAY[0])
    pen.move(*WAY[1])
    pen.hover(*WAY[1])
    pen.hover(*WAY[3])
    assert positions(drawing) == WAY[:2]


def test_a_mouse_cannot_draw_into_a_pens_stroke(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    pen = Pen(canvas)
    pen.press(*WAY[0])
    mouse.press(300, 200)
    mouse.move(310, 200)
    mouse.release(310, 200)
    pen.move(*WAY[1])
    pen.release(*WAY[1])
    assert positions(drawing) == WAY[:2]


def test_a_pen_takes_over_from_a_mouse_and_loses_no_ink(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.press(*WAY[0])
    mouse.move(*WAY[1])
    Pen(canvas).drag([(200, 200), (260, 200)])
    mouse.move(*WAY[2])
    assert [len(stroke.points) for stroke in drawing.strokes] == [2, 2]


# Finger


@pytest.fixture(scope="module")
def screen(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


def test_one_finger_draws(canvas: DrawingCanvas, drawing: Drawing, screen: QPointingDevice) -> None:
    QTest.touchEvent(canvas, screen).press(0, QPoint(50, 50), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(90, 60), canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(90, 99), canvas).commit()
    assert positions(drawing) == [(50, 50), (90, 60), (90, 99)]


def test_further_fingers_draw_nothing(
    canvas: DrawingCanvas, drawing: Drawing, screen: QPointingDevice
) -> None:
    QTest.touchEvent(canvas, screen).press(0, QPoint(50, 50), canvas).commit()
    QTest.touchEvent(canvas, screen).stationary(0).press(1, QPoint(200, 200), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(90, 60), canvas).move(
        1, QPoint(250, 200), canvas
    ).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(90, 60), canvas).release(
        1, QPoint(250, 200), canvas
    ).commit()
    assert positions(drawing) == [(50, 50), (90, 60)]


def test_a_palm_beside_a_pen_draws_nothing(
    canvas: DrawingCanvas, drawing: Drawing, screen: QPointingDevice
) -> None:
    Pen(canvas).hover(100, 100)
    QTest.touchEvent(canvas, screen).press(0, QPoint(50, 50), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(90, 60), canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(90, 60), canvas).commit()
    assert drawing.is_blank


def test_a_touch_that_the_system_takes_away_leaves_no_ink(
    canvas: DrawingCanvas, drawing: Drawing, screen: QPointingDevice
) -> None:
    QTest.touchEvent(canvas, screen).press(0, QPoint(50, 50), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(90, 60), canvas).commit()
    QCoreApplication.sendEvent(canvas, QTouchEvent(QEvent.Type.TouchCancel, screen))
    assert drawing.is_blank
    QTest.touchEvent(canvas, screen).release(0, QPoint(90, 60), canvas).commit()
    assert drawing.is_blank


def test_a_cancelled_touch_does_not_end_a_pens_stroke(
    canvas: DrawingCanvas, drawing: Drawing, screen: QPointingDevice
) -> None:
    pen = Pen(canvas)
    pen.press(*WAY[0])
    QCoreApplication.sendEvent(canvas, QTouchEvent(QEvent.Type.TouchCancel, screen))
    pen.move(*WAY[1])
    pen.release(*WAY[1])
    assert positions(drawing) == WAY[:2]


def test_a_palm_that_came_before_the_pen_is_taken_back(
    canvas: DrawingCanvas, drawing: Drawing, screen: QPointingDevice
) -> None:
    QTest.touchEvent(canvas, screen).press(0, QPoint(50, 50), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(90, 60), canvas).commit()
    Pen(canvas).drag(WAY)
    QTest.touchEvent(canvas, screen).release(0, QPoint(90, 60), canvas).commit()
    assert positions(drawing) == WAY


class _Nobody:
    """A target that only counts beginnings."""

    def __init__(self) -> None:
        self.began = 0

    def pen_began(self, tool: Tool, sample: PenSample) -> None:
        self.began += 1

    def pen_moved(self, sample: PenSample) -> None: ...

    def pen_lifted(self) -> None: ...

    def pen_cancelled(self) -> None: ...

    def pen_hovered(self, tool: Tool, x_px: float, y_px: float) -> None: ...


def test_fingers_draw_again_when_the_pen_has_gone(
    canvas: DrawingCanvas, screen: QPointingDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_ms = 0.0
    nobody = _Nobody()
    monkeypatch.setattr(canvas, "_recorder", StrokeRecorder(nobody, lambda: now_ms))
    Pen(canvas).hover(100, 100)
    QTest.touchEvent(canvas, screen).press(0, QPoint(50, 50), canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(50, 50), canvas).commit()
    assert nobody.began == 0
    now_ms = PEN_STAYS_NEAR_MS + 1
    QTest.touchEvent(canvas, screen).press(0, QPoint(50, 50), canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(50, 50), canvas).commit()
    assert nobody.began == 1
