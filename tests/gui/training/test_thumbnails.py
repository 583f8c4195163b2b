import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent, QPalette
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from gui.training.thumbnails import Thumbnail, ThumbnailGrid, ink_image


def field(bright: int) -> bytes:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[bright] = 255
    return pixels.tobytes()


@pytest.fixture
def grid(qtbot: QtBot) -> ThumbnailGrid:
    grid = ThumbnailGrid("Misread", columns=3, rows=2)
    qtbot.addWidget(grid)
    grid.show()
    return grid


def test_no_more_are_shown_than_there_is_room_for(grid: ThumbnailGrid) -> None:
    grid.show_thumbnails([Thumbnail(field(n), str(n), f"A {n}") for n in range(9)])

    assert [item.caption for item in grid.thumbnails] == ["0", "1", "2", "3", "4", "5"]
    assert grid.accessibleDescription() == "A 0 A 1 A 2 A 3 A 4 A 5"


def test_the_digit_under_the_pointer_is_explained(
    grid: ThumbnailGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: said.append(text))
    grid.show_thumbnails([Thumbnail(field(n), str(n), f"A {n}") for n in range(4)])

    for place in (QPoint(5, 5), QPoint(5, grid.height() - 5), QPoint(grid.width() - 5, 5)):
        grid.event(QHelpEvent(QHelpEvent.Type.ToolTip, place, place))

    assert said == ["A 0", "A 3", "A 2"]


def test_ink_has_the_colour_of_text(qtbot: QtBot, grid: ThumbnailGrid) -> None:
    image = ink_image(field(3), grid.palette())

    assert image.pixelColor(14, 3) == grid.palette().color(QPalette.ColorRole.Text)
    assert image.pixelColor(14, 4).alpha() == 0
