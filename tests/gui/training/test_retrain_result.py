from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.training.retrain_dialog import RetrainDialog
from model.library.model_library import ModelLibrary
from model.runs import RunBook
from model.training.messages import (
    Comparison,
    Score,
)
from tests.gui.training.acting import LEFT, answer, confusion, receive
from tests.gui.training.fakes import FakeProcess


def test_before_and_after_are_set_side_by_side(finished: RetrainDialog) -> None:
    page = finished.result_page

    assert page.before.accuracy.text() == "99.51 %"
    assert page.after.accuracy.text() == "99.07 %"
    assert page.verdict.text() == "It reads 0.44 points fewer of MNIST's test digits correctly."


@pytest.mark.parametrize(
    ("accuracy", "verdict"),
    [
        (0.9971, "0.20 points more"),
        (0.9951, "as many"),
        (None, "cannot be compared"),
    ],
)
def test_the_verdict_is_honest(
    qtbot: QtBot,
    training: RetrainDialog,
    process: FakeProcess,
    accuracy: float | None,
    verdict: str,
) -> None:
    process.finish(accuracy)
    receive(qtbot, training)

    assert verdict in training.result_page.verdict.text()


def test_where_no_model_is_in_use_the_new_one_stands_alone(
    qtbot: QtBot, library: ModelLibrary, runs: RunBook, process: FakeProcess, mnist: Path
) -> None:
    dialog = RetrainDialog(library, None, runs, make_process=lambda: process)
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.stop())
    dialog.open()
    QTest.mouseClick(dialog.choice_page.start_button, LEFT)
    process.finish(0.99)
    receive(qtbot, dialog)

    assert dialog.result_page.before.accuracy.text() == "–"
    assert dialog.result_page.after.accuracy.text() == "99.00 %"


def test_an_accepted_model_is_the_active_one(
    qtbot: QtBot, finished: RetrainDialog, library: ModelLibrary, process: FakeProcess
) -> None:
    assert process.request is not None
    out = process.request.out

    with qtbot.waitSignal(
        finished.model_activated, check_params_cb=lambda bundle: bundle.folder == out
    ):
        QTest.mouseClick(finished.result_page.use_button, LEFT)

    assert library.active().bundle.folder == out
    assert not finished.isVisible()


@pytest.mark.parametrize("accuracy", [0.9971, 0.9951])
def test_return_accepts_a_new_model_that_reads_no_fewer(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess, accuracy: float
) -> None:
    process.finish(accuracy)
    receive(qtbot, training)
    with qtbot.waitSignal(training.model_activated):
        QTest.keyClick(training, Qt.Key.Key_Return)


@pytest.mark.parametrize("own", [(5, 5), (8, 7)])
def test_return_keeps_the_old_model_where_the_new_one_reads_fewer(
    qtbot: QtBot,
    training: RetrainDialog,
    library: ModelLibrary,
    process: FakeProcess,
    own: tuple[int, int],
) -> None:
    before, after = (2, 4) if own[0] == own[1] else (4, 2)
    mnist = confusion(wrong=before), confusion(wrong=after)
    process.finish(0.99, Comparison(*mnist, Score(own[0], 8), Score(own[1], 8)))
    receive(qtbot, training)
    with qtbot.assertNotEmitted(training.model_activated), qtbot.waitSignal(training.rejected):
        QTest.keyClick(training, Qt.Key.Key_Return)
    assert library.active().is_bundled


def test_a_discarded_model_is_deleted(
    qtbot: QtBot, finished: RetrainDialog, library: ModelLibrary, trained: Path
) -> None:
    with qtbot.assertNotEmitted(finished.model_activated), qtbot.waitSignal(finished.rejected):
        QTest.mouseClick(finished.result_page.discard_button, LEFT)

    assert list(trained.iterdir()) == []
    assert library.active().is_bundled


@pytest.mark.parametrize("agrees", [True, False])
def test_closing_with_a_new_model_asks_first(
    finished: RetrainDialog, trained: Path, monkeypatch: pytest.MonkeyPatch, agrees: bool
) -> None:
    asked = answer(monkeypatch, "ask_discard", agrees)

    QTest.keyClick(finished, Qt.Key.Key_Escape)

    assert asked == [finished]
    assert finished.isVisible() is not agrees
    assert len(list(trained.iterdir())) == (0 if agrees else 1)


def test_both_models_are_compared_on_the_same_digits(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess
) -> None:
    before, after = confusion(wrong=4), confusion(wrong=2)
    process.finish(0.99, Comparison(before, after, Score(5, 8), Score(7, 8)))
    receive(qtbot, training)

    page = training.result_page
    assert page.before.accuracy.text() == "99.60 %"
    assert page.after.accuracy.text() == "99.80 %"
    assert "0.20 points more" in page.verdict.text()
    assert page.before.confusion.confusion == before
    assert page.after.confusion.confusion == after
    assert page.after.confusion.isVisible()
    assert "4 read as 9: 2" in page.after.confusion.accessibleDescription()
    assert page.before.own.text() == "5 of 8 held-out samples of yours"
    assert page.after.own.text() == "7 of 8 held-out samples of yours"
