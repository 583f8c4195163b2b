from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.training.retrain_dialog import RetrainDialog
from model.runs import Curve, RunBook
from tests.gui.training.acting import LEFT, a_run, receive
from tests.gui.training.fakes import FakeProcess, epoch_ended, started, stepped


class TestRuns:
    def test_a_run_is_written_down_with_its_curves(
        self, qtbot: QtBot, training: RetrainDialog, process: FakeProcess, runs: RunBook
    ) -> None:
        process.say(started(), stepped(50), epoch_ended(1))
        receive(qtbot, training)
        process.finish(0.9907)
        receive(qtbot, training)

        (run,) = runs.runs()
        assert run.recipe == "quick"
        assert run.steps == 100
        assert run.metrics == {"mnist_test_accuracy": 0.9907}
        assert run.curves[Curve.TRAINING_ACCURACY] == ((50, 0.875),)
        assert run.curves[Curve.VALIDATION_ACCURACY] == ((100, 0.9625),)

    def test_runs_are_laid_over_each_other(self, dialog: RetrainDialog, runs: RunBook) -> None:
        for number in range(3):
            runs.keep(a_run(number))

        QTest.mouseClick(dialog.choice_page.runs_button, LEFT)
        page = dialog.runs_page
        assert page.isVisible()
        assert page.list.count() == 3
        assert page.ticked == ["run-2", "run-1"]
        assert len(page.curves.accuracy.lines) == 2

        page.list.item(2).setCheckState(Qt.CheckState.Checked)
        assert [len(line.points) for line in page.curves.accuracy.lines] == [1, 1, 1]
        assert len({line.colour for line in page.curves.accuracy.lines}) == 3

        QTest.mouseClick(page.back_button, LEFT)
        assert dialog.choice_page.isVisible()

    def test_a_run_can_be_forgotten(self, dialog: RetrainDialog, runs: RunBook) -> None:
        runs.keep(a_run(0))
        runs.keep(a_run(1))
        QTest.mouseClick(dialog.choice_page.runs_button, LEFT)
        page = dialog.runs_page

        page.list.setCurrentRow(0)
        QTest.mouseClick(page.forget_button, LEFT)

        assert [run.name for run in runs.runs()] == ["run-0"]
        assert page.list.count() == 1

    def test_without_runs_the_page_says_so(self, dialog: RetrainDialog) -> None:
        QTest.mouseClick(dialog.choice_page.runs_button, LEFT)

        assert dialog.runs_page.empty.isVisible()
        assert not dialog.runs_page.curves.isVisible()

    def test_no_more_than_six_are_drawn(self, dialog: RetrainDialog, runs: RunBook) -> None:
        for number in range(7):
            runs.keep(a_run(number))
        QTest.mouseClick(dialog.choice_page.runs_button, LEFT)
        page = dialog.runs_page

        for row in range(7):
            page.list.item(row).setCheckState(Qt.CheckState.Checked)

        assert len(page.ticked) == 6
        assert page.list.item(6).checkState() is Qt.CheckState.Unchecked

    def test_from_the_result_and_back(self, finished: RetrainDialog) -> None:
        QTest.mouseClick(finished.result_page.runs_button, LEFT)
        assert finished.runs_page.list.count() == 1

        QTest.mouseClick(finished.runs_page.back_button, LEFT)

        assert finished.page is finished.result_page
