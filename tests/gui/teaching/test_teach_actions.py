"""From the main window: the menus, the button beside a corrected digit, and the model in use."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.teaching.teach_dialog import TeachDialog
from gui.training.training_controller import TrainingController
from model.bundle import load_bundle
from model.corrections import NOT_A_DIGIT
from model.library.model_library import ModelLibrary
from model.paths import UserPaths, bundled_model
from tests.gui.driving import draw
from tests.gui.teaching.writing import Desk
from tests.gui.training.fakes import FakeProcess

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _no_real_process(process: FakeProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every controller use the process that does as it is told."""
    made = TrainingController.__init__

    def init(self: TrainingController, parent: object = None, make: object = None) -> None:
        made(self, parent, lambda: process)  # type: ignore[arg-type] # as the dialog calls it

    monkeypatch.setattr(TrainingController, "__init__", init)


def opened(window: MainWindow) -> TeachDialog:
    dialog = window.teaching.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


@pytest.fixture
def misread(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """Return the window with a drawn 4 that the person says is a 9."""
    draw(qtbot, window, 4)
    assert not window.reading_panel.teach_button.isVisible()
    window.correcting.digits[9].trigger()
    return window


def test_the_model_menu_opens_the_dialog_once(window: MainWindow) -> None:
    window.menu_actions.teach.trigger()
    dialog = opened(window)
    assert dialog.page is dialog.pages.start
    window.menu_actions.teach.trigger()
    assert window.teaching.dialog is dialog


def test_it_can_be_opened_again_after_closing(qtbot: QtBot, window: MainWindow) -> None:
    window.menu_actions.teach.trigger()
    first = opened(window)
    first.reject()
    assert window.teaching.dialog is None
    window.menu_actions.teach.trigger()
    assert opened(window) is not first


def test_a_misread_digit_can_be_taught_from_the_button_beside_it(
    misread: MainWindow, paths: UserPaths
) -> None:
    button = misread.reading_panel.teach_button
    assert button.isVisible()
    QTest.mouseClick(button, LEFT)
    dialog = opened(misread)
    assert dialog.windowTitle() == "Teach the Digit 9"
    assert Desk(dialog, paths).asked == 9


def test_its_correction_is_learned_from_too(
    qtbot: QtBot, misread: MainWindow, paths: UserPaths, process: FakeProcess
) -> None:
    QTest.mouseClick(misread.reading_panel.teach_button, LEFT)
    dialog = opened(misread)
    qtbot.waitUntil(dialog.pages.writing.corrections_box.isVisible)
    Desk(dialog, paths).write(9)
    QTest.mouseClick(dialog.pages.writing.learn_button, LEFT)
    assert process.lesson is not None
    assert [sample.label for sample in process.lesson.samples] == [9, 9]


@pytest.mark.parametrize("label", [4, NOT_A_DIGIT])
def test_without_a_misread_digit_there_is_no_button(
    qtbot: QtBot, window: MainWindow, label: int
) -> None:
    draw(qtbot, window, 4)
    window.corrector.say(label)
    assert not window.reading_panel.teach_button.isVisible()


def test_the_menu_of_a_digit_names_it(misread: MainWindow) -> None:
    action = misread.correcting.teach
    assert action in misread.correcting.context_menu().actions()
    assert action.text().replace("&", "") == "Teach the Digit 9…"
    action.trigger()
    assert opened(misread).windowTitle() == "Teach the Digit 9"


def test_on_a_blank_canvas_there_is_no_digit_to_teach(window: MainWindow) -> None:
    assert not window.correcting.teach.isEnabled()
    window.correcting.teach.trigger()
    assert window.teaching.dialog is None


def test_the_new_model_reads_from_then_on(
    qtbot: QtBot, window: MainWindow, process: FakeProcess
) -> None:
    window.menu_actions.teach.trigger()
    bundle = ModelLibrary(bundled_model(), bundled_model().parent).bundled()
    with qtbot.waitSignal(window.models.model_changed):
        opened(window).model_activated.emit(bundle)
    message = window.message_bar.message
    assert message is not None
    assert "has learned your hand" in message.text


def test_another_model_in_use_is_the_one_that_is_taught(
    qtbot: QtBot, window: MainWindow, paths: UserPaths, process: FakeProcess
) -> None:
    window.correcting.teaching_requested.emit(4)
    dialog = opened(window)
    other = load_bundle(shutil.copytree(bundled_model(), paths.models / "other"))
    with qtbot.waitSignal(window.recognition.model_loaded):
        window.recognition.use_model(other)
    Desk(dialog, paths).write(4, 4)
    QTest.mouseClick(dialog.pages.writing.learn_button, LEFT)
    assert process.lesson is not None
    assert process.lesson.base == other.folder


def test_a_window_that_closes_keeps_what_is_written_and_leaves_no_process(
    qtbot: QtBot, window: MainWindow, paths: UserPaths, process: FakeProcess
) -> None:
    window.correcting.teaching_requested.emit(4)
    desk = Desk(opened(window), paths)
    desk.draw(4)
    window.close()
    assert not process.is_alive
    assert desk.kept_labels() == [4]


def test_before_there_is_a_model_nothing_can_be_taught(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.teaching, "_bundle", None)
    window.menu_actions.teach.trigger()
    assert window.teaching.dialog is None
    message = window.message_bar.message
    assert message is not None
    assert "no model yet" in message.text
