"""The line that names an opened picture."""

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from tests.gui.driving import wait_for_reading, write_picture


def test_a_long_name_is_shortened_and_does_not_widen_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.resize(1040, 680)
    with qtbot.waitSignal(window.session.picture_opened):
        window.files.open_path(write_picture(tmp_path / "five.png", 5))
    wait_for_reading(qtbot, window)
    width = window.minimumSizeHint().width()
    path = write_picture(tmp_path / f"{'a long name ' * 12}<b>five</b>.png".replace("/", "-"), 5)
    with qtbot.waitSignal(window.session.picture_opened):
        window.files.open_path(path)
    wait_for_reading(qtbot, window)
    assert window.minimumSizeHint().width() <= width
    (label,) = window.picture_page.findChildren(QLabel)
    assert label.text().startswith("a long name")
    assert "…" in label.text()
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    assert label.toolTip().count("a long name") == 12
