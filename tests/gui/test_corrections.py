from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gui.canvas.highlights import frame_area
from gui.main_window import MainWindow
from model.corrections import NOT_A_DIGIT, Corrections
from model.edges import EdgeMove, Side
from model.ink import Ink, Stroke
from model.paths import UserPaths
from model.reader import Reader
from model.reading import Reading
from model.samples.sample import Sample, Source
from model.samples.store import SampleStore
from tests.gui.canvas.pointers import Mouse
from tests.gui.driving import draw, ink_of, wait_for_reading, write_picture


@pytest.fixture
def number(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """Return the window with a 4 and a 2 drawn, of which the 2 is chosen."""
    draw(qtbot, window, 4, side_px=150, x=120)
    draw(qtbot, window, 2, side_px=150, x=330)
    assert window.reading_panel.text == "42"
    return window


def click_bar(window: MainWindow, digit: int) -> None:
    row = window.chart.row_area(digit).center().toPoint()
    QTest.mouseClick(window.chart, Qt.MouseButton.LeftButton, pos=row)


def kept(paths: UserPaths) -> list[Sample]:
    """Return the samples in the store, the oldest first."""
    with SampleStore.open(paths.samples, paths.backups) as store:
        return list(store.list())[::-1]


def menu_action(menu: QMenu, text: str) -> QAction:
    """Return the action of a menu, or of its menus, whose text begins so."""
    found = [a for part in (menu, *menu.findChildren(QMenu)) for a in part.actions()]
    return next(a for a in found if a.text().replace("&", "").startswith(text))


def test_clicking_a_bar_changes_the_reading_at_once_and_for_good(
    qtbot: QtBot, number: MainWindow
) -> None:
    click_bar(number, 9)
    for _ in range(2):
        assert number.reading_panel.text == "49"
        assert number.reading_panel.certainty == "you said 9"
        assert number.chart.truth == 9
        assert number.chart.accessibleDescription().startswith("you said 9, 2: ")
        assert number.canvas.digits[1].label == "9 ✓"
        wait_for_reading(qtbot, number)


def test_a_correction_is_one_step_of_undo_and_its_sample_goes_and_comes_with_it(
    qtbot: QtBot, number: MainWindow, paths: UserPaths
) -> None:
    with qtbot.waitSignal(number.samples.changed):
        click_bar(number, 9)
    assert [sample.label for sample in kept(paths)] == [9]
    with qtbot.waitSignal(number.samples.changed):
        number.menu_actions.undo.trigger()
    assert number.reading_panel.text == "42"
    assert kept(paths) == []
    with qtbot.waitSignal(number.samples.changed):
        number.menu_actions.redo.trigger()
    assert number.reading_panel.text == "49"
    assert [sample.label for sample in kept(paths)] == [9]


def test_the_sample_holds_what_was_drawn_what_was_read_and_what_was_said(
    qtbot: QtBot, number: MainWindow, paths: UserPaths
) -> None:
    digit = number.session.shown.digit
    assert digit is not None
    with qtbot.waitSignal(number.samples.changed):
        click_bar(number, 9)
    (sample,) = kept(paths)
    assert sample.ink == Ink(tuple(number.drawing.strokes[index] for index in digit.strokes))
    assert sample.source is Source.CANVAS
    assert (sample.label, sample.read_digit) == (9, 2)
    assert sample.read_confidence == pytest.approx(digit.scores.confidence)


def test_a_second_thought_replaces_the_sample(
    qtbot: QtBot, number: MainWindow, paths: UserPaths
) -> None:
    with qtbot.waitSignal(number.samples.changed):
        click_bar(number, 9)
    click_bar(number, 7)
    qtbot.waitUntil(lambda: [sample.label for sample in kept(paths)] == [7])
    assert number.reading_panel.text == "47"


def test_confirming_what_was_read_keeps_it_too(
    qtbot: QtBot, number: MainWindow, paths: UserPaths
) -> None:
    with qtbot.waitSignal(number.samples.changed):
        click_bar(number, 2)
    (sample,) = kept(paths)
    assert (sample.label, sample.read_digit) == (2, 2)
    assert number.reading_panel.certainty == "you said 2"


def test_a_digit_key_says_what_the_chosen_digit_is(qtbot: QtBot, number: MainWindow) -> None:
    number.activateWindow()
    qtbot.waitUntil(number.isActiveWindow)
    QTest.keyClick(number.canvas, Qt.Key.Key_7)
    assert number.reading_panel.text == "47"
    QTest.keyClick(number.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(number.canvas, Qt.Key.Key_0)
    assert number.reading_panel.text == "07"


def test_digit_keys_do_nothing_on_a_blank_canvas(window: MainWindow) -> None:
    assert not any(action.isEnabled() for action in window.correcting.digits)
    window.corrector.say(3)
    assert not window.drawing.undo_stack.canUndo()


def test_a_candidate_says_what_the_digit_is(
    qtbot: QtBot, number: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.reading.CERTAIN_FROM", 1.1)  # no digit is certain now
    number.session.choose(0)
    first, second = number.reading_panel.candidates
    assert first.isVisible()
    assert first.text().startswith("4")
    said = int(second.text()[0])
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert number.reading_panel.text == f"{said}2"
    assert not first.isVisible()


def test_a_click_on_a_digit_of_the_number_chooses_it(number: MainWindow) -> None:
    view = number.reading_panel.number
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.digit_area(0).center().toPoint())
    assert number.chart.scores is not None
    assert number.chart.scores.digit == 4


def test_the_next_digit_and_the_one_before_can_be_chosen(number: MainWindow) -> None:
    chosen = []
    for action in (number.correcting.next, number.correcting.next, number.correcting.previous):
        action.trigger()
        chosen.append(number.session.shown.chosen)
    assert chosen == [0, 1, 0]


def test_the_chosen_digit_stays_chosen_when_it_is_corrected(
    qtbot: QtBot, number: MainWindow
) -> None:
    number.session.choose(0)
    click_bar(number, 6)
    wait_for_reading(qtbot, number)
    assert number.session.shown.chosen == 0
    assert number.reading_panel.text == "62"


def test_a_correction_outlasts_drawing_elsewhere_and_moving(
    qtbot: QtBot, number: MainWindow
) -> None:
    click_bar(number, 9)
    strokes = number.session.shown.reading.digits[1].strokes
    draw(qtbot, number, 1, side_px=150, x=480)
    assert number.reading_panel.text == "491"
    number.drawing.move(set(strokes), 0, 25)
    number.drawing.finish_moving()
    wait_for_reading(qtbot, number)
    assert number.reading_panel.text == "491"


def test_a_correction_goes_with_its_strokes_and_comes_back_with_them(
    qtbot: QtBot, number: MainWindow
) -> None:
    click_bar(number, 9)
    number.menu_actions.clear.trigger()
    draw(qtbot, number, 2)
    assert number.reading_panel.text == "2"
    for _ in range(number.drawing.undo_stack.index()):
        if number.drawing.undo_stack.undoText() == "Clear":
            break
        number.menu_actions.undo.trigger()
    number.menu_actions.undo.trigger()
    wait_for_reading(qtbot, number)
    assert number.reading_panel.text == "49"


def test_not_a_digit_leaves_the_text(qtbot: QtBot, number: MainWindow, paths: UserPaths) -> None:
    menu = number.correcting.context_menu()
    with qtbot.waitSignal(number.samples.changed):
        menu_action(menu, "Not a Digit").trigger()
    assert number.reading_panel.text == "4?"
    assert number.reading_panel.certainty == "you said: not a digit"
    number.menu_actions.copy_text.trigger()
    assert QGuiApplication.clipboard().text() == "4"
    assert [sample.label for sample in kept(paths)] == [NOT_A_DIGIT]


def test_the_menu_of_a_digit_opens_where_it_is_asked_for_and_acts_on_it(
    number: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[QMenu, QPoint]] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, place: opened.append((menu, place)))
    number.canvas.digit_menu_requested.emit(0, QPoint(100, 120))
    ((menu, place),) = opened
    assert place == QPoint(100, 120)
    menu_action(menu, "8").trigger()
    assert number.reading_panel.text == "82"


def drag_edge(window: MainWindow, index: int, side: Side, to_x: float) -> None:
    """Drag an edge of a digit's frame with the select tool, in pixels of the canvas."""
    window.menu_actions.select.setChecked(True)
    canvas = window.canvas
    frame = frame_area(canvas.digits[index], canvas.view, canvas.highlight_style)
    x, y = (frame.left() if side is Side.LEFT else frame.right()), frame.center().y()
    mouse = Mouse(canvas)
    mouse.drag([(x, y), ((x + to_x) / 2, y), (to_x, y)])


def test_an_edge_dragged_over_a_neighbour_merges_in_one_step(
    qtbot: QtBot, number: MainWindow
) -> None:
    before = number.drawing.undo_stack.index()
    drag_edge(number, 1, Side.LEFT, 60)
    wait_for_reading(qtbot, number)
    assert len(number.session.shown.reading.digits) == 1
    assert number.drawing.undo_stack.undoText() == "Merge Digits"
    assert number.drawing.undo_stack.index() == before + 1
    number.menu_actions.undo.trigger()
    wait_for_reading(qtbot, number)
    assert number.reading_panel.text == "42"


def test_an_edge_dragged_back_gives_the_strokes_away_again(
    qtbot: QtBot, number: MainWindow
) -> None:
    strokes = number.drawing.strokes
    number.correcting.merge_previous.trigger()
    wait_for_reading(qtbot, number)
    drag_edge(number, 0, Side.RIGHT, 225)
    wait_for_reading(qtbot, number)
    assert number.reading_panel.text == "42"
    assert number.drawing.strokes == strokes
    assert number.drawing.undo_stack.undoText() == "Split Digit"


def test_an_edge_dragged_through_a_single_stroke_cuts_it_there_in_one_step(
    qtbot: QtBot, window: MainWindow
) -> None:
    draw(qtbot, window, 7)
    (whole,) = window.drawing.strokes
    before, x = window.drawing.undo_stack.index(), whole.bounds.center[0]
    drag_edge(window, 0, Side.RIGHT, x)
    wait_for_reading(qtbot, window)
    assert len(window.session.shown.reading.digits) == 2
    pieces = window.drawing.strokes
    assert sum(piece.length for piece in pieces) == pytest.approx(whole.length)
    assert all(piece.bounds.right <= x + 1e-6 or piece.bounds.x >= x - 1e-6 for piece in pieces)
    assert window.drawing.undo_stack.index() == before + 1
    window.menu_actions.undo.trigger()
    wait_for_reading(qtbot, window)
    assert list(window.drawing.strokes) == [whole]
    assert window.reading_panel.text == "7"


def test_an_edge_moved_after_its_digit_is_gone_changes_nothing(
    qtbot: QtBot, number: MainWindow
) -> None:
    number.corrector.move_edge(EdgeMove(7, Side.RIGHT, 100))
    number.drawing.undo_stack.undo()  # and no reading has come yet
    before = number.drawing.undo_stack.index()
    number.corrector.move_edge(EdgeMove(0, Side.RIGHT, 400))
    number.corrector.move_edge(EdgeMove(1, Side.LEFT, 330))
    assert number.drawing.undo_stack.index() == before
    wait_for_reading(qtbot, number)


def test_two_digits_merge_and_split_again(qtbot: QtBot, number: MainWindow) -> None:
    menu = number.correcting.context_menu()
    assert not menu_action(menu, "Merge with the Next").isEnabled()
    menu_action(menu, "Merge with the Previous").trigger()
    wait_for_reading(qtbot, number)
    (merged,) = number.session.shown.reading.digits
    assert len(merged.strokes) == len(number.drawing.strokes)
    with qtbot.waitSignal(number.recognition.split_found):
        menu_action(menu, "Split in Two").trigger()
    wait_for_reading(qtbot, number)
    assert number.reading_panel.text == "42"
    number.menu_actions.undo.trigger()
    wait_for_reading(qtbot, number)
    assert len(number.session.shown.reading.digits) == 1
    number.menu_actions.undo.trigger()
    wait_for_reading(qtbot, number)
    assert number.reading_panel.text == "42"


def test_a_split_through_a_stroke_cuts_it_in_one_step(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(qtbot, window, 7)
    (whole,) = window.drawing.strokes
    half = len(whole.points) // 2
    parts = tuple((type(whole)(points),) for points in (whole.points[:half], whole.points[half:]))
    monkeypatch.setattr("model.reader.Reader.split", lambda *_: parts)
    with qtbot.waitSignal(window.recognition.split_found):
        window.correcting.split.trigger()
    wait_for_reading(qtbot, window)
    assert list(window.drawing.strokes) == [parts[0][0], parts[1][0]]
    assert len(window.session.shown.reading.digits) == 2
    window.menu_actions.undo.trigger()
    wait_for_reading(qtbot, window)
    assert list(window.drawing.strokes) == [whole]
    assert window.reading_panel.text == "7"


def test_naming_one_of_two_touching_digits_cuts_the_stroke_they_share(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(qtbot, window, 7)
    (whole,) = window.drawing.strokes
    half = len(whole.points) // 2
    left, right = Stroke(whole.points[: half + 1]), Stroke(whole.points[half:])
    read = Reader.read_ink

    def read_as_two(reader: Reader, ink: Ink, corrections: Corrections, **_: bool) -> Reading:
        if len(ink.strokes) > 1:
            return read(reader, ink, corrections)
        parts = (left, right)
        return Reading(
            (tuple(replace(reader.read_ink_digit(Ink((part,))), cut=(part,)) for part in parts),)
        )

    monkeypatch.setattr(Reader, "read_ink", read_as_two)
    window.session.read_again()
    wait_for_reading(qtbot, window)
    click_bar(window, 8)
    wait_for_reading(qtbot, window)
    assert list(window.drawing.strokes) == [left, right]
    assert sorted(digit.strokes for digit in window.session.shown.reading.digits) == [(0,), (1,)]
    assert [d.truth for d in window.session.shown.reading.digits].count(8) == 1
    window.menu_actions.undo.trigger()
    assert list(window.drawing.strokes) == [whole]


def test_what_cannot_be_split_is_said(
    qtbot: QtBot, number: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.reader.Reader.split", lambda *_: None)
    before = number.drawing.undo_stack.index()
    with qtbot.waitSignal(number.corrector.message_raised):
        number.correcting.split.trigger()
    assert number.message_bar.message is not None
    assert "split" in number.message_bar.message.text
    assert number.drawing.undo_stack.index() == before


def test_a_correction_can_be_forgotten_much_later(
    qtbot: QtBot, number: MainWindow, paths: UserPaths
) -> None:
    before = number.drawing.undo_stack.index()
    number.corrector.forget()
    assert number.drawing.undo_stack.index() == before
    assert not number.correcting.forget.isEnabled()
    with qtbot.waitSignal(number.samples.changed):
        click_bar(number, 9)
    draw(qtbot, number, 1, side_px=150, x=480)
    number.session.choose(1)
    with qtbot.waitSignal(number.samples.changed):
        number.correcting.forget.trigger()
    wait_for_reading(qtbot, number)
    assert number.reading_panel.text == "421"
    assert kept(paths) == []
    number.menu_actions.undo.trigger()
    assert number.reading_panel.text == "491"


def test_a_store_that_cannot_be_opened_is_said_once_and_corrections_still_work(
    qtbot: QtBot, number: MainWindow, paths: UserPaths
) -> None:
    paths.samples.mkdir(parents=True)
    with qtbot.waitSignal(number.corrector.message_raised):
        click_bar(number, 9)
    assert number.message_bar.message is not None
    assert number.reading_panel.text == "49"
    number.message_bar.hide()
    click_bar(number, 7)
    number.menu_actions.undo.trigger()
    assert number.reading_panel.text == "49"
    number.close()  # when everything has been tried
    QApplication.processEvents()
    assert number.message_bar.message is None


def test_a_digit_in_a_picture_is_corrected_and_its_picture_kept(
    qtbot: QtBot, window: MainWindow, paths: UserPaths, tmp_path: Path
) -> None:
    window.files.open_path(write_picture(tmp_path / "five.png", 5))
    wait_for_reading(qtbot, window)
    digit = window.session.shown.digit
    assert digit is not None
    with qtbot.waitSignal(window.samples.changed):
        click_bar(window, 3)
    assert window.reading_panel.text == "3"
    assert window.picture_page.view.boxes[0].label == "3 ✓"
    (sample,) = kept(paths)
    assert (sample.label, sample.read_digit, sample.source) == (3, 5, Source.PICTURE)
    assert sample.picture is not None
    shown = cv2.imdecode(np.frombuffer(sample.picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    assert np.array_equal(shown, digit.stages.gray)
    assert not window.correcting.split.isEnabled()
    with qtbot.waitSignal(window.samples.changed):
        window.correcting.forget.trigger()
    assert window.reading_panel.text == "5"
    assert kept(paths) == []
    window.menu_actions.undo.trigger()
    assert window.reading_panel.text == "3"


def test_nothing_is_corrected_while_the_pen_is_down(number: MainWindow) -> None:
    before = number.drawing.undo_stack.index()
    QTest.mousePress(number.canvas, Qt.MouseButton.LeftButton, pos=QPoint(470, 200))
    QTest.mouseMove(number.canvas, QPoint(470, 260))
    number.correcting.digits[8].trigger()
    assert number.drawing.undo_stack.index() == before
    QTest.mouseRelease(number.canvas, Qt.MouseButton.LeftButton, pos=QPoint(470, 260))


def test_a_split_that_comes_too_late_changes_nothing(qtbot: QtBot, number: MainWindow) -> None:
    with qtbot.waitSignal(number.recognition.split_found):
        number.correcting.split.trigger()
        number.menu_actions.clear.trigger()
    assert number.drawing.undo_stack.undoText() == "Clear"
    assert number.drawing.is_blank


def test_digits_of_different_lines_are_not_merged(qtbot: QtBot, window: MainWindow) -> None:
    above, below = ink_of(3), ink_of(5)
    shift = above.bounds.height * 2.5
    lower = (Stroke.from_xy(stroke.xy + np.array((0, shift))) for stroke in below.strokes)
    window.drawing.replace(Ink((*above.strokes, *lower)))
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "3\n5"
    for choose in (0, 1):
        window.session.choose(choose)
        assert not window.correcting.merge_next.isEnabled()
        assert not window.correcting.merge_previous.isEnabled()
        window.corrector.merge_with_next()
        window.corrector.merge_with_previous()
    assert window.drawing.undo_stack.undoText() == "Open drawing"


def test_a_sample_that_cannot_be_made_is_said_and_the_correction_works(
    number: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(number.corrector._settings, "get", lambda _: " ")  # a damaged file
    click_bar(number, 9)
    assert number.message_bar.message is not None
    assert "profile" in number.message_bar.message.text
    assert number.reading_panel.text == "49"
