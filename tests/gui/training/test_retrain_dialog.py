from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QProgressBar, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from gui.training.accuracy_curve import AccuracyCurve
from gui.training.page import Page
from gui.training.questions import Questions
from gui.training.retrain_dialog import RetrainDialog
from model.bundle import ModelBundle
from model.library import ModelLibrary
from model.training.messages import Cancelled, Downloading, Failed
from tests.gui.training.fakes import FakeProcess, epoch_ended, save_model, started, stepped

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
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
def process() -> FakeProcess:
    return FakeProcess()


@pytest.fixture
def dialog(
    qtbot: QtBot, library: ModelLibrary, current: ModelBundle, process: FakeProcess, mnist: Path
) -> RetrainDialog:
    """Return the dialog as it opens where MNIST is found."""
    dialog = RetrainDialog(library, current, make_process=lambda: process)
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


def answer(monkeypatch: pytest.MonkeyPatch, question: str, value: object) -> list[QWidget]:
    """Answer one of the questions; return the list of those who asked."""
    asked: list[QWidget] = []

    def ask(cls: type[Questions], parent: QWidget, *_: object) -> object:
        asked.append(parent)
        return value

    monkeypatch.setattr(Questions, question, classmethod(ask))
    return asked


def receive(qtbot: QtBot, dialog: RetrainDialog) -> None:
    """Wait until what the process has said last is on show."""
    with qtbot.waitSignal(dialog.controller.message_received):
        pass


def test_the_quick_recipe_and_the_data_found_need_one_click(
    dialog: RetrainDialog, process: FakeProcess, mnist: Path, trained: Path
) -> None:
    page = dialog.choice_page
    assert page.recipe_box.currentText() == "Quick"
    assert "99.1 %" in page.recipe_expectation.text()
    assert str(mnist) in page.data_label.text()
    assert not page.download_box.isVisible()
    assert not page.advanced.content.isVisible()

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert process.request is not None
    assert process.request.recipe == "quick"
    assert process.request.data is None, "the process looks where the dialog has looked"
    assert process.request.out.parent == trained
    assert process.request.seed == 0
    assert process.request.epochs is None
    assert not process.request.allow_download


def test_another_recipe_is_described_and_asked_for(
    dialog: RetrainDialog, process: FakeProcess
) -> None:
    page = dialog.choice_page
    before = page.recipe_summary.text()

    page.recipe_box.setCurrentIndex(page.recipe_box.findData("dense-512"))

    assert page.recipe_summary.text() != before
    assert page.epochs_box.value() == 5
    QTest.mouseClick(page.start_button, LEFT)
    assert process.request is not None
    assert process.request.recipe == "dense-512"
    assert process.request.epochs is None


def test_seed_and_rounds_can_be_chosen(dialog: RetrainDialog, process: FakeProcess) -> None:
    page = dialog.choice_page
    QTest.mouseClick(page.advanced.button, LEFT)
    assert page.seed_box.isVisible()

    page.seed_box.setValue(42)
    page.epochs_box.setValue(3)
    QTest.mouseClick(page.start_button, LEFT)

    assert process.request is not None
    assert process.request.seed == 42
    assert process.request.epochs == 3


@pytest.fixture
def without_data(
    qtbot: QtBot, library: ModelLibrary, current: ModelBundle, process: FakeProcess
) -> RetrainDialog:
    """Return the dialog as it opens where MNIST is nowhere."""
    dialog = RetrainDialog(library, current, make_process=lambda: process)
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.stop())
    dialog.open()
    return dialog


@pytest.fixture
def _no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INKDIGITS_DATA", raising=False)


@pytest.mark.usefixtures("_no_data")
class TestWithoutData:
    def test_the_download_is_offered_and_said_on_the_button(
        self, without_data: RetrainDialog, process: FakeProcess
    ) -> None:
        page = without_data.choice_page
        assert "was not found" in page.data_label.text()
        assert "Without a network" in page.offline_hint.text()
        assert page.offline_hint.isVisible()
        assert "Download" in page.start_button.text()

        QTest.mouseClick(page.start_button, LEFT)

        assert process.request is not None
        assert process.request.data is None
        assert process.request.allow_download

    def test_without_the_download_there_is_nothing_to_start(
        self, without_data: RetrainDialog
    ) -> None:
        page = without_data.choice_page

        page.download_box.click()

        assert not page.start_button.isEnabled()
        assert "Download" not in page.start_button.text()

    def test_a_folder_of_ones_own_replaces_the_download(
        self,
        without_data: RetrainDialog,
        process: FakeProcess,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        folder = tmp_path / "mine"
        (folder / "mnist").mkdir(parents=True)
        (folder / "mnist" / "mnist.npz").write_bytes(b"")
        answer(monkeypatch, "ask_folder", folder)
        page = without_data.choice_page

        QTest.mouseClick(page.folder_button, LEFT)

        assert str(folder) in page.data_label.text()
        assert not page.download_box.isVisible()
        QTest.mouseClick(page.start_button, LEFT)
        assert process.request is not None
        assert process.request.data == folder
        assert not process.request.allow_download

    def test_a_folder_without_mnist_is_refused_with_a_reason(
        self, without_data: RetrainDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer(monkeypatch, "ask_folder", tmp_path)
        page = without_data.choice_page

        QTest.mouseClick(page.folder_button, LEFT)

        assert page.problem_label.isVisible()
        assert str(tmp_path) in page.problem_label.text()
        assert page.folder is None
        assert page.start_button.isEnabled()

    def test_a_download_that_fails_leads_back_to_the_choices(
        self, qtbot: QtBot, without_data: RetrainDialog, process: FakeProcess
    ) -> None:
        QTest.mouseClick(without_data.choice_page.start_button, LEFT)
        process.say(Failed("MNIST could not be downloaded (no network). Choose a folder."))
        receive(qtbot, without_data)
        assert "could not be downloaded" in without_data.failure_page.sentence.text()

        QTest.mouseClick(without_data.failure_page.back_button, LEFT)

        assert without_data.page is without_data.choice_page
        assert without_data.choice_page.folder_button.isVisible()


def test_no_folder_chosen_changes_nothing(
    dialog: RetrainDialog, mnist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "ask_folder", None)

    QTest.mouseClick(dialog.choice_page.folder_button, LEFT)

    assert dialog.choice_page.folder == mnist


def test_progress_is_told_in_words_and_figures(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess
) -> None:
    page = training.progress_page
    assert "TensorFlow" in page.phase.text()
    assert page.bar.maximum() == 0, "there is nothing to count yet"

    process.say(Downloading(0.25))
    receive(qtbot, training)
    assert page.phase.text() == "Downloading MNIST: 25 %"
    assert page.bar.value() == page.bar.maximum() // 4

    process.say(started())
    receive(qtbot, training)
    assert page.phase.text() == "Round 1 of 2"
    assert page.bar.value() == 0

    process.say(stepped(50))
    receive(qtbot, training)
    assert page.accuracy.text() == "87.50 %"
    assert page.cross_entropy.text() == "0.432"
    assert page.time_left.text() == "1 min 15 s"
    assert page.bar.value() == page.bar.maximum() // 4
    assert page.curve.points == [(0.25, 0.875)]

    process.say(epoch_ended(1))
    receive(qtbot, training)
    assert page.phase.text() == "Round 2 of 2"
    assert page.held_out.text() == "96.25 %"
    assert page.curve.held_out_points == [(0.5, 0.9625)]

    process.say(epoch_ended(2))
    receive(qtbot, training)
    assert "Measuring and saving" in page.phase.text()
    assert page.bar.maximum() == 0


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
    qtbot: QtBot, library: ModelLibrary, process: FakeProcess, mnist: Path
) -> None:
    dialog = RetrainDialog(library, None, make_process=lambda: process)
    qtbot.addWidget(dialog)
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


def test_return_accepts_the_new_model(qtbot: QtBot, finished: RetrainDialog) -> None:
    with qtbot.waitSignal(finished.model_activated):
        QTest.keyClick(finished, Qt.Key.Key_Return)


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
    def ask(cls: type[Questions], parent: QWidget) -> bool:
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
    for kind in (QAbstractButton, QComboBox, QSpinBox, QProgressBar, AccuracyCurve):
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
