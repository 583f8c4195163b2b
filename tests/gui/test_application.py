import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.application import FaultReporter
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.theme import Appearance
from model.inkml import read_inkml
from model.library.model_library import ModelLibrary
from model.paths import UserPaths, bundled_model
from tests.gui.driving import draw, open_window, wait_for_reading, write_picture
from tests.model.bundles import make_bundle

ROOT = Path(__file__).resolve().parents[2]


def test_a_long_session_does_not_wear_the_interpreter_out(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    calls = 500
    before = sys.getrefcount(None)
    for _ in range(calls):
        widget.update()
    # PySide6 6.12.0 lost one reference to None a call, and Python 3.11 aborted at the last.
    assert abs(sys.getrefcount(None) - before) < calls / 2


def test_an_unexpected_error_is_told_and_the_drawing_is_put_into_safety(
    qtbot: QtBot, window: MainWindow, paths: UserPaths
) -> None:
    draw(qtbot, window, 2)
    before = window.drawing.ink
    error = ZeroDivisionError("odd")
    FaultReporter(window).report(type(error), error, None)
    assert window.message_bar.message is not None
    assert "drawing is still there" in window.message_bar.message.text
    assert "odd" in window.message_bar.message.details
    assert window.drawing.ink == before
    (kept,) = paths.drawings.glob("*.inkml")
    assert read_inkml(kept) == before


def test_ctrl_c_closes_the_window(window: MainWindow) -> None:
    error = KeyboardInterrupt()
    FaultReporter(window).report(type(error), error, None)
    assert not window.isVisible()


@pytest.mark.parametrize(
    ("appearance", "dark"), [(Appearance.LIGHT, False), (Appearance.DARK, True)]
)
def test_the_chosen_appearance_colours_the_window(
    qtbot: QtBot, window: MainWindow, appearance: Appearance, *, dark: bool
) -> None:
    window.menu_actions.appearances[appearance].trigger()
    qtbot.waitUntil(lambda: theme.is_dark(window.palette()) is dark)
    window.menu_actions.appearances[Appearance.SYSTEM].trigger()


def run_main(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does in a terminal."""
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_self_test_reads_all_ten_digits() -> None:
    finished = run_main("self-test")
    assert "digits read             10 of 10" in finished.stdout, finished.stdout + finished.stderr
    assert finished.returncode == 0


@pytest.mark.parametrize("command", ["", "recognize", "evaluate", "train", "self-test"])
def test_every_command_explains_itself(command: str) -> None:
    finished = run_main(*([command] if command else []), "--help")
    assert finished.returncode == 0
    assert "usage:" in finished.stdout


@pytest.mark.parametrize("arguments", [["--nonsense"], ["recognize"], ["a.png", "b.png"]])
def test_a_wrong_command_line_is_answered_with_one_line(arguments: list[str]) -> None:
    finished = run_main(*arguments)
    assert finished.returncode == 2
    assert len(finished.stderr.splitlines()) == 1


def test_a_picture_named_on_the_command_line_is_shown_and_read(
    qtbot: QtBot, paths: UserPaths, tmp_path: Path
) -> None:
    picture = write_picture(tmp_path / "six.png", 6)
    window = MainWindow(
        Settings(paths.settings), ModelLibrary(bundled_model(), paths.models), paths
    )
    qtbot.addWidget(window)
    window.show()
    window.files.open_path(picture)  # before the model is loaded, as at a start with a file
    qtbot.waitUntil(lambda: window.reading_panel.text == "6")
    assert window.picture_page.isVisible()
    assert window.message_bar.message is None
    window.close()


def test_a_trained_model_that_cannot_be_loaded_gives_way_to_the_bundled_one(
    qtbot: QtBot, paths: UserPaths
) -> None:
    library = ModelLibrary(bundled_model(), paths.models)
    library.activate(make_bundle(paths.models / "broken").folder)
    window = MainWindow(Settings(paths.settings), library, paths)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.models.model_changed):
        window.show()
    assert window.message_bar.message is not None
    assert "bundled model is in use" in window.message_bar.message.text
    draw(qtbot, window, 3)
    assert window.reading_panel.text == "3"
    window.close()


def test_a_fault_in_another_thread_is_told_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    reporter = FaultReporter(window)
    error = ZeroDivisionError("far away")
    thread = threading.Thread(target=reporter.report, args=(type(error), error, None))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: window.message_bar.message is not None)
    message = window.message_bar.message
    assert message is not None
    assert "far away" in message.details


@pytest.mark.parametrize("setting", ["[pen]\nwidth_px=nan\n", "[files]\nrecent=5\n"])
def test_senseless_settings_do_not_keep_the_window_from_opening(
    qtbot: QtBot, paths: UserPaths, tmp_path: Path, setting: str
) -> None:
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text(setting)
    window = open_window(qtbot, paths)
    window.files.open_path(write_picture(tmp_path / "one.png", 1))
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "1"
    window.close()


def test_wrong_arguments_of_a_command_name_the_command() -> None:
    finished = run_main("recognize")
    assert finished.stderr.startswith("inkdigits recognize: ")
