"""Zooming in the window: by its actions and keys, and without any effect on what is read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.canvas.view import View
from gui.main_window import MainWindow
from tests.gui.driving import draw, wait_for_reading

CTRL = Qt.KeyboardModifier.ControlModifier


def test_zooming_never_changes_a_reading(qtbot: QtBot, window: MainWindow) -> None:
    draw(qtbot, window, 4)
    shares = window.session.shown.reading.digits[0].scores.probabilities
    ink, number = window.drawing.ink, window.recognition.newest_number
    for action in (window.menu_actions.zoom_in, window.menu_actions.zoom_out):
        for _ in range(5):
            action.trigger()
        window.canvas.pan(30, -20)
    assert window.canvas.view != View()
    assert window.drawing.ink is ink
    assert window.recognition.newest_number == number
    window.session.read_again()
    wait_for_reading(qtbot, window)
    again = window.session.shown.reading.digits[0].scores.probabilities
    assert again.tolist() == shares.tolist()


def test_keys_zoom_around_the_middle(qtbot: QtBot, window: MainWindow) -> None:
    draw(qtbot, window, 4)
    canvas = window.canvas
    middle = canvas.width() / 2, canvas.height() / 2
    place = canvas.view.drawn(*middle)
    for key, scale in ((Qt.Key.Key_Plus, 2**0.25), (Qt.Key.Key_Equal, 2**0.5)):
        QTest.keyClick(window, key, CTRL)
        assert canvas.view.scale == pytest.approx(scale)
    QTest.keyClick(window, Qt.Key.Key_Minus, CTRL)
    assert canvas.view.scale == pytest.approx(2**0.25)
    assert canvas.view.drawn(*middle) == pytest.approx(place)
