import sqlite3
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from gui import settings as remembered
from gui.samples.sample_filter import Group
from gui.samples.samples_dialog import SamplesDialog
from gui.settings import Settings
from model.errors import SampleStoreError
from model.paths import UserPaths
from model.samples.sample import NOT_A_DIGIT, Source
from model.samples.schema import MIGRATIONS
from model.samples.store import SampleStore
from tests.gui.samples.conftest import Open, fill, kept, sample


def labels(dialog: SamplesDialog) -> list[int]:
    return [one.label for one in dialog.samples.rows()]


def choose(dialog: SamplesDialog, *rows: int) -> None:
    """Click samples, the others with Ctrl held."""
    for number, row in enumerate(rows):
        place = dialog.grid.visualRect(dialog.samples.index(row, 0)).center()
        key = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(dialog.grid.viewport(), Qt.MouseButton.LeftButton, key, place)


def press(dialog: SamplesDialog, key: str) -> None:
    QTest.keySequence(dialog.grid, key)


def tabs(dialog: SamplesDialog) -> list[str]:
    bar = dialog.filter_bar.groups
    return [bar.tabText(place) for place in range(bar.count())]


def said(dialog: SamplesDialog) -> str:
    message = dialog.message_bar.message
    return "" if message is None else message.text


def settle(qtbot: QtBot, dialog: SamplesDialog) -> None:
    """Return when all that was asked of the store is done."""
    with qtbot.waitSignal(dialog.desk.shelf_loaded):
        dialog.reload()


def test_samples_are_shown_by_digit_with_the_newest_first(
    paths: UserPaths, open_dialog: Open
) -> None:
    numbers = fill(paths, sample(7), sample(3), sample(7), sample(NOT_A_DIGIT))
    dialog = open_dialog()
    assert labels(dialog) == [3, 7, 7, NOT_A_DIGIT]
    assert [one.id for one in dialog.samples.rows()][1:3] == [numbers[2], numbers[0]]
    assert tabs(dialog)[:2] == ["All (4)", "0 (0)"]
    assert tabs(dialog)[8] == "7 (2)"
    assert tabs(dialog)[11:] == ["no digit (1)", "Deleted (0)"]
    dialog.filter_bar.show_group(Group(7))
    assert labels(dialog) == [7, 7]


def test_the_thumbnails_show_the_ink(qtbot: QtBot, paths: UserPaths, open_dialog: Open) -> None:
    fill(paths, sample(1), sample(8))
    dialog = open_dialog()
    paper = dialog.grid.palette().base().color()

    def has_ink() -> None:
        image = dialog.grid.viewport().grab().toImage()
        for row in range(2):
            cell = dialog.grid.visualRect(dialog.samples.index(row, 0)).adjusted(16, 16, -16, -30)
            ratio = image.devicePixelRatio()
            colors = {
                image.pixelColor(int(x * ratio), int(cell.center().y() * ratio)).lightness()
                for x in range(cell.left(), cell.right())
            }
            assert min(colors) < paper.lightness() - 100

    qtbot.waitUntil(has_ink)


def test_a_sample_is_relabelled_by_key_and_that_can_be_undone(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open
) -> None:
    fill(paths, sample(1), sample(2), sample(3))
    dialog = open_dialog()
    choose(dialog, 0)
    press(dialog, "7")
    assert labels(dialog) == [2, 3, 7]
    assert [one.label for one in dialog.grid.chosen] == [2], "the next one is chosen"
    press(dialog, "N")
    assert labels(dialog) == [3, 7, NOT_A_DIGIT]
    press(dialog, "Ctrl+Z")
    assert labels(dialog) == [2, 3, 7]
    assert [one.label for one in dialog.grid.chosen] == [2], "what came back is chosen"
    press(dialog, "Ctrl+Z")
    press(dialog, "Ctrl+Shift+Z")
    chosen = dialog.grid.chosen
    press(dialog, "Shift+N")
    assert dialog.grid.chosen == chosen, "a key without a meaning does nothing"
    settle(qtbot, dialog)
    assert labels(dialog) == [2, 3, 7]
    assert kept(paths) == [("Me", 7), ("Me", 2), ("Me", 3)]


def test_a_key_that_is_held_works_on_one_sample_only(open_dialog: Open) -> None:
    keys = open_dialog().grid.actions()
    assert len(keys) > 11
    assert not any(action.autoRepeat() for action in keys)


def test_many_samples_are_deleted_and_restored_at_once(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open
) -> None:
    fill(paths, *(sample(label) for label in range(6)))
    dialog = open_dialog()
    choose(dialog, 1, 3, 4)
    press(dialog, "Del")
    assert labels(dialog) == [0, 2, 5]
    settle(qtbot, dialog)
    assert [label for _, label in kept(paths)] == [0, 2, 5]
    assert tabs(dialog)[-1] == "Deleted (3)"
    press(dialog, "Ctrl+Z")
    assert sorted(one.label for one in dialog.grid.chosen) == [1, 3, 4]
    settle(qtbot, dialog)
    assert [label for _, label in kept(paths)] == list(range(6))


def test_what_was_deleted_another_day_is_found_and_restored(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open
) -> None:
    numbers = fill(paths, sample(4), sample(5))
    with SampleStore.open(paths.samples, paths.backups) as store:
        store.delete(numbers[:1])
    dialog = open_dialog()
    assert labels(dialog) == [5]
    dialog.filter_bar.show_group(Group(is_deleted=True))
    assert labels(dialog) == [4]
    dialog.grid.selectAll()
    assert not dialog.menu.delete.isEnabled()
    assert not any(action.isEnabled() for action in dialog.menu.labels)
    press(dialog, "R")
    assert labels(dialog) == []
    assert "Nothing was deleted" in dialog.grid.empty_text
    settle(qtbot, dialog)
    assert [label for _, label in kept(paths)] == [4, 5]


def test_the_filter_narrows_the_grid_and_the_counts(paths: UserPaths, open_dialog: Open) -> None:
    fill(
        paths,
        sample(1),
        sample(2, "Ada", read=7),
        sample(2, source=Source.TEACH),
        sample(3, "Ada", source=Source.IMPORT),
    )
    dialog = open_dialog()
    bar = dialog.filter_bar
    bar.writer.setCurrentText("Ada")
    assert labels(dialog) == [2, 3]
    assert tabs(dialog)[0] == "All (2)"
    bar.outcome.setCurrentText("Misread")
    assert labels(dialog) == [2]
    bar.outcome.setCurrentText("Read rightly")
    assert labels(dialog) == [3]
    bar.source.setCurrentText("Drawn")
    assert labels(dialog) == []
    assert dialog.grid.empty_text == "No sample is like that."
    button(dialog, "Show All").click()
    assert len(labels(dialog)) == 4
    bar.source.setCurrentText("Written to teach")
    assert labels(dialog) == [2]
    bar.source.setCurrentText("From everywhere")
    bar.time.setCurrentText("Today")
    assert len(labels(dialog)) == 4


def test_one_line_says_all_of_a_sample(paths: UserPaths, open_dialog: Open) -> None:
    fill(paths, sample(2, "Ada", read=7), sample(5))
    dialog = open_dialog()
    choose(dialog, 0)
    text = dialog.about_text
    assert text.startswith("2 · read as 7 (75 %) · drawn · ")
    assert text.endswith(" · Ada")
    choose(dialog, 0, 1)
    assert dialog.about_text == "Chosen samples: 2"
    index = dialog.samples.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == text


def test_the_menu_of_samples_relabels_and_moves(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: menus.append(menu))
    fill(paths, sample(2, "Me"), sample(5, "Ada & Co"))
    dialog = open_dialog()
    choose(dialog, 0)
    place = dialog.grid.visualRect(dialog.samples.index(0, 0)).center()
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        dialog.grid.contextMenuEvent(QContextMenuEvent(reason, place, QPoint(0, 0)))
    assert len(menus) == 2
    moves = next(found for found in menus[0].findChildren(QMenu) if "Move" in found.title())
    assert [action.text() for action in moves.actions()] == ["Ada && Co", "Me"]
    moves.actions()[0].trigger()
    assert [one.profile for one in dialog.samples.rows()] == ["Ada & Co", "Ada & Co"]
    settle(qtbot, dialog)
    assert kept(paths) == [("Ada & Co", 2), ("Ada & Co", 5)]
    press(dialog, "Ctrl+Z")
    settle(qtbot, dialog)
    assert kept(paths) == [("Me", 2), ("Ada & Co", 5)]


def test_corrections_that_come_meanwhile_are_shown_and_the_choice_stays(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open
) -> None:
    fill(paths, sample(1), sample(9))
    dialog = open_dialog()
    choose(dialog, 1)
    fill(paths, sample(4))
    settle(qtbot, dialog)
    assert labels(dialog) == [1, 4, 9]
    assert [one.label for one in dialog.grid.chosen] == [9]


def test_a_view_from_before_a_change_is_not_shown_after_it(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open
) -> None:
    fill(paths, sample(1), sample(9))
    dialog = open_dialog()
    may_go_on = threading.Event()
    dialog.desk.change(lambda _store: may_go_on.wait(30))
    dialog.reload()  # answered before the deletion is made, and after it is shown
    choose(dialog, 0)
    press(dialog, "Del")
    listed: list[list[int]] = []
    dialog.samples.modelReset.connect(lambda: listed.append(labels(dialog)))
    with qtbot.waitSignals([dialog.desk.shelf_loaded] * 2):
        may_go_on.set()
    assert listed == [[9]]


def test_without_samples_it_says_how_to_get_some(open_dialog: Open) -> None:
    dialog = open_dialog()
    assert "There are no samples yet" in dialog.grid.empty_text
    assert not dialog.exchange_bar.export_button.isEnabled()
    assert dialog.exchange_bar.import_button.isEnabled()


def test_everything_has_a_name_for_those_who_hear_it(open_dialog: Open) -> None:
    dialog = open_dialog()
    bar = dialog.filter_bar
    for part in (bar.writer, bar.source, bar.time, bar.outcome, bar.groups, dialog.grid):
        assert part.accessibleName()
    buttons = [*dialog.findChildren(QPushButton), *dialog.findChildren(QToolButton)]
    ours = [one for one in buttons if one.isVisible() and one.parent() is not bar.groups]
    assert len(ours) > 6
    assert all(one.text() or one.accessibleName() for one in ours)


def test_the_dialog_fits_a_small_screen(open_dialog: Open) -> None:
    dialog = open_dialog()
    assert dialog.minimumSizeHint().width() <= 640
    assert dialog.minimumSizeHint().height() <= 400
    dialog.resize(640, 400)
    assert dialog.size() == QSize(640, 400)
    assert dialog.grid.viewport().height() > 60


def test_its_size_is_remembered(open_dialog: Open, settings: Settings) -> None:
    dialog = open_dialog()
    dialog.resize(700, 470)
    dialog.accept()
    assert not settings.get(remembered.SAMPLES_GEOMETRY).isEmpty()
    assert open_dialog().size() == QSize(700, 470)


def test_it_can_be_deleted_once_its_threads_have_ended(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open
) -> None:
    fill(paths, sample(1))
    dialog = open_dialog()
    choose(dialog, 0)
    press(dialog, "4")
    with qtbot.waitSignal(dialog.released):
        dialog.reject()
    assert kept(paths) == [("Me", 4)]


def test_what_is_painted_while_it_closes_does_no_harm(paths: UserPaths, open_dialog: Open) -> None:
    fill(paths, sample(1), sample(2))
    dialog = open_dialog()
    dialog.stop()
    dialog.reload()
    dialog.grid.grab()  # asks for thumbnails once more
    QCoreApplication.processEvents()
    assert labels(dialog) == [1, 2]


def test_a_store_that_is_locked_says_so_and_shows_what_is_really_there(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open
) -> None:
    fill(paths, sample(1), sample(2))
    dialog = open_dialog()
    other = sqlite3.connect(paths.samples, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    choose(dialog, 0)
    with qtbot.waitSignals([dialog.desk.change_failed, dialog.desk.shelf_loaded]):
        press(dialog, "7")
    other.execute("ROLLBACK")
    other.close()
    assert "in use by another program" in said(dialog)
    assert labels(dialog) == [1, 2]
    assert not dialog.menu.undo.isEnabled()
    choose(dialog, 0)
    press(dialog, "7")
    settle(qtbot, dialog)
    assert labels(dialog) == [2, 7]


def test_a_sample_that_another_window_has_deleted_comes_to_light(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open
) -> None:
    numbers = fill(paths, sample(1), sample(2))
    dialog = open_dialog()
    with SampleStore.open(paths.samples, paths.backups) as store:
        store.delete(numbers[:1])
    choose(dialog, 0)
    with qtbot.waitSignals([dialog.desk.change_failed, dialog.desk.shelf_loaded]):
        press(dialog, "7")
    assert "deleted" in said(dialog)
    assert labels(dialog) == [2]


def test_a_store_of_a_newer_version_is_named_and_left_alone(
    qtbot: QtBot, paths: UserPaths, settings: Settings
) -> None:
    newer = (*MIGRATIONS, ("CREATE TABLE more (id INTEGER)",))
    with SampleStore.open(paths.samples, paths.backups, migrations=newer) as store:
        store.add(sample(3))
    before = paths.samples.read_bytes()
    dialog = SamplesDialog(paths, settings)
    dialog.show()
    qtbot.waitUntil(lambda: "newer version of Inkdigits" in said(dialog))
    assert not dialog.exchange_bar.import_button.isEnabled()
    assert not dialog.exchange_bar.export_button.isEnabled()
    assert not dialog.writer_bar.menu_button.isEnabled()
    assert "cannot be shown" in dialog.grid.empty_text
    dialog.stop()
    assert paths.samples.read_bytes() == before


def test_a_store_that_can_only_be_looked_at_is_only_looked_at(
    monkeypatch: pytest.MonkeyPatch, paths: UserPaths, open_dialog: Open
) -> None:
    fill(paths, sample(3))

    def refuse(_path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    dialog = open_dialog()
    assert "can be looked at but not changed" in said(dialog)
    assert labels(dialog) == [3]
    choose(dialog, 0)
    assert not dialog.menu.delete.isEnabled()
    press(dialog, "7")
    assert labels(dialog) == [3]
    assert not dialog.exchange_bar.import_button.isEnabled()
    assert dialog.exchange_bar.export_button.isEnabled()


def test_a_damaged_store_is_mended_and_that_is_said(paths: UserPaths, open_dialog: Open) -> None:
    fill(paths, sample(3))
    paths.samples.write_bytes(b"rubbish" * 1000)
    dialog = open_dialog()
    assert "damaged" in said(dialog)
    assert labels(dialog) == [3]


def test_a_store_that_is_damaged_while_open_is_named_without_end(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(paths, sample(3))
    dialog = open_dialog()

    def fail(_store: SampleStore, *_: object) -> None:
        raise SampleStoreError("The samples are damaged.")

    looks: list[str] = []
    dialog.desk.failed.connect(looks.append)
    monkeypatch.setattr(SampleStore, "relabel_all", fail)
    monkeypatch.setattr(SampleStore, "facts", fail)
    choose(dialog, 0)
    with qtbot.waitSignals([dialog.desk.change_failed, dialog.desk.failed]):
        press(dialog, "7")
    dialog.stop()
    QCoreApplication.processEvents()
    assert looks == ["The samples are damaged."]


def test_a_fault_in_the_program_is_said(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(paths, sample(3))
    dialog = open_dialog()

    def fail(_store: SampleStore, _labels: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(SampleStore, "relabel_all", fail)
    choose(dialog, 0)
    with qtbot.waitSignals([dialog.desk.change_failed, dialog.desk.shelf_loaded]):
        press(dialog, "7")
    assert "Something went wrong" in said(dialog)
    assert labels(dialog) == [3]


def button(dialog: SamplesDialog, text: str) -> QPushButton:
    found = dialog.findChildren(QPushButton)
    return next(one for one in found if one.text().replace("&", "") == text)


def test_a_sample_of_a_later_version_hides_no_other(open_dialog: Open, paths: UserPaths) -> None:
    bad, _ = fill(paths, sample(1), sample(2))
    with sqlite3.connect(paths.samples) as connection:
        connection.execute("UPDATE samples SET source = 'a later kind' WHERE id = ?", (bad,))
    connection.close()
    dialog = open_dialog()
    assert labels(dialog) == [2]
    message = dialog.message_bar.message
    assert message is not None
    assert "cannot be read: 1" in message.text
