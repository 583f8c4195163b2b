"""The menus: everything can be reached by the keyboard."""

from collections.abc import Iterator

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.messages import Message, MessageAction
from tests.gui.driving import draw, wait_for_reading


def menus(window: MainWindow) -> Iterator[QMenu]:
    """Yield all menus of the window."""
    pending = [action.menu() for action in window.menuBar().actions()]
    while pending:
        menu = pending.pop()
        if isinstance(menu, QMenu):
            yield menu
            pending += [action.menu() for action in menu.actions()]


def test_no_two_entries_of_a_menu_share_a_mnemonic(window: MainWindow) -> None:
    for menu in menus(window):
        texts = [action.text() for action in menu.actions() if "&" in action.text()]
        letters = [QKeySequence.mnemonic(text).toString() for text in texts]
        assert len(letters) == len(set(letters)), texts


def test_no_two_actions_share_a_shortcut(window: MainWindow) -> None:
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) > 30
    assert len(keys) == len(set(keys)), sorted(keys)


def test_no_two_controls_of_the_window_share_a_mnemonic(window: MainWindow) -> None:
    offer = MessageAction("&Bring It Back", window.update)
    window.message_bar.show_message(Message("Kept.", details="More.", action=offer))
    texts = [action.text() for action in window.menuBar().actions()]
    texts += [button.text() for button in window.findChildren(QPushButton)]
    texts += [label.text() for label in window.findChildren(QLabel) if label.buddy() is not None]
    letters = [QKeySequence.mnemonic(text).toString() for text in texts if "&" in text]
    assert len(letters) > 8
    assert len(letters) == len(set(letters)), texts


def test_a_new_drawing_is_begun_with_the_pen(qtbot: QtBot, window: MainWindow) -> None:
    draw(qtbot, window, 7)
    window.menu_actions.select.setChecked(True)
    window.menu_actions.new.trigger()
    assert window.menu_actions.pen.isChecked()
    draw(qtbot, window, 3)
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "3"
