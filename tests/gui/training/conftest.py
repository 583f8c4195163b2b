"""The retrain dialog with a process that says what the test tells it to."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.training.retrain_dialog import RetrainDialog
from model.bundle import ModelBundle
from model.library.model_library import ModelLibrary
from model.runs import RunBook
from tests.gui.training.acting import LEFT, answer
from tests.gui.training.fakes import FakeProcess, save_model


@pytest.fixture
def _no_open_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say yes where a test that ends leaves a dialog that would ask before it closes."""
    for question in ("ask_stop", "ask_discard"):
        answer(monkeypatch, question, value=True)


@pytest.fixture
def mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which MNIST is found."""
    folder = tmp_path / "data" / "mnist"
    folder.mkdir(parents=True)
    (folder / "mnist.npz").write_bytes(b"never read by the window")
    monkeypatch.setenv("INKDIGITS_DATA", str(folder.parent))
    return folder


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """Return the folder of the models that were trained here."""
    return tmp_path / "trained"


@pytest.fixture
def current(tmp_path: Path) -> ModelBundle:
    return save_model(tmp_path / "bundled", 0.9951)


@pytest.fixture
def library(current: ModelBundle, trained: Path) -> ModelLibrary:
    return ModelLibrary(current.folder, trained)


@pytest.fixture
def runs(tmp_path: Path) -> RunBook:
    return RunBook(tmp_path / "runs")


@pytest.fixture
def process() -> FakeProcess:
    return FakeProcess()


@pytest.fixture
def dialog(
    qtbot: QtBot,
    library: ModelLibrary,
    current: ModelBundle,
    runs: RunBook,
    process: FakeProcess,
    mnist: Path,
    _no_open_questions: None,
) -> RetrainDialog:
    """Return the dialog as it opens where MNIST is found."""
    dialog = RetrainDialog(library, current, runs, make_process=lambda: process)
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.stop())
    dialog.open()
    return dialog


@pytest.fixture
def training(dialog: RetrainDialog) -> RetrainDialog:
    """Return the dialog with a run going on."""
    QTest.mouseClick(dialog.choice_page.start_button, LEFT)
    assert dialog.page is dialog.progress_page
    return dialog


@pytest.fixture
def finished(qtbot: QtBot, training: RetrainDialog, process: FakeProcess) -> RetrainDialog:
    """Return the dialog with a new model that waits for the decision."""
    with qtbot.waitSignal(training.controller.message_received):
        process.finish(0.9907)
    assert training.page is training.result_page
    return training


@pytest.fixture
def without_data(
    qtbot: QtBot,
    library: ModelLibrary,
    current: ModelBundle,
    runs: RunBook,
    process: FakeProcess,
    _no_data: None,
    _no_open_questions: None,
) -> RetrainDialog:
    """Return the dialog as it opens where MNIST is nowhere."""
    dialog = RetrainDialog(library, current, runs, make_process=lambda: process)
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.stop())
    dialog.open()
    return dialog


@pytest.fixture
def _no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INKDIGITS_DATA", raising=False)
