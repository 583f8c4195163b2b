"""A lesson with the real training process, from the first stroke to a model that reads."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.sample_keeper import SampleKeeper
from gui.settings import Settings
from gui.teaching.teach_dialog import TeachDialog
from model.library.model_library import ModelLibrary
from model.paths import UserPaths
from model.reader import Reader
from model.recognizer import Recognizer
from model.training.messages import Message, Started, Stepped, Taught
from tests.gui.driving import ink_of
from tests.gui.teaching.writing import Desk

PATIENCE_MS = 280_000
"""TensorFlow alone takes seconds to load, and much longer on a busy machine."""


@pytest.fixture
def dialog(
    qtbot: QtBot, library: ModelLibrary, keeper: SampleKeeper, paths: UserPaths, data_dir: Path
) -> TeachDialog:
    """Return the dialog for a person whose fours are to be learned."""
    dialog = TeachDialog(library, library.bundled(), keeper, Settings(paths.settings))
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.stop())
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.practise(4)
    return dialog


@pytest.mark.tensorflow
def test_from_the_first_stroke_to_a_model_that_reads(
    qtbot: QtBot, dialog: TeachDialog, library: ModelLibrary, paths: UserPaths
) -> None:
    received: list[Message] = []
    dialog.controller.message_received.connect(received.append)
    Desk(dialog, paths).write_as_asked(5)

    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.controller.is_running, timeout=PATIENCE_MS)

    assert {Started, Stepped} <= {type(message) for message in received}
    outcome = received[-1]
    assert isinstance(outcome, Taught), outcome
    assert outcome.folder is not None, outcome.reason
    assert dialog.page is dialog.pages.outcome
    assert outcome.own_after.count > 0
    with qtbot.waitSignal(dialog.model_activated):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    bundle = library.active().bundle
    assert bundle.folder == outcome.folder
    assert Reader(Recognizer(bundle)).read_ink_digit(ink_of(4)).scores.digit == 4


def test_a_dialog_that_closes_while_the_process_gets_ready_leaves_none(
    dialog: TeachDialog,
) -> None:
    dialog.reject()
    assert not dialog.controller.is_running
