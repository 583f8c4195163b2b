"""Two fingers on a touch screen zoom and pan; they never draw."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QPointingDevice, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas, Tool
from gui.canvas.view import View
from model.ink import Ink, Stroke
from tests.gui.canvas.pointers import Mouse, Pen

Spots = Mapping[int, tuple[int, int]]


@pytest.fixture(scope="module")
def screen(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


class Fingers:
    """Fingers on a touch screen, by their numbers."""

    def __init__(self, canvas: DrawingCanvas, screen: QPointingDevice) -> None:
        self._canvas = canvas
        self._screen = screen
        self._down: dict[int, tuple[int, int]] = {}

    def press(self, spots: Spots) -> None:
        """Put more fingers down."""
        self._send(spots, ())

    def move(self, spots: Spots) -> None:
        """Move some of the fingers that are down."""
        self._send(spots, ())

    def lift(self, *fingers: int) -> None:
        self._send({}, fingers)

    def _send(self, spots: Spots, lifted: tuple[int, ...]) -> None:
        # A screen reports all fingers each time, those too that rest.
        touch = QTest.touchEvent(self._canvas, self._screen)
        for finger, spot in {**self._down, **spots}.items():
            if finger in lifted:
                act = touch.release
            else:
                act = touch.move if finger in self._down else touch.press
            act(finger, QPoint(*spot), self._canvas)
        touch.commit()
        now = {**self._down, **spots}
        self._down = {finger: spot for finger, spot in now.items() if finger not in lifted}


@pytest.fixture
def canvas(canvas: DrawingCanvas, drawing: Drawing) -> DrawingCanvas:
    """Return a canvas with a stroke, that can be zoomed."""
    canvas.can_zoom = True
    drawing.replace(Ink((Stroke.from_xy([(100, 60), (200, 160)]),)))
    return canvas


@pytest.fixture
def fingers(canvas: DrawingCanvas, screen: QPointingDevice) -> Fingers:
    return Fingers(canvas, screen)


def test_two_fingers_that_part_zoom_in_where_they_are(
    canvas: DrawingCanvas, drawing: Drawing, fingers: Fingers
) -> None:
    ink, middle = drawing.ink, canvas.view.drawn(150, 100)
    fingers.press({0: (140, 100), 1: (160, 100)})
    fingers.move({0: (130, 100), 1: (170, 100)})
    assert canvas.view.scale == pytest.approx(2.0)
    assert canvas.view.drawn(150, 100) == pytest.approx(middle)
    fingers.move({0: (145, 100), 1: (155, 100)})
    assert canvas.view.scale == pytest.approx(1.0)  # one report of a pinch at most halves
    fingers.lift(0, 1)
    assert drawing.ink is ink


def test_two_fingers_together_pan(canvas: DrawingCanvas, fingers: Fingers) -> None:
    fingers.press({0: (140, 100), 1: (160, 100)})
    fingers.move({0: (170, 80), 1: (190, 80)})
    assert canvas.view == View(1, 30, -20)


def test_the_dot_of_the_first_finger_is_not_drawn(
    canvas: DrawingCanvas, drawing: Drawing, fingers: Fingers, qtbot: QtBot
) -> None:
    steps = drawing.undo_stack.count()
    with qtbot.assertNotEmitted(drawing.stroke_finished):
        fingers.press({0: (140, 100)})
        fingers.move({0: (141, 102)})
        fingers.press({1: (160, 100)})
        fingers.move({0: (130, 100), 1: (170, 100)})
        fingers.lift(0, 1)
    assert canvas.view.scale > 1
    assert drawing.undo_stack.count() == steps


def test_the_finger_that_stays_behind_draws_nothing(
    canvas: DrawingCanvas, drawing: Drawing, fingers: Fingers
) -> None:
    fingers.press({0: (140, 100), 1: (160, 100)})
    fingers.lift(0)
    view = canvas.view
    fingers.move({1: (220, 150)})
    assert canvas.view == view
    fingers.lift(1)
    assert len(drawing.strokes) == 1
    fingers.press({2: (50, 50)})
    fingers.move({2: (90, 90)})
    fingers.lift(2)
    assert len(drawing.strokes) == 2


def test_a_finger_that_comes_back_goes_on_pinching_without_a_jump(
    canvas: DrawingCanvas, fingers: Fingers
) -> None:
    fingers.press({0: (140, 100), 1: (160, 100)})
    fingers.lift(0)
    fingers.press({0: (60, 100)})
    assert canvas.view == View()
    fingers.move({0: (110, 100)})
    assert canvas.view.scale == pytest.approx(0.5)


def test_fingers_that_meet_do_not_turn_the_drawing_inside_out(
    canvas: DrawingCanvas, fingers: Fingers
) -> None:
    fingers.press({0: (100, 100), 1: (200, 100)})
    fingers.move({0: (150, 100), 1: (150, 100)})
    assert canvas.view.scale == pytest.approx(0.5)


def test_a_stroke_under_way_goes_on_beside_a_second_finger(
    canvas: DrawingCanvas, drawing: Drawing, fingers: Fingers
) -> None:
    fingers.press({0: (140, 100)})
    fingers.move({0: (240, 100)})
    fingers.press({1: (160, 200)})
    fingers.move({0: (260, 100), 1: (260, 250)})
    fingers.lift(0, 1)
    assert canvas.view == View()
    assert [(p.x, p.y) for p in drawing.strokes[-1].points] == [(140, 100), (240, 100), (260, 100)]


def test_what_the_first_finger_erased_comes_back(
    canvas: DrawingCanvas, drawing: Drawing, fingers: Fingers
) -> None:
    ink = drawing.ink
    canvas.tool = Tool.ERASER
    fingers.press({0: (150, 110)})
    assert drawing.ink != ink
    fingers.press({1: (180, 110)})
    assert drawing.ink == ink


def test_the_palm_beside_a_pen_does_not_zoom(
    canvas: DrawingCanvas, fingers: Fingers, mouse: Mouse
) -> None:
    Pen(canvas).hover(100, 100)
    fingers.press({0: (140, 100), 1: (160, 100)})
    fingers.move({0: (100, 100), 1: (200, 100)})
    assert canvas.view == View()


def test_two_fingers_do_not_move_what_a_mouse_draws_on(
    canvas: DrawingCanvas, fingers: Fingers, mouse: Mouse
) -> None:
    mouse.press(50, 50)
    fingers.press({0: (140, 100), 1: (160, 100)})
    fingers.move({0: (100, 100), 1: (200, 100)})
    assert canvas.view == View()
    mouse.release(50, 50)


def test_a_pinch_that_the_system_takes_away_is_over(
    canvas: DrawingCanvas, drawing: Drawing, fingers: Fingers, screen: QPointingDevice
) -> None:
    fingers.press({0: (140, 100), 1: (160, 100)})
    QCoreApplication.sendEvent(canvas, QTouchEvent(QEvent.Type.TouchCancel, screen))
    fingers.lift(0, 1)
    fingers.press({2: (50, 50)})
    fingers.move({2: (90, 90)})
    fingers.lift(2)
    assert len(drawing.strokes) == 2


def test_where_there_is_no_zoom_two_fingers_change_nothing(
    canvas: DrawingCanvas, drawing: Drawing, fingers: Fingers
) -> None:
    canvas.can_zoom = False
    fingers.press({0: (140, 100)})
    fingers.press({1: (160, 100)})
    fingers.move({0: (100, 120), 1: (200, 100)})
    fingers.lift(0, 1)
    assert canvas.view == View()
    assert len(drawing.strokes) == 2
