import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.teaching.writing_field import WritingField
from model.ink import Ink, Stroke
from tests.gui.canvas.pointers import Mouse, Pen


@pytest.fixture
def field(qtbot: QtBot) -> WritingField:
    field = WritingField()
    qtbot.addWidget(field)
    field.resize(400, 400)
    with qtbot.waitExposed(field):
        field.show()
    return field


def line(*points: tuple[float, float]) -> Ink:
    return Ink((Stroke.from_xy(points),))


def test_after_the_pause_the_digit_is_finished(qtbot: QtBot, field: WritingField) -> None:
    shares: list[float] = []
    field.pause_passed.connect(shares.append)
    with qtbot.waitSignal(field.digit_finished):
        field.rest(60)
    assert max(shares) > 0
    assert shares[-1] == 0


def test_the_pen_that_comes_down_again_ends_the_pause(qtbot: QtBot, field: WritingField) -> None:
    field.rest(40)
    Mouse(field).press(100, 100)
    with qtbot.assertNotEmitted(field.digit_finished, wait=120):
        pass


def test_a_pause_begins_anew(qtbot: QtBot, field: WritingField) -> None:
    field.rest(600_000)
    with qtbot.waitSignal(field.digit_finished):
        field.rest(20)


@pytest.mark.parametrize(
    ("ink", "is_accident"),
    [
        (Ink(), False),
        (line((100, 100)), True),
        (line((100, 100), (108, 104)), True),
        (line((100, 100), (100, 140)), False),
    ],
    ids=["blank", "dot", "twitch", "small one"],
)
def test_a_touch_is_told_from_a_digit(field: WritingField, ink: Ink, is_accident: bool) -> None:
    field.show_ink(ink)
    assert field.is_accident == is_accident


def test_a_drawing_is_shown_where_it_was_made_and_cannot_be_undone(field: WritingField) -> None:
    ink = line((100, 100), (100, 300))
    field.show_ink(ink)
    assert field.ink == ink
    assert not field.is_fitted
    assert not field.drawing.undo_stack.canUndo()


def test_a_drawing_from_a_larger_field_is_all_in_sight(field: WritingField) -> None:
    field.show_ink(line((900, 100), (900, 700)))
    assert field.is_fitted
    field.show_ink(Ink())
    assert field.drawing.is_blank
    assert not field.is_fitted


def test_mouse_pen_and_finger_write_the_same_ink(field: WritingField) -> None:
    way = [(100.0, 100.0), (150.0, 200.0), (120.0, 300.0)]
    screen = QTest.createTouchDevice()
    first, second, third = (QPointF(*place).toPoint() for place in way)
    QTest.touchEvent(field, screen).press(0, first, field).commit()
    QTest.touchEvent(field, screen).move(0, second, field).commit()
    QTest.touchEvent(field, screen).move(0, third, field).commit()
    QTest.touchEvent(field, screen).release(0, third, field).commit()
    Mouse(field).drag(way)
    Pen(field).drag(way, pressure=0.8)
    strokes = field.ink.strokes
    assert [stroke.xy.tolist() for stroke in strokes] == [[list(place) for place in way]] * 3
    assert strokes[-1].points[0].pressure == pytest.approx(0.8)


def test_files_cannot_be_dropped_and_its_name_is_told(field: WritingField) -> None:
    assert not field.acceptDrops()
    assert field.accessibleName() == "Field to write in"


def test_settling_finishes_a_stroke_under_way(field: WritingField) -> None:
    mouse = Mouse(field)
    mouse.press(100, 100)
    mouse.move(100, 200)
    field.settle()
    assert len(field.drawing.strokes) == 1
    mouse.move(100, 300)
    mouse.release(100, 300, Qt.MouseButton.LeftButton)
    assert len(field.drawing.strokes) == 1
