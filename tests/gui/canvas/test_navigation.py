"""Zooming and panning with wheels and touchpads."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent

from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas
from gui.canvas.view import View
from model.ink import Ink, Stroke
from tests.gui.canvas.pointers import Mouse

PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
AT = (130.0, 90.0)


@pytest.fixture
def canvas(canvas: DrawingCanvas, drawing: Drawing) -> DrawingCanvas:
    """Return a canvas with a stroke, that can be zoomed."""
    canvas.can_zoom = True
    drawing.replace(Ink((Stroke.from_xy([(100, 60), (200, 160)]),)))
    return canvas


def wheel(
    canvas: DrawingCanvas,
    *,
    notches: tuple[float, float] = (0, 0),
    pixels: tuple[int, int] = (0, 0),
    keys: Qt.KeyboardModifier = PLAIN,
) -> bool:
    """Turn the wheel, or move two fingers; tell whether anybody took it."""
    here = QPointF(*AT)
    event = QWheelEvent(
        here,
        QPointF(canvas.mapToGlobal(here)),
        QPoint(*pixels),
        QPoint(*(round(120 * turned) for turned in notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(canvas, event)
    return event.isAccepted()


def pinch(canvas: DrawingCanvas, value: float) -> None:
    here = QPointF(*AT)
    everywhere = QPointF(canvas.mapToGlobal(here))
    kind = Qt.NativeGestureType.ZoomNativeGesture
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, device, 2, here, here, everywhere, value, QPointF())
    QCoreApplication.sendEvent(canvas, event)


def test_ctrl_and_the_wheel_zoom_around_the_pointer(canvas: DrawingCanvas) -> None:
    place = canvas.view.drawn(*AT)
    for notches, scale in (((0, 4), 2.0), ((0, -8), 0.5), ((0, 4), 1.0)):
        assert wheel(canvas, notches=notches, keys=CTRL)
        assert canvas.view.scale == pytest.approx(scale)
        assert canvas.view.drawn(*AT) == pytest.approx(place)


def test_a_pinch_zooms_around_the_pointer(canvas: DrawingCanvas) -> None:
    place = canvas.view.drawn(*AT)
    pinch(canvas, 0.25)
    assert canvas.view.scale == pytest.approx(1.25)
    assert canvas.view.drawn(*AT) == pytest.approx(place)
    pinch(canvas, -5.0)  # a gesture that reports nonsense turns nothing upside down
    assert canvas.view.scale == pytest.approx(0.625)


def test_the_wheel_and_two_fingers_pan(canvas: DrawingCanvas) -> None:
    wheel(canvas, notches=(0, -1))
    assert canvas.view == View(1, 0, -60)
    wheel(canvas, notches=(0, 1), keys=SHIFT)
    assert canvas.view == View(1, 60, -60)
    wheel(canvas, notches=(0, 1), pixels=(-20, 7))
    assert canvas.view == View(1, 40, -53)


def test_a_drawing_cannot_be_lost_by_panning(canvas: DrawingCanvas, drawing: Drawing) -> None:
    for _ in range(40):
        wheel(canvas, notches=(0, 3))
    shown = canvas.view.shown_box(drawing.ink.bounds)
    assert shown.top() < canvas.height() - 40


def test_a_blank_canvas_stays_as_it_is(canvas: DrawingCanvas, drawing: Drawing) -> None:
    drawing.clear()
    wheel(canvas, notches=(0, 2), keys=CTRL)
    wheel(canvas, notches=(0, 2))
    assert canvas.view == View()


def test_where_there_is_no_zoom_others_get_the_wheel(canvas: DrawingCanvas) -> None:
    canvas.can_zoom = False
    assert not wheel(canvas, notches=(0, 2), keys=CTRL)
    assert canvas.view == View()


def test_nothing_moves_under_a_pen_that_is_down(canvas: DrawingCanvas, mouse: Mouse) -> None:
    mouse.press(50, 50)
    mouse.move(80, 80)
    wheel(canvas, notches=(0, 2), keys=CTRL)
    assert canvas.view == View()
    mouse.release(80, 80)


def test_a_zoomed_drawing_is_no_longer_fitted(canvas: DrawingCanvas) -> None:
    canvas.fit_to_view()
    wheel(canvas, notches=(0, 1), keys=CTRL)
    view = canvas.view
    canvas.resize(300, 200)
    assert canvas.view == view


def test_what_is_drawn_while_zoomed_lies_where_the_pointer_was(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    wheel(canvas, notches=(0, 4), keys=CTRL)
    mouse.drag([(60, 40), (120, 100)])
    (x, y), *_ = canvas.view.shown(drawing.strokes[-1].xy)
    assert (x, y) == pytest.approx((60, 40))
    assert drawing.strokes[-1].length == pytest.approx(60 * 2**0.5 / 2)
