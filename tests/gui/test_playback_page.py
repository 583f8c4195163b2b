from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.playback_page import PlaybackPage
from tests.gui.driving import draw, wait_for_reading


def replay(qtbot: QtBot, window: MainWindow, digit: int) -> PlaybackPage:
    """Draw a digit and return the page that plays it, stopped at its beginning."""
    draw(qtbot, window, digit)
    window.menu_actions.replay.trigger()
    page = window.playback_page
    page.pause()
    page.slider.setValue(0)
    return page


def test_the_bars_move_with_the_slider_as_they_did_with_the_pen(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = replay(qtbot, window, 8)
    assert page.isVisible()
    seen = []
    for share in (0.3, 0.6, 1.0):
        page.slider.setValue(round(share * page.slider.maximum()))
        wait_for_reading(qtbot, window)
        assert window.chart.scores is not None
        seen.append(tuple(window.chart.texts))
    assert len(set(seen)) == len(seen)
    assert window.reading_panel.text == "8"


def test_it_plays_to_its_end_by_itself(qtbot: QtBot, window: MainWindow) -> None:
    page = replay(qtbot, window, 1)
    QTest.mouseClick(page.play_button, Qt.MouseButton.LeftButton)
    assert page.is_playing
    qtbot.waitUntil(lambda: not page.is_playing, timeout=20_000)
    assert page.slider.value() == page.slider.maximum()
    assert page.drawing.ink == window.drawing.ink


def test_holding_the_slider_stops_the_play(qtbot: QtBot, window: MainWindow) -> None:
    page = replay(qtbot, window, 3)
    page.play()
    page.slider.sliderPressed.emit()
    assert not page.is_playing


def test_the_arrow_keys_move_through_time_at_once(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    page = replay(qtbot, window, 3)
    qtbot.waitUntil(page.slider.hasFocus)
    QTest.keyClick(page.slider, Qt.Key.Key_PageUp)
    assert page.slider.value() == page.slider.pageStep()


def test_the_drawing_is_untouched_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    page = replay(qtbot, window, 5)
    before, steps = window.drawing.ink, window.drawing.undo_stack.count()
    QTest.mousePress(page.canvas, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(page.canvas, Qt.MouseButton.LeftButton)
    window.menu_actions.show_drawing.trigger()
    wait_for_reading(qtbot, window)
    assert window.canvas.isVisible()
    assert not page.is_playing
    assert window.drawing.ink == before
    assert window.drawing.undo_stack.count() == steps
    assert window.reading_panel.text == "5"


def test_a_blank_drawing_cannot_be_replayed(window: MainWindow) -> None:
    window.menu_actions.replay.trigger()
    assert window.canvas.isVisible()
    assert window.message_bar.message is not None
