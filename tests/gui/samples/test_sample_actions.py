from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.samples.samples_dialog import SamplesDialog
from gui.settings import Settings
from model.paths import UserPaths
from tests.gui.driving import draw
from tests.gui.samples.conftest import fill, kept, sample

MINE = "Grandma"


def test_corrections_appear_in_the_open_dialog_under_the_current_writer(
    qtbot: QtBot, window: MainWindow, paths: UserPaths
) -> None:
    window.menu_actions.my_samples.trigger()
    dialog = window.my_samples.dialog
    assert dialog is not None
    assert not dialog.isModal()
    qtbot.waitUntil(lambda: dialog.is_loaded)
    dialog.editor.create_writer(MINE)
    draw(qtbot, window, 4)
    window.corrector.say(9)
    qtbot.waitUntil(lambda: [one.label for one in dialog.samples.rows()] == [9])
    assert dialog.samples.rows()[0].profile == MINE
    window.close()
    assert kept(paths) == [(MINE, 9)]


def test_there_is_one_dialog_and_it_can_be_opened_again(
    qtbot: QtBot, window: MainWindow, paths: UserPaths
) -> None:
    fill(paths, sample(2))
    action = window.menu_actions.my_samples
    action.trigger()
    first = window.my_samples.dialog
    action.trigger()
    assert window.my_samples.dialog is first
    assert first is not None
    with qtbot.waitSignal(first.destroyed):
        first.reject()
    action.trigger()
    second = window.my_samples.dialog
    assert second is not None
    assert second is not first
    qtbot.waitUntil(lambda: second.samples.rowCount() == 1)


def test_two_windows_on_one_folder_see_the_same_samples(
    qtbot: QtBot, window: MainWindow, paths: UserPaths
) -> None:
    fill(paths, sample(2), sample(3))
    window.menu_actions.my_samples.trigger()
    ours = window.my_samples.dialog
    assert ours is not None
    theirs = SamplesDialog(paths, Settings(paths.settings))
    theirs.show()
    qtbot.waitUntil(lambda: ours.samples.rowCount() == theirs.samples.rowCount() == 2)
    theirs.editor.delete(theirs.samples.rows()[:1])
    theirs.stop()
    with qtbot.waitSignal(ours.desk.shelf_loaded):
        ours.reload()
    assert [one.label for one in ours.samples.rows()] == [3]
    theirs.deleteLater()
    QCoreApplication.processEvents()
