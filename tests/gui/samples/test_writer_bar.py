import pytest
from pytestqt.qtbot import QtBot

from gui import settings as remembered
from gui.samples.questions import SampleQuestions
from gui.samples.samples_dialog import SamplesDialog
from gui.settings import Settings
from model.paths import UserPaths
from model.samples.store import SampleStore
from tests.gui.samples.conftest import Open, fill, kept, sample


def answer_name(monkeypatch: pytest.MonkeyPatch, name: str | None) -> None:
    monkeypatch.setattr(SampleQuestions, "ask_writer", lambda *_: name)


def writers(dialog: SamplesDialog) -> list[str]:
    choice = dialog.writer_bar.current
    return [choice.itemText(place) for place in range(choice.count())]


def stored(paths: UserPaths) -> tuple[str, ...]:
    with SampleStore.open(paths.samples, paths.backups) as store:
        return store.profiles()


def settle(qtbot: QtBot, dialog: SamplesDialog) -> None:
    with qtbot.waitSignal(dialog.desk.shelf_loaded):
        dialog.reload()


def said(dialog: SamplesDialog) -> str:
    message = dialog.message_bar.message
    return "" if message is None else message.text


def test_the_current_writer_is_chosen_and_remembered(
    paths: UserPaths, open_dialog: Open, settings: Settings
) -> None:
    fill(paths, sample(1, "Ada"), sample(2, "Ben"))
    dialog = open_dialog()
    choice = dialog.writer_bar.current
    assert writers(dialog) == ["Ada", "Ben", "Me"]
    assert choice.currentText() == "Me"
    choice.setCurrentText("Ben")
    choice.activated.emit(choice.currentIndex())
    assert settings.get(remembered.PROFILE) == "Ben"
    assert choice.currentText() == "Ben"
    assert len(dialog.samples.rows()) == 2, "who writes now does not change what is shown"


def test_a_writer_who_was_chosen_elsewhere_is_shown(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open, settings: Settings
) -> None:
    dialog = open_dialog()
    settings.set(remembered.PROFILE, "Ada")
    fill(paths, sample(1, "Ada"))
    settle(qtbot, dialog)
    assert dialog.writer_bar.current.currentText() == "Ada"
    assert writers(dialog) == ["Ada"]
    settings.set(remembered.PROFILE, "Ben")
    dialog.editor.refresh()
    assert dialog.writer_bar.current.currentText() == "Ben"


def test_a_new_writer_writes_at_once_and_undo_goes_back(
    qtbot: QtBot,
    paths: UserPaths,
    open_dialog: Open,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = open_dialog()
    answer_name(monkeypatch, "Ada & Co")
    dialog.writer_bar.new.trigger()
    assert settings.get(remembered.PROFILE) == "Ada & Co"
    assert writers(dialog) == ["Ada & Co", "Me"]
    assert dialog.writer_bar.delete.text() == "&Delete Ada && Co…"
    settle(qtbot, dialog)
    assert stored(paths) == ("Ada & Co", "Me")
    dialog.menu.undo.trigger()
    assert settings.get(remembered.PROFILE) == "Me"
    settle(qtbot, dialog)
    assert stored(paths) == ()
    assert writers(dialog) == ["Me"]
    dialog.menu.redo.trigger()
    settle(qtbot, dialog)
    assert stored(paths) == ("Ada & Co", "Me")


def test_undoing_a_new_writer_takes_no_samples_away(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_dialog()
    answer_name(monkeypatch, "Ada")
    dialog.writer_bar.new.trigger()
    settle(qtbot, dialog)
    fill(paths, sample(4, "Ada"))
    dialog.menu.undo.trigger()
    settle(qtbot, dialog)
    assert kept(paths) == [("Ada", 4)]
    assert [one.label for one in dialog.samples.rows()] == [4]
    assert writers(dialog) == ["Ada", "Me"]
    dialog.menu.redo.trigger()
    settle(qtbot, dialog)
    assert said(dialog) == ""
    assert kept(paths) == [("Ada", 4)]


@pytest.mark.parametrize(
    ("name", "reason"), [("ADA", "named Ada already"), ("", "name of a profile")]
)
def test_a_name_that_cannot_be_taken_is_refused_with_a_reason(
    open_dialog: Open,
    paths: UserPaths,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    reason: str,
) -> None:
    fill(paths, sample(1, "Ada"))
    dialog = open_dialog()
    answer_name(monkeypatch, name)
    for action in (dialog.writer_bar.new, dialog.writer_bar.rename):
        action.trigger()
        assert reason in said(dialog)
    assert settings.get(remembered.PROFILE) == "Me"
    answer_name(monkeypatch, None)
    dialog.writer_bar.new.trigger()
    assert not dialog.editor.stack.canUndo()


@pytest.mark.parametrize("is_stored", [True, False])
def test_renaming_the_current_writer_takes_the_samples_along(
    qtbot: QtBot,
    paths: UserPaths,
    open_dialog: Open,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_stored: bool,
) -> None:
    if is_stored:
        fill(paths, sample(1), sample(2))
    dialog = open_dialog()
    answer_name(monkeypatch, "Zoë")
    dialog.writer_bar.rename.trigger()
    assert settings.get(remembered.PROFILE) == "Zoë"
    settle(qtbot, dialog)
    assert stored(paths) == ("Zoë",)
    assert kept(paths) == ([("Zoë", 1), ("Zoë", 2)] if is_stored else [])
    assert {one.profile for one in dialog.samples.rows()} <= {"Zoë"}
    dialog.menu.undo.trigger()
    assert settings.get(remembered.PROFILE) == "Me"
    settle(qtbot, dialog)
    assert stored(paths) == ("Me",)
    assert writers(dialog) == ["Me"]
    assert kept(paths) == ([("Me", 1), ("Me", 2)] if is_stored else [])


def test_deleting_a_writer_asks_and_undo_brings_all_back(
    qtbot: QtBot,
    paths: UserPaths,
    open_dialog: Open,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(paths, sample(1), sample(2, "Ben"), sample(3))
    dialog = open_dialog()
    asked: list[tuple[str, int]] = []

    def answer(agrees: bool) -> None:
        def ask(_parent: object, name: str, count: int) -> bool:
            asked.append((name, count))
            return agrees

        monkeypatch.setattr(SampleQuestions, "ask_delete_writer", ask)

    answer(agrees=False)
    dialog.writer_bar.delete.trigger()
    assert len(dialog.samples.rows()) == 3
    answer(agrees=True)
    dialog.writer_bar.delete.trigger()
    assert asked == [("Me", 2)] * 2
    assert settings.get(remembered.PROFILE) == "Ben"
    assert [one.label for one in dialog.samples.rows()] == [2]
    settle(qtbot, dialog)
    assert stored(paths) == ("Ben",)
    dialog.menu.undo.trigger()
    settle(qtbot, dialog)
    assert settings.get(remembered.PROFILE) == "Me"
    assert kept(paths) == [("Me", 1), ("Ben", 2), ("Me", 3)]
    assert [one.label for one in dialog.samples.rows()] == [1, 2, 3]


def test_a_writer_without_a_trace_cannot_be_deleted(open_dialog: Open) -> None:
    dialog = open_dialog()
    assert not dialog.writer_bar.delete.isEnabled()


def test_restoring_the_samples_of_a_deleted_writer_brings_the_writer_back(
    qtbot: QtBot, paths: UserPaths, open_dialog: Open
) -> None:
    fill(paths, sample(1, "Ada"), sample(2))
    with SampleStore.open(paths.samples, paths.backups) as store:
        store.delete_profile("Ada")
    dialog = open_dialog()
    assert writers(dialog) == ["Me"]
    dialog.filter_bar.groups.setCurrentIndex(dialog.filter_bar.groups.count() - 1)
    dialog.grid.selectAll()
    dialog.menu.restore.trigger()
    assert writers(dialog) == ["Ada", "Me"]
    settle(qtbot, dialog)
    assert kept(paths) == [("Ada", 1), ("Me", 2)]


def test_a_writer_that_goes_while_shown_alone_leaves_everyone_shown(
    paths: UserPaths, open_dialog: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(paths, sample(1), sample(2, "Ben"))
    dialog = open_dialog()
    dialog.filter_bar.writer.setCurrentText("Me")
    monkeypatch.setattr(SampleQuestions, "ask_delete_writer", lambda *_: True)
    dialog.writer_bar.delete.trigger()
    assert dialog.filter_bar.writer.currentText() == "Everyone"
    assert [one.label for one in dialog.samples.rows()] == [2]
