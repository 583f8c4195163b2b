"""Choosing, moving and erasing digits through real mouse, key and menu events."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DigitBox, DrawingCanvas, Tool
from gui.canvas.highlights import frame_area, label_area
from model.edges import EdgeMove, Side
from model.geometry import Box
from model.ink import Ink, Stroke
from tests.gui.canvas.pixels import inked, shown
from tests.gui.canvas.pointers import Mouse, Pen

FIRST = ((60.0, 100.0), (60.0, 200.0))
SECOND = ((160.0, 100.0), (200.0, 200.0))
CROSSBAR = ((150.0, 150.0), (210.0, 150.0))
THIRD = ((300.0, 100.0), (300.0, 200.0))
GROUPS = ((0,), (1, 2), (3,))


def boxes_of(drawing: Drawing, active: int = 2) -> list[DigitBox]:
    """Return what a reading of the drawing would give."""
    found = []
    for index, group in enumerate(GROUPS):
        box = Box.around(drawing.strokes[stroke].bounds for stroke in group)
        label = str(index)
        ink = tuple(drawing.strokes[stroke] for stroke in group)
        found.append(
            DigitBox(box, label, certain=True, active=index == active, strokes=group, ink=ink)
        )
    return found


@pytest.fixture
def drawing(drawing: Drawing) -> Drawing:
    """Return a drawing of three digits, the second of two strokes."""
    drawing.replace(Ink(tuple(Stroke.from_xy(s) for s in (FIRST, SECOND, CROSSBAR, THIRD))))
    return drawing


@pytest.fixture
def canvas(canvas: DrawingCanvas, drawing: Drawing) -> DrawingCanvas:
    """Return a canvas whose digits have been read, with the select tool."""
    canvas.set_highlights(boxes_of(drawing))
    canvas.tool = Tool.SELECT
    return canvas


@pytest.fixture
def clicked(canvas: DrawingCanvas) -> list[int]:
    """Return what the canvas says was clicked, as it says it."""
    heard: list[int] = []
    canvas.digit_clicked.connect(heard.append)
    return heard


def active(canvas: DrawingCanvas) -> list[int]:
    return [index for index, digit in enumerate(canvas.digits) if digit.active]


def xy(drawing: Drawing, stroke: int) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in drawing.strokes[stroke].xy]


def shifted(
    way: tuple[tuple[float, float], ...], dx: float, dy: float
) -> list[tuple[float, float]]:
    return [(x + dx, y + dy) for x, y in way]


# Choosing


@pytest.mark.parametrize(
    ("place", "digit"),
    [((60, 150), 0), ((155, 105), 1), ((305, 150), 2), ((50, 90), 0), ((64, 82), 0)],
)
def test_a_click_on_ink_or_into_a_frame_chooses_the_digit(
    canvas: DrawingCanvas, mouse: Mouse, clicked: list[int], place: tuple[int, int], digit: int
) -> None:
    mouse.drag([place, place])
    assert clicked == [digit]
    assert active(canvas) == [digit]


def test_a_click_draws_and_moves_nothing(
    drawing: Drawing, mouse: Mouse, canvas: DrawingCanvas
) -> None:
    before = drawing.ink
    mouse.drag([(60, 150), (61, 151), (60, 150)])
    assert drawing.ink is before
    assert drawing.undo_stack.count() == 1


def test_of_two_frames_the_one_whose_ink_is_hit_counts(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, clicked: list[int]
) -> None:
    wide = Ink((Stroke.from_xy([(50, 50), (350, 250)]), Stroke.from_xy([(150, 200), (190, 200)])))
    drawing.replace(wide)
    canvas.set_highlights(
        [
            DigitBox(stroke.bounds, "1", certain=True, active=False, strokes=(index,))
            for index, stroke in enumerate(wide.strokes)
        ]
    )
    for place in ((200, 150), (170, 200), (152, 205)):
        mouse.drag([place, place])
    assert clicked == [0, 1, 1]


def test_a_click_beside_all_digits_goes_back_to_the_one_of_the_panels(
    canvas: DrawingCanvas, mouse: Mouse, clicked: list[int]
) -> None:
    mouse.drag([(60, 150), (60, 150)])
    mouse.drag([(380, 20), (380, 20)])
    assert clicked == [0]
    assert active(canvas) == [2]


def test_a_single_digit_is_framed_only_to_be_selected(
    canvas: DrawingCanvas, drawing: Drawing
) -> None:
    drawing.replace(Ink((Stroke.from_xy(FIRST),)))
    box = drawing.strokes[0].bounds
    canvas.set_highlights([DigitBox(box, "1", certain=True, active=True, strokes=(0,))])
    framed = shown(canvas)
    canvas.tool = Tool.PEN
    assert (shown(canvas) != framed).any()
    assert canvas.digits == ()


def test_a_new_reading_leaves_the_choice_and_says_so_again(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, clicked: list[int]
) -> None:
    mouse.drag([(60, 150), (60, 150)])
    canvas.set_highlights(boxes_of(drawing, active=2))
    assert active(canvas) == [0]
    assert clicked == [0, 0]
    canvas.set_highlights(boxes_of(drawing, active=0))
    assert clicked == [0, 0]


def test_a_digit_read_from_older_ink_can_be_chosen_but_not_moved(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, clicked: list[int]
) -> None:
    drawing.remove({0})  # the numbers of all later strokes are others now
    before = drawing.ink
    mouse.drag([(180, 150), (180, 180), (180, 250)])
    assert clicked == [1]
    assert drawing.ink is before


def test_a_digit_of_a_drawing_that_was_cleared_meanwhile_cannot_be_moved(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    drawing.clear()
    mouse.drag([(60, 150), (90, 150)])
    assert drawing.is_blank
    assert drawing.undo_stack.undoText() == "Clear"


def test_of_two_digits_in_one_stroke_the_clicked_one_is_chosen_and_both_move(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, clicked: list[int]
) -> None:
    drawing.replace(Ink((Stroke.from_xy([(60, 100), (60, 200), (200, 200), (200, 100)]),)))

    def halves(active: int, dx: float = 0) -> list[DigitBox]:
        return [
            DigitBox(
                Box(x + dx, 100, 70, 100), str(i), certain=True, active=i == active, strokes=(0,)
            )
            for i, x in enumerate((60, 130))
        ]

    canvas.set_highlights(halves(active=0))
    mouse.drag([(200, 150), (200, 150)])
    canvas.set_highlights(halves(active=1))
    assert clicked == [1]
    assert active(canvas) == [1]
    mouse.drag([(200, 150), (280, 150)])
    assert xy(drawing, 0)[0] == (140, 100)
    assert canvas.digits[1].box == Box(210, 100, 70, 100)
    canvas.set_highlights(halves(active=1, dx=80))
    assert active(canvas) == [1]
    assert clicked == [1, 1]


# Moving


def test_a_drag_moves_all_strokes_of_the_digit_in_one_step(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, qtbot: QtBot
) -> None:
    before = drawing.ink
    mouse.press(180, 150)
    with qtbot.waitSignal(drawing.ink_changed):
        mouse.move(200, 180)
    assert xy(drawing, 1) == shifted(SECOND, 20, 30)
    mouse.move(190, 160)
    mouse.release(190, 160)
    assert xy(drawing, 1) == shifted(SECOND, 10, 10)
    assert xy(drawing, 2) == shifted(CROSSBAR, 10, 10)
    assert (drawing.strokes[0], drawing.strokes[3]) == (before.strokes[0], before.strokes[3])
    assert drawing.undo_stack.undoText() == "Move"
    drawing.undo_stack.undo()
    assert drawing.ink == before
    assert drawing.undo_stack.count() == 2


def test_a_moved_digit_is_seen_where_it_is_with_its_frame(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.press(60, 150)
    mouse.move(110, 170)
    ink = inked(canvas)
    assert ink[130:210, 110].all()
    assert not ink[110:190, 60].any()
    # Readings that come meanwhile may be of where it was a moment ago.
    canvas.set_highlights(boxes_of(drawing))
    assert canvas.digits[0].box == Box(110, 120, 0, 100)
    mouse.release(110, 170)
    canvas.set_highlights(boxes_of(drawing))
    assert canvas.digits[0].box == Box(110, 120, 0, 100)


def test_a_digit_moves_by_what_is_seen_however_it_is_scaled(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    canvas.fit_to_view()
    scale = canvas.view.scale
    assert scale != 1
    (x, y), *_ = canvas.view.shown(drawing.strokes[0].xy)
    mouse.drag([(x, y), (x + 40, y), (x + 50, y + 20)])
    assert xy(drawing, 0) == [pytest.approx(at) for at in shifted(FIRST, 50 / scale, 20 / scale)]


def test_a_drag_back_to_where_it_began_is_no_step(
    drawing: Drawing, mouse: Mouse, canvas: DrawingCanvas
) -> None:
    mouse.drag([(60, 150), (90, 150), (60, 150)])
    assert drawing.undo_stack.count() == 1


def test_escape_puts_a_digit_back(canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse) -> None:
    before = drawing.ink
    mouse.press(60, 150)
    mouse.move(90, 150)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    mouse.move(120, 150)
    mouse.release(120, 150)
    assert drawing.ink == before
    assert canvas.digits[0].box == before.strokes[0].bounds
    assert drawing.undo_stack.count() == 1


def test_another_tool_in_the_middle_of_a_drag_puts_the_digit_down(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.press(60, 150)
    mouse.move(90, 150)
    canvas.tool = Tool.PEN
    mouse.move(120, 150)
    mouse.release(120, 150)
    assert xy(drawing, 0) == shifted(FIRST, 30, 0)
    assert len(drawing.strokes) == 4


def test_a_pen_moves_digits_too(canvas: DrawingCanvas, drawing: Drawing) -> None:
    Pen(canvas).drag([(300, 150), (310, 150), (320, 140)])
    assert xy(drawing, 3) == shifted(THIRD, 20, -10)


def test_after_an_undone_move_the_same_digit_is_chosen(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag([(60, 150), (90, 150)])
    drawing.undo_stack.undo()
    canvas.set_highlights(boxes_of(drawing))
    assert active(canvas) == [0]
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert xy(drawing, 0) == shifted(FIRST, 1, 0)
    assert canvas.digits[0].box == drawing.strokes[0].bounds


# The keyboard


@pytest.mark.parametrize(
    ("key", "modifier", "way"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, (-1, 0)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.KeypadModifier, (0, -1)),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, (10, 0)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, (0, 10)),
    ],
)
def test_arrow_keys_move_the_digit_of_the_panels_where_none_was_clicked(
    canvas: DrawingCanvas,
    drawing: Drawing,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    way: tuple[int, int],
) -> None:
    QTest.keyClick(canvas, key, modifier)
    assert xy(drawing, 3) == shifted(THIRD, *way)
    assert drawing.undo_stack.undoText() == "Move"


def test_a_held_key_makes_one_step(canvas: DrawingCanvas, drawing: Drawing) -> None:
    before = drawing.ink
    for _ in range(3):
        QTest.keyPress(canvas, Qt.Key.Key_Right)
    QTest.keyRelease(canvas, Qt.Key.Key_Right)
    assert xy(drawing, 3) == shifted(THIRD, 3, 0)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert xy(drawing, 3) == shifted(THIRD, 3, 1)
    drawing.undo_stack.undo()
    drawing.undo_stack.undo()
    assert drawing.ink == before


def test_a_key_whose_release_is_missed_loses_nothing(
    canvas: DrawingCanvas, drawing: Drawing
) -> None:
    QTest.keyPress(canvas, Qt.Key.Key_Right)
    canvas.clearFocus()
    assert drawing.is_settled
    assert drawing.undo_stack.undoText() == "Move"


def test_keys_do_not_pull_at_a_dragged_digit(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.press(60, 150)
    mouse.move(90, 150)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Delete, Qt.Key.Key_PageDown):
        QTest.keyClick(canvas, key)
    mouse.release(90, 150)
    assert xy(drawing, 0) == shifted(FIRST, 30, 0)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_erases_the_chosen_digit_in_one_step(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, key: Qt.Key
) -> None:
    before = drawing.ink
    mouse.drag([(180, 150), (180, 150)])
    QTest.keyClick(canvas, key)
    assert drawing.strokes == (before.strokes[0], before.strokes[3])
    assert drawing.undo_stack.undoText() == "Erase"
    drawing.undo_stack.undo()
    assert drawing.ink == before


def test_page_keys_go_from_digit_to_digit(canvas: DrawingCanvas, clicked: list[int]) -> None:
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(canvas, key)
    assert clicked == [0, 1, 0]
    assert active(canvas) == [0]


def test_a_window_shortcut_does_not_take_the_keys_of_the_tool(
    canvas: DrawingCanvas, window: QWidget, drawing: Drawing, qtbot: QtBot
) -> None:
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Delete), window)
    with qtbot.assertNotEmitted(shortcut.activated):
        QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(drawing.strokes) == 3
    canvas.tool = Tool.PEN
    with qtbot.waitSignal(shortcut.activated):
        QTest.keyClick(canvas, Qt.Key.Key_Delete)


def test_keys_on_a_blank_canvas_do_nothing(canvas: DrawingCanvas, drawing: Drawing) -> None:
    drawing.clear()
    canvas.set_highlights([])
    steps = drawing.undo_stack.count()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Delete, Qt.Key.Key_Q):
        QTest.keyClick(canvas, key)
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert drawing.undo_stack.count() == steps


def test_with_the_pen_keys_move_nothing(canvas: DrawingCanvas, drawing: Drawing) -> None:
    canvas.tool = Tool.PEN
    before = drawing.ink
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    canvas.erase_chosen_digit()
    assert drawing.ink is before


# The menu


def ask_for_menu(canvas: DrawingCanvas, reason: QContextMenuEvent.Reason, at: QPoint) -> bool:
    event = QContextMenuEvent(reason, at, canvas.mapToGlobal(at))
    QCoreApplication.sendEvent(canvas, event)
    return event.isAccepted()


def test_a_right_click_asks_for_the_menu_and_erases_nothing(
    canvas: DrawingCanvas, window: QWidget, drawing: Drawing, qtbot: QtBot, clicked: list[int]
) -> None:
    place = canvas.mapTo(window, QPoint(180, 150))
    handle = window.windowHandle()
    with qtbot.waitSignal(canvas.digit_menu_requested) as asked:
        QTest.mouseClick(handle, Qt.MouseButton.RightButton, pos=place)
    assert asked.args == [1, canvas.mapToGlobal(QPoint(180, 150))]
    assert clicked == [1]
    assert len(drawing.strokes) == 4


def test_the_menu_key_asks_for_the_menu_of_the_chosen_digit_below_it(
    canvas: DrawingCanvas, qtbot: QtBot
) -> None:
    for tool in (Tool.SELECT, Tool.PEN):
        canvas.tool = tool
        with qtbot.waitSignal(canvas.digit_menu_requested) as asked:
            assert ask_for_menu(canvas, QContextMenuEvent.Reason.Keyboard, QPoint(1, 1))
        assert asked.args is not None
        index, place = asked.args
        here = canvas.mapFromGlobal(place)
        assert index == 2
        assert here.x() < 300
        assert here.y() > 200


def test_where_no_digit_is_there_is_no_menu(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    mouse = QContextMenuEvent.Reason.Mouse
    with qtbot.assertNotEmitted(canvas.digit_menu_requested):
        assert not ask_for_menu(canvas, mouse, QPoint(380, 20))
        canvas.tool = Tool.PEN
        assert not ask_for_menu(canvas, mouse, QPoint(60, 150))


# Pointers, and labels under the pen


def hover(mouse: Mouse, x: float, y: float) -> None:
    mouse.move(x, y, Qt.MouseButton.NoButton)


def test_the_pointer_shows_what_can_be_taken(canvas: DrawingCanvas, mouse: Mouse) -> None:
    hover(mouse, 380, 20)
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    hover(mouse, 60, 150)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    mouse.press(60, 150)
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor


@pytest.fixture
def label(canvas: DrawingCanvas) -> Callable[[int], tuple[float, float]]:
    """Return where the label of a digit is, with the pen as the tool."""
    canvas.tool = Tool.PEN

    def middle(index: int) -> tuple[float, float]:
        place = label_area(canvas.digits[index], canvas.view, canvas.highlight_style).center()
        return place.x(), place.y()

    return middle


Label = Callable[[int], tuple[float, float]]


def test_the_pen_clicks_labels_and_draws_no_dot(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, clicked: list[int], label: Label
) -> None:
    mouse.drag([label(0), label(0)])
    Pen(canvas).drag([label(2), label(2)])
    assert clicked == [0, 2]
    assert len(drawing.strokes) == 4


def test_a_stroke_that_begins_on_a_label_is_whole(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, clicked: list[int], label: Label
) -> None:
    x, y = label(0)
    way = [(x, y), (x + 1, y), (x + 30, y + 4), (x + 60, y)]
    mouse.drag(way)
    assert clicked == []
    assert xy(drawing, 4) == way
    times = [point.time_ms for point in drawing.strokes[4].points]
    assert np.diff(times).tolist() == [8, 8, 8]


def test_escape_takes_a_click_back(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, clicked: list[int], label: Label
) -> None:
    mouse.press(*label(0))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    mouse.release(*label(0))
    assert clicked == []
    assert len(drawing.strokes) == 4


def test_ink_over_a_label_takes_dots(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, clicked: list[int], label: Label
) -> None:
    x, y = label(0)
    drawing.insert(Ink((Stroke.from_xy([(x - 30, y), (x + 30, y)]),)))
    mouse.drag([(x, y), (x, y)])
    assert clicked == []
    assert len(drawing.strokes) == 6


def test_the_pen_points_at_labels_only(canvas: DrawingCanvas, mouse: Mouse, label: Label) -> None:
    hover(mouse, 60, 150)
    assert canvas.cursor().shape() == Qt.CursorShape.BitmapCursor
    hover(mouse, *label(1))
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    Pen(canvas).hover(60, 150)
    assert canvas.cursor().shape() == Qt.CursorShape.BitmapCursor


# The eraser


def test_with_shift_the_eraser_takes_whole_strokes(canvas: DrawingCanvas, drawing: Drawing) -> None:
    canvas.tool = Tool.ERASER
    before = drawing.ink
    shift, left = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, shift, QPoint(60, 180))
    QTest.mouseRelease(canvas, left, shift, QPoint(60, 180))
    assert drawing.strokes == before.strokes[1:]
    drawing.undo_stack.undo()
    assert drawing.ink == before


def test_the_eraser_can_be_set_to_whole_strokes(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    canvas.erases_whole_strokes = True
    assert canvas.erases_whole_strokes
    canvas.tool = Tool.PEN
    mouse.drag([(155, 150), (205, 150)], Qt.MouseButton.RightButton)
    assert len(drawing.strokes) == 2
    canvas.erases_whole_strokes = False
    mouse.drag([(60, 150), (60, 152)], Qt.MouseButton.RightButton)
    assert len(drawing.strokes) == 3


# Dragging an edge of a frame


@pytest.fixture
def moves(canvas: DrawingCanvas) -> list[EdgeMove]:
    """Return what the canvas says of dragged edges, as it says it."""
    heard: list[EdgeMove] = []
    canvas.edge_moved.connect(heard.append)
    return heard


def edge(canvas: DrawingCanvas, index: int, side: Side) -> tuple[float, float]:
    """Return a place on the edge of a frame, below its label."""
    frame = frame_area(canvas.digits[index], canvas.view, canvas.highlight_style)
    return (frame.left() if side is Side.LEFT else frame.right()), frame.center().y() + 20


def test_the_pointer_shows_an_edge_that_can_be_dragged(canvas: DrawingCanvas, mouse: Mouse) -> None:
    for side in Side:
        x, y = edge(canvas, 1, side)
        for dx in (-4, 4):
            hover(mouse, x + dx, y)
            assert canvas.cursor().shape() == Qt.CursorShape.SizeHorCursor
    hover(mouse, *canvas.digits[1].box.center)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_an_edge_dragged_over_a_neighbour_merges_on_release(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, moves: list[EdgeMove]
) -> None:
    before = drawing.ink
    x, y = edge(canvas, 0, Side.RIGHT)
    mouse.press(x, y)
    mouse.move(150, y)
    assert canvas.digits[1].label == "1"
    mouse.move(200, y)
    assert canvas.digits[0].label == canvas.digits[1].label == "0 + 1"
    assert canvas.digits[0].box.right == drawing.strokes[2].bounds.right
    assert moves == []
    mouse.release(200, y)
    assert moves == [EdgeMove(0, Side.RIGHT, 200)]
    assert [digit.label for digit in canvas.digits] == ["0", "1", "2"]
    assert drawing.ink is before


def test_an_edge_dragged_inwards_shows_what_would_leave(
    canvas: DrawingCanvas, mouse: Mouse, drawing: Drawing, moves: list[EdgeMove]
) -> None:
    apart = Ink((Stroke.from_xy(FIRST), Stroke.from_xy(THIRD)))
    drawing.replace(apart)
    box = apart.bounds
    digit = DigitBox(box, "1", certain=True, active=True, strokes=(0, 1), ink=apart.strokes)
    canvas.set_highlights([digit])
    x, y = edge(canvas, 0, Side.RIGHT)
    mouse.press(x, y)
    mouse.move(200, y)
    held, given = canvas.digits
    assert frame_area(held, canvas.view, canvas.highlight_style).right() == pytest.approx(200)
    assert (given.box, given.label) == (apart.strokes[1].bounds, "?")
    mouse.release(200, y)
    assert moves == [EdgeMove(0, Side.RIGHT, 200)]
    assert canvas.digits == (digit,)


def test_what_leaves_is_shown_with_the_digit_that_it_joins(
    canvas: DrawingCanvas, mouse: Mouse, drawing: Drawing
) -> None:
    wide, bar = Stroke.from_xy([(160, 100), (260, 200)]), Stroke.from_xy([(190, 205), (230, 205)])
    drawing.replace(Ink((Stroke.from_xy(FIRST), bar, wide)))
    groups = ((0, 1), (2,))
    inks = [tuple(drawing.strokes[stroke] for stroke in group) for group in groups]
    canvas.set_highlights(
        [
            DigitBox(
                Ink(ink).bounds, "1", certain=True, active=group == (2,), strokes=group, ink=ink
            )
            for group, ink in zip(groups, inks, strict=True)
        ]
    )
    x, y = edge(canvas, 0, Side.RIGHT)
    mouse.press(x, y)
    mouse.move(100, y)
    assert len(canvas.digits) == 2
    assert canvas.digits[1].box == Ink((bar, wide)).bounds


def test_escape_lets_an_edge_spring_back(
    canvas: DrawingCanvas, mouse: Mouse, moves: list[EdgeMove]
) -> None:
    before = canvas.digits[0].box
    x, y = edge(canvas, 0, Side.RIGHT)
    mouse.press(x, y)
    mouse.move(220, y)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.digits[0].box == before
    mouse.move(230, y)
    mouse.release(230, y)
    assert moves == []


def test_an_edge_that_is_clicked_chooses_its_digit_and_changes_nothing(
    canvas: DrawingCanvas, mouse: Mouse, moves: list[EdgeMove], clicked: list[int]
) -> None:
    x, y = edge(canvas, 1, Side.LEFT)
    mouse.drag([(x, y), (x + 1, y), (x, y)])
    mouse.drag([(x, y), (x - 30, y)])  # passes no middle
    assert clicked == [1, 1]
    assert moves == []


def test_another_reading_in_the_middle_of_a_drag_lets_the_edge_go(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse, moves: list[EdgeMove]
) -> None:
    x, y = edge(canvas, 0, Side.RIGHT)
    mouse.press(x, y)
    mouse.move(200, y)
    box = drawing.ink.bounds
    everything = DigitBox(box, "1", certain=True, active=True, strokes=(0, 1, 2, 3))
    canvas.set_highlights([everything])
    assert canvas.digits == (everything,)
    mouse.release(200, y)
    assert moves == []


def test_ink_lies_over_the_edges_of_digits_that_are_not_chosen(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    x, y = edge(canvas, 0, Side.RIGHT)
    over = Stroke.from_xy([(x, y - 10), (x, y + 10)])
    drawing.replace(Ink((*drawing.strokes[:4], over)))
    boxes = boxes_of(drawing)
    canvas.set_highlights([*boxes[:2], replace(boxes[2], strokes=(3, 4))])
    hover(mouse, x, y)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    canvas.set_highlights(boxes_of(drawing, active=0))
    hover(mouse, x, y)
    assert canvas.cursor().shape() == Qt.CursorShape.SizeHorCursor


def test_a_zoomed_edge_is_dragged_to_where_it_is_seen(
    canvas: DrawingCanvas, mouse: Mouse, moves: list[EdgeMove]
) -> None:
    canvas.zoom(0.5, 0, 0)
    x, y = edge(canvas, 0, Side.RIGHT)
    mouse.drag([(x, y), (100, y)])
    (move,) = moves
    assert move.x == pytest.approx(200)
