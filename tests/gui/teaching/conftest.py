"""The dialog with the real model and the real store, and a process that does as it is told."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.sample_keeper import SampleKeeper
from gui.teaching.teach_dialog import TeachDialog
from gui.training.questions import Questions
from model.library.model_library import ModelLibrary
from model.paths import UserPaths, bundled_model
from tests.gui.teaching.writing import Desk, begin, open_dialog
from tests.gui.training.fakes import FakeProcess


@pytest.fixture
def process() -> FakeProcess:
    return FakeProcess()


@pytest.fixture
def keeper(qtbot: QtBot, paths: UserPaths) -> Iterator[SampleKeeper]:
    parent = QObject()
    keeper = SampleKeeper(paths.samples, paths.backups, parent)
    yield keeper
    keeper.stop()
    parent.deleteLater()


@pytest.fixture
def library(paths: UserPaths) -> ModelLibrary:
    return ModelLibrary(bundled_model(), paths.models)


@pytest.fixture
def dialog(
    qtbot: QtBot,
    library: ModelLibrary,
    keeper: SampleKeeper,
    paths: UserPaths,
    process: FakeProcess,
    monkeypatch: pytest.MonkeyPatch,
) -> TeachDialog:
    """Return the dialog as it opens."""
    monkeypatch.setattr(Questions, "ask_stop", classmethod(lambda *_: True))
    return open_dialog(qtbot, library, keeper, paths, process)


@pytest.fixture
def desk(qtbot: QtBot, dialog: TeachDialog, paths: UserPaths) -> Desk:
    """Return the dialog with a lesson of all digits begun, and a hand that writes in it."""
    return begin(qtbot, dialog, paths)
