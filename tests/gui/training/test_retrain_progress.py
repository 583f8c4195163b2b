from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.training.retrain_dialog import RetrainDialog
from model.bundle import ModelBundle
from model.runs import Curve
from model.training.messages import (
    Downloading,
    Examined,
    Misread,
)
from tests.gui.training.acting import LEFT, receive
from tests.gui.training.fakes import FakeProcess, epoch_ended, started, stepped


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
    training_line, held_out_line = page.curves.accuracy.lines
    assert list(training_line.points) == [(50, 0.875)]
    assert page.curves.small[Curve.CROSS_ENTROPY].reading_at(50) == "Mean cross-entropy: 0.432"
    assert page.curves.small[Curve.LOSS].reading_at(50) == "Total loss: 0.5"
    assert page.curves.small[Curve.LEARNING_RATE].reading_at(50) == "Learning rate: 0.01"
    assert page.curves.small[Curve.MEAN_ABS_GRADIENT].reading_at(50) == "Mean |gradient|: 0.001"

    process.say(epoch_ended(1))
    receive(qtbot, training)
    assert page.phase.text() == "Round 2 of 2"
    assert page.held_out.text() == "96.25 %"
    assert list(held_out_line.points) == [(100, 0.9625)]

    process.say(epoch_ended(2))
    receive(qtbot, training)
    assert "Measuring and saving" in page.phase.text()
    assert page.bar.maximum() == 0


def test_the_run_is_compared_with_the_model_in_use_and_watches_ten_drawings(
    dialog: RetrainDialog, process: FakeProcess, current: ModelBundle
) -> None:
    QTest.mouseClick(dialog.choice_page.start_button, LEFT)

    assert process.request is not None
    assert process.request.current == current.folder
    assert len(process.request.watched) == 10
    assert {len(field) for field in process.request.watched} == {28 * 28}
    assert dialog.progress_page.seen.watched_title.text() == "Example drawings"
    assert len(dialog.progress_page.seen.watched.thumbnails) == 10


def test_a_run_is_paused_and_goes_on(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess
) -> None:
    page = training.progress_page
    assert not page.pause_button.isEnabled(), "nothing runs yet that could be paused"
    process.say(started(), stepped(50))
    receive(qtbot, training)

    QTest.mouseClick(page.pause_button, LEFT)
    assert process.words == ["pause"]
    assert page.phase.text() == "Round 1 of 2, paused"
    assert page.pause_button.text() == "Go &On"
    QTest.mouseClick(page.pause_button, LEFT)

    assert process.words == ["pause", "resume"]
    assert page.phase.text() == "Round 1 of 2"
    assert page.pause_button.text() == "&Pause"


def test_a_run_can_stop_early_and_keep_its_best(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess
) -> None:
    page = training.progress_page
    assert not page.keep_best_button.isEnabled()
    process.say(started(), stepped(50))
    receive(qtbot, training)

    QTest.mouseClick(page.keep_best_button, LEFT)
    assert process.words == ["keep best"]
    assert not page.keep_best_button.isEnabled()
    assert not page.pause_button.isEnabled()
    assert page.cancel_button.isEnabled()
    process.say(stepped(51), epoch_ended(1))
    receive(qtbot, training)
    assert "Measuring and saving" in page.phase.text(), "what comes late does not hide it"
    process.finish(0.97)
    receive(qtbot, training)

    assert training.page is training.result_page


def test_what_it_reads_wrong_and_how_it_reads_the_drawings_is_shown(
    qtbot: QtBot, training: RetrainDialog, process: FakeProcess
) -> None:
    shares = [tuple(0.91 if place == digit else 0.01 for place in range(10)) for digit in range(10)]
    shares[7] = shares[1]
    process.say(started(), Examined(50, (Misread(bytes(784), 4, 9),), tuple(shares)))
    receive(qtbot, training)

    seen = training.progress_page.seen
    (wrong,) = seen.misread.thumbnails
    assert wrong.caption == "4 → 9"
    assert wrong.explanation == "A 4, read as 9"
    captions = [item.caption for item in seen.watched.thumbnails]
    assert captions[0] == "91 %"
    assert captions[7] == "7 → 1"
    assert [item.is_wrong for item in seen.watched.thumbnails].count(True) == 1
