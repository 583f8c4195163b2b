from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QProgressBar, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from gui.training.page import Page
from gui.training.plot import Plot
from gui.training.questions import Questions
from gui.training.retrain_dialog import RetrainDialog
from model.library.model_library import ModelLibrary
from model.training.messages import (
    Cancelled,
    Failed,
)
from tests.gui.training.acting import LEFT, answer, receive
from tests.gui.training.fakes import FakeProcess, stepped


def test_a_failure_is_one_sentence_with_details_behind_a_button(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess, library: ModelLibrary
) -> None:
    page = training.failure_page
    process.say(Failed("There is not enough memory.", "Traceback: …"))
    receive(qtbot, training)

    assert training.page is page
    assert page.sentence.text() == "There is not enough memory."
    assert not page.details.content.isVisible()
    QTest.mouseClick(page.details.button, LEFT)
    assert page.details.content.isVisible()
    assert library.active().is_bundled

    with qtbot.waitSignal(training.rejected):
        QTest.mouseClick(page.close_button, LEFT)


def test_a_failure_that_says_it_all_has_no_details(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess
) -> None:
    process.say(Failed("The disk is full."))
    receive(qtbot, training)

    assert not training.failure_page.details.isVisible()


def test_a_process_that_dies_without_a_word_is_reported(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess, library: ModelLibrary
) -> None:
    process.die_silently()
    receive(qtbot, training)

    assert "without a result" in training.failure_page.sentence.text()
    assert library.active().is_bundled


def test_another_run_can_follow_a_failure(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess
) -> None:
    process.die_silently()
    receive(qtbot, training)
    QTest.keyClick(training, Qt.Key.Key_Return)  # back
    QTest.keyClick(training, Qt.Key.Key_Return)  # start
    process.finish(0.99)
    receive(qtbot, training)

    assert training.page is training.result_page


def test_a_model_that_does_not_verify_is_never_offered(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess, trained: Path
) -> None:
    process.finish(0.99)
    assert process.request is not None
    (process.request.out / "model.tflite").write_bytes(b"other")
    receive(qtbot, training)

    assert "checksum" in training.failure_page.sentence.text()
    assert list(trained.iterdir()) == []


def test_a_model_damaged_before_it_is_accepted_is_not_used(
    qtbot: QtBot, finished: RetrainDialog, library: ModelLibrary, process: FakeProcess
) -> None:
    assert process.request is not None
    (process.request.out / "model.tflite").write_bytes(b"other")

    with qtbot.assertNotEmitted(finished.model_activated):
        QTest.mouseClick(finished.result_page.use_button, LEFT)

    assert "checksum" in finished.failure_page.sentence.text()
    assert not process.request.out.exists()
    assert library.active().is_bundled
    assert not library.active().problem


def test_cancelling_asks_nothing_and_leads_back(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess, trained: Path
) -> None:
    page = training.progress_page
    QTest.mouseClick(page.cancel_button, LEFT)
    assert process.cancels == 1
    assert page.phase.text() == "Cancelling…"
    assert not page.cancel_button.isEnabled()
    process.say(stepped(51))
    receive(qtbot, training)
    assert page.phase.text() == "Cancelling…", "what comes late does not hide it"

    process.say(Cancelled())
    receive(qtbot, training)

    assert training.page is training.choice_page
    assert "cancelled" in training.choice_page.notice.text()
    assert training.choice_page.notice.isVisible()
    assert not trained.exists()


def test_closing_while_it_trains_can_be_thought_over(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, "ask_stop", False)

    training.close()

    assert asked == [training]
    assert training.isVisible()
    assert process.cancels == 0
    process.finish(0.99)
    receive(qtbot, training)
    assert training.page is training.result_page


@pytest.mark.parametrize("agrees", [True, False])
def test_closing_the_program_asks_for_a_training_and_for_its_undecided_result(
    qtbot: QtBot,
    training: RetrainDialog,
    process: FakeProcess,
    monkeypatch: pytest.MonkeyPatch,
    agrees: bool,
) -> None:
    asked = answer(monkeypatch, "ask_stop", agrees), answer(monkeypatch, "ask_discard", agrees)

    assert training.may_stop() == agrees
    assert list(map(len, asked)) == [1, 0]
    process.finish(0.99)
    receive(qtbot, training)
    assert training.may_stop() == agrees
    assert list(map(len, asked)) == [1, 1]


def test_closing_while_it_trains_cancels_and_then_closes(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "ask_stop", True)

    training.close()
    assert process.cancels == 1
    with qtbot.waitSignal(training.rejected):
        process.say(Cancelled())

    assert not training.isVisible()


def test_closing_twice_waits_for_nothing(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, "ask_stop", True)
    training.close()

    with qtbot.waitSignal(training.rejected):
        training.close()

    assert len(asked) == 1
    assert not process.is_alive


def test_closing_after_cancelling_asks_nothing(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, "ask_stop", False)
    QTest.mouseClick(training.progress_page.cancel_button, LEFT)

    with qtbot.waitSignal(training.rejected):
        training.close()
        process.say(Cancelled())

    assert asked == []


def test_a_run_that_ends_while_the_question_is_open_shows_its_result(
    training: RetrainDialog, process: FakeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(cls: type[Questions], parent: QWidget, *_: object) -> bool:
        process.finish(0.99)
        training.controller.on_poll_due()
        return True

    monkeypatch.setattr(Questions, "ask_stop", classmethod(ask))

    training.close()

    assert training.isVisible()
    assert training.page is training.result_page


def test_the_window_that_closes_takes_the_process_along(
    training: RetrainDialog, process: FakeProcess, trained: Path
) -> None:
    training.stop()

    assert not process.is_alive
    assert not trained.exists()


def test_closing_before_anything_was_started_asks_nothing(
    qtbot: QtBot, dialog: RetrainDialog
) -> None:
    with qtbot.waitSignal(dialog.rejected):
        QTest.mouseClick(dialog.choice_page.close_button, LEFT)


def test_every_control_has_a_name(dialog: RetrainDialog) -> None:
    labelled = {label.buddy() for label in dialog.findChildren(QLabel)}
    controls: list[QWidget] = []
    for kind in (QAbstractButton, QComboBox, QSpinBox, QProgressBar, Plot):
        controls += dialog.findChildren(kind)

    nameless = [
        control
        for control in controls
        if control not in labelled
        and not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and control.text())
    ]

    assert len(controls) > 10
    assert nameless == []


def test_no_two_controls_of_a_page_share_a_mnemonic(dialog: RetrainDialog) -> None:
    for page in dialog.findChildren(Page):
        texts = [button.text() for button in page.findChildren(QAbstractButton)]
        texts += [label.text() for label in page.findChildren(QLabel) if "&" in label.text()]
        letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]

        assert len(letters) == len(set(letters)), texts


def test_tensorflow_loads_while_the_person_chooses(
    qtbot: QtBot, dialog: RetrainDialog, process: FakeProcess
) -> None:
    assert process.prepared_for == (None, None)
    assert not dialog.controller.is_running

    with qtbot.waitSignal(dialog.rejected):
        QTest.mouseClick(dialog.choice_page.close_button, LEFT)

    assert not process.is_alive
