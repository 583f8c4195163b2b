"""Tools by keyboard: from the strip, from the menu, and by their letters."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.canvas.drawing_canvas import Tool
from gui.main_window import MainWindow
from model.ink import Ink, Stroke
from tests.gui.canvas.pixels import shown
from tests.gui.driving import draw, wait_for_reading


def buttons(window: MainWindow) -> dict[str, QToolButton]:
    found = window.tools.findChildren(QToolButton)
    return {button.accessibleName(): button for button in found}


@pytest.fixture
def focused(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """Return the window with the keyboard on the canvas."""
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    return window


def test_tab_reaches_the_canvas_and_every_tool_and_all_show_it(
    qtbot: QtBot, focused: MainWindow
) -> None:
    draw(qtbot, focused, 1)
    focused.drawing.move({0}, 1, 1)
    focused.drawing.finish_moving()
    focused.menu_actions.undo.trigger()  # now undo and redo can both be pressed
    wait_for_reading(qtbot, focused)
    wanted = {*buttons(focused).values(), *focused.tools.findChildren(QSlider), focused.canvas}
    unfocused = {widget: shown(widget) for widget in wanted if widget is not focused.canvas}
    reached: set[QWidget] = set()
    for _ in range(60):
        widget = QApplication.focusWidget()
        assert widget is not None
        reached.add(widget)
        if widget in unfocused:
            assert (shown(widget) != unfocused[widget]).any(), widget.accessibleName()
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert wanted <= reached


def test_letters_choose_tools_and_buttons_follow(focused: MainWindow) -> None:
    named = buttons(focused)
    for key, tool, name in (
        (Qt.Key.Key_S, Tool.SELECT, "Select"),
        (Qt.Key.Key_E, Tool.ERASER, "Eraser"),
        (Qt.Key.Key_P, Tool.PEN, "Pen"),
    ):
        QTest.keyClick(focused.canvas, key)
        assert focused.canvas.tool is tool
        assert [n for n, button in named.items() if button.isChecked()] == [name]


def test_a_tool_button_is_pressed_with_the_space_bar(focused: MainWindow) -> None:
    button = buttons(focused)["Select"]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert focused.canvas.tool is Tool.SELECT


def test_the_tooltip_of_the_eraser_tells_of_shift(window: MainWindow) -> None:
    assert "Shift" in buttons(window)["Eraser"].toolTip()


def test_erasing_whole_strokes_can_be_switched_on_in_the_menu(
    qtbot: QtBot, window: MainWindow
) -> None:
    draw(qtbot, window, 1)
    window.menu_actions.erase_whole.trigger()
    window.menu_actions.eraser.trigger()
    x, y = window.drawing.strokes[0].xy[3]
    place = QPoint(round(x), round(y))
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert window.drawing.is_blank


def test_a_digit_is_chosen_moved_and_erased_and_the_bars_follow(
    qtbot: QtBot, focused: MainWindow
) -> None:
    draw(qtbot, focused, 4, side_px=150, x=120)
    draw(qtbot, focused, 2, side_px=150, x=330)
    four = focused.session.shown.reading.digits[0]
    before = focused.drawing.ink
    QTest.keyClick(focused.canvas, Qt.Key.Key_S)
    assert focused.menu_actions.erase_digit.isEnabled()
    place = QPoint(*(round(at) for at in four.box.center))
    QTest.mouseClick(focused.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert focused.chart.scores is not None
    assert focused.chart.scores.digit == 4
    QTest.keyClick(focused.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    wait_for_reading(qtbot, focused)
    moved = focused.session.shown.reading.digits[0]
    assert moved.box == four.box.moved(0, -10)
    assert focused.chart.scores.digit == 4  # not the 2, though it was drawn last
    focused.menu_actions.erase_digit.trigger()
    wait_for_reading(qtbot, focused)
    assert focused.reading_panel.text == "2"
    focused.menu_actions.undo.trigger()
    focused.menu_actions.undo.trigger()
    assert focused.drawing.ink == before


def test_a_label_clicked_with_the_pen_shows_its_bars(qtbot: QtBot, window: MainWindow) -> None:
    draw(qtbot, window, 4, side_px=150, x=120)
    draw(qtbot, window, 2, side_px=150, x=330)
    strokes = window.drawing.strokes
    label = next(
        QPoint(x, y)
        for y in range(0, window.canvas.height(), 2)
        for x in range(0, 220, 2)
        if window.canvas.label_at(x, y) == 0
    )
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=label + QPoint(6, 6))
    assert window.drawing.strokes is strokes
    assert window.chart.scores is not None
    assert window.chart.scores.digit == 4


def test_actual_size_undoes_zoom_to_fit(qtbot: QtBot, window: MainWindow) -> None:
    draw(qtbot, window, 1, side_px=60)
    window.menu_actions.fit.trigger()
    fitted = [window.canvas.is_fitted]
    window.menu_actions.actual_size.trigger()
    fitted.append(window.canvas.is_fitted)
    assert fitted == [True, False]
    assert window.canvas.view.scale == 1


def test_no_two_actions_share_a_shortcut(window: MainWindow) -> None:
    keys: list[str] = []
    for menu in window.menuBar().findChildren(QWidget):
        keys += [
            key.toString(QKeySequence.SequenceFormat.PortableText)
            for action in menu.actions()
            for key in action.shortcuts()
            if action.menu() is None
        ]
    assert sorted(set(keys)) == sorted(keys)
    assert {"S", "E", "P", "Del", "Ctrl+0", "Ctrl+Shift+0", "Ctrl+Alt+C"} <= set(keys)


def test_the_window_fits_a_small_screen_that_is_scaled_twofold(
    qtbot: QtBot, window: MainWindow
) -> None:
    scribble = Stroke.from_xy(np.random.default_rng(3).normal(150, 60, (60, 2)))
    window.drawing.replace(Ink((scribble,)))
    wait_for_reading(qtbot, window)
    window.resize(1, 1)
    assert window.width() <= 600
    assert window.height() <= 480
    pushed = (*buttons(window).values(), *window.reading_panel.candidates)

    def has_room_for_every_button() -> bool:
        shown = (button for button in pushed if button.isVisible())
        return all(button.width() >= button.minimumSizeHint().width() for button in shown)

    qtbot.waitUntil(has_room_for_every_button)


def test_the_slider_is_named_where_there_is_room(qtbot: QtBot, window: MainWindow) -> None:
    (label,) = window.tools.findChildren(QLabel)
    assert label.isVisible()
    window.resize(1, 680)
    qtbot.waitUntil(label.isHidden)
    window.resize(1040, 680)
    qtbot.waitUntil(label.isVisible)
