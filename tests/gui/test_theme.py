from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.theme import Appearance


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """Dress the application in the light palette, and undress it afterwards."""
    style, palette = qapp.style().name(), qapp.palette()
    theme.apply(Appearance.LIGHT)
    yield
    theme.choose(Appearance.SYSTEM)
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setPalette(palette)


@pytest.mark.usefixtures("dressed")
def test_widgets_that_are_shown_follow_a_change_of_appearance(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    label, button = QLabel("2"), QToolButton()
    column.addWidget(label)
    column.addWidget(button)
    window.show()
    assert not theme.is_dark(label.palette())
    theme.choose(Appearance.DARK)
    assert all(theme.is_dark(widget.palette()) for widget in (window, label, button))
    assert theme.caution(label.palette()).lightness() > 128
    theme.choose(Appearance.LIGHT)
    assert not any(theme.is_dark(widget.palette()) for widget in (window, label, button))
