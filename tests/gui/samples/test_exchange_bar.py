import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui import settings as remembered
from gui.samples import exchange_job
from gui.samples.questions import SampleQuestions
from gui.samples.samples_dialog import SamplesDialog
from gui.settings import Settings
from model.paths import UserPaths
from model.samples.exchange import ExchangeForm, export_samples, load_samples
from model.samples.formats.common import Watch
from model.samples.sample import NOT_A_DIGIT, NewSample
from model.samples.store import SampleStore
from tests.gui.samples.conftest import Open, fill, kept, sample


def said(dialog: SamplesDialog) -> str:
    message = dialog.message_bar.message
    return "" if message is None else message.text


def import_from(
    qtbot: QtBot, dialog: SamplesDialog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for question in ("ask_import_file", "ask_import_folder"):
        monkeypatch.setattr(SampleQuestions, question, lambda *_: path)
    bar = dialog.exchange_bar
    with qtbot.waitSignal(dialog.job.ended):
        (bar.from_folder if path.is_dir() else bar.from_file).trigger()


def export_to(
    qtbot: QtBot,
    dialog: SamplesDialog,
    path: Path,
    form: ExchangeForm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SampleQuestions, "ask_export", lambda *_: path)
    with qtbot.waitSignal(dialog.job.ended):
        dialog.exchange_bar.forms[form].trigger()


@pytest.mark.parametrize("form", list(ExchangeForm))
def test_what_is_imported_is_shown_and_said(
    qtbot: QtBot,
    open_dialog: Open,
    settings: Settings,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: ExchangeForm,
) -> None:
    source = folder / ("samples" if form.is_folder else f"samples.{form.value}")
    export_samples([sample(3, "Zoë"), sample(8, "Zoë")], source, form)
    settings.set(remembered.PROFILE, "Ada")
    dialog = open_dialog()
    import_from(qtbot, dialog, source, monkeypatch)
    qtbot.waitUntil(lambda: [one.label for one in dialog.samples.rows()] == [3, 8])
    writer = "Zoë" if form is ExchangeForm.INKML else "Ada"
    assert {one.profile for one in dialog.samples.rows()} == {writer}
    assert said(dialog).endswith(f"2 for {writer}.")
    assert settings.get(remembered.LAST_FOLDER) == str(source if form.is_folder else folder)


def test_a_wrong_file_is_named_and_nothing_is_kept(
    qtbot: QtBot,
    paths: UserPaths,
    open_dialog: Open,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(paths, sample(1))
    export_samples([sample(3), sample(8)], folder / "png", ExchangeForm.PNG_FOLDER)
    for name in ("a.png", "b.png"):
        (folder / "png" / "8" / name).write_bytes(b"no picture")
    dialog = open_dialog()
    import_from(qtbot, dialog, folder / "png", monkeypatch)
    assert said(dialog) == "8/a.png is not a PNG picture. And 1 more file is wrong."
    message = dialog.message_bar.message
    assert message is not None
    assert "8/b.png" in message.details
    assert kept(paths) == [("Me", 1)]
    assert dialog.exchange_bar.import_button.isVisible()


def test_what_is_shown_is_exported_and_what_is_left_out_is_said(
    qtbot: QtBot,
    paths: UserPaths,
    open_dialog: Open,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(paths, sample(1), sample(2, "Ada"), sample(NOT_A_DIGIT, "Ada"))
    dialog = open_dialog()
    dialog.filter_bar.writer.setCurrentText("Ada")
    export_to(qtbot, dialog, folder / "x.csv", ExchangeForm.CSV, monkeypatch)
    assert [one.label for one in load_samples(folder)] == [2]
    assert f"written to {folder / 'x.csv'}: 1." in said(dialog)
    assert "no place for them: 1." in said(dialog)
    dialog.filter_bar.open_wide()
    export_to(qtbot, dialog, folder / "all", ExchangeForm.PNG_FOLDER, monkeypatch)
    assert [one.label for one in load_samples(folder / "all")] == [1, 2, NOT_A_DIGIT]
    assert said(dialog) == f"Samples written to {folder / 'all'}: 3."
    export_to(qtbot, dialog, folder / "all", ExchangeForm.PNG_FOLDER, monkeypatch)
    assert "choose a name that is free" in said(dialog)


def test_changing_one_s_mind_in_a_question_changes_nothing(
    open_dialog: Open, paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(paths, sample(1))
    dialog = open_dialog()
    for question in ("ask_import_file", "ask_import_folder", "ask_export"):
        monkeypatch.setattr(SampleQuestions, question, lambda *_: None)
    bar = dialog.exchange_bar
    for action in (bar.from_file, bar.from_folder, *bar.forms.values()):
        action.trigger()
    assert not bar.progress.isVisible()
    assert said(dialog) == ""


class SlowReader:
    """Reads nothing until it is stopped or let go on."""

    def __init__(self) -> None:
        self.has_begun = threading.Event()
        self.may_end = threading.Event()

    def __call__(self, _source: Path, profile: str, watch: Watch) -> list[NewSample]:
        step = 0
        while not self.may_end.is_set():
            watch(min(step, 50), 100)
            self.has_begun.set()
            step += 1
        return [sample(5, profile)]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowReader:
    reader = SlowReader()
    monkeypatch.setattr(exchange_job, "load_samples", reader)
    return reader


def test_the_grid_can_be_used_while_an_import_goes_on(
    qtbot: QtBot,
    paths: UserPaths,
    open_dialog: Open,
    slow: SlowReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(paths, sample(1), sample(2))
    dialog = open_dialog()
    bar = dialog.exchange_bar
    monkeypatch.setattr(SampleQuestions, "ask_import_folder", lambda *_: Path("x"))
    bar.from_folder.trigger()
    assert bar.progress.isVisible()
    assert not bar.import_button.isVisible()
    qtbot.waitUntil(lambda: bar.progress.value() > 0)
    dialog.grid.choose([dialog.samples.rows()[0].id])
    dialog.menu.labels[7].trigger()
    with qtbot.waitSignal(dialog.job.ended):
        slow.may_end.set()
    qtbot.waitUntil(lambda: [one.label for one in dialog.samples.rows()] == [2, 5, 7])
    assert kept(paths) == [("Me", 7), ("Me", 2), ("Me", 5)]


def test_a_cancelled_import_keeps_nothing(
    qtbot: QtBot,
    paths: UserPaths,
    open_dialog: Open,
    slow: SlowReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(paths, sample(1))
    dialog = open_dialog()
    monkeypatch.setattr(SampleQuestions, "ask_import_folder", lambda *_: Path("x"))
    dialog.exchange_bar.from_folder.trigger()
    with qtbot.waitSignal(dialog.job.ended):
        dialog.exchange_bar.cancel.click()
    assert "Cancelled" in said(dialog)
    assert not dialog.exchange_bar.progress.isVisible()
    assert kept(paths) == [("Me", 1)]


def test_closing_ends_an_import_without_a_trace(
    paths: UserPaths, open_dialog: Open, slow: SlowReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(paths, sample(1))
    dialog = open_dialog()
    monkeypatch.setattr(SampleQuestions, "ask_import_folder", lambda *_: Path("x"))
    dialog.exchange_bar.from_folder.trigger()
    assert slow.has_begun.wait(30)
    dialog.stop()
    assert kept(paths) == [("Me", 1)]


@pytest.mark.parametrize("fault", [ZeroDivisionError("odd"), OSError(28, "No space left")])
def test_a_fault_is_said_and_nothing_is_kept(
    qtbot: QtBot,
    paths: UserPaths,
    open_dialog: Open,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
) -> None:
    fill(paths, sample(1))
    export_samples([sample(3)], folder / "x.csv", ExchangeForm.CSV)
    dialog = open_dialog()

    def fail(_store: SampleStore, _news: Sequence[NewSample], _watch: Watch) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(SampleStore, "add_all", fail)
        import_from(qtbot, dialog, folder / "x.csv", monkeypatch)
    assert "nothing was changed" in said(dialog)
    assert kept(paths) == [("Me", 1)]
