from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.training.retrain_dialog import RetrainDialog
from model.training.messages import (
    Failed,
)
from model.training.source import DataKind, DataSource
from tests.gui.training.acting import LEFT, answer, receive, samples
from tests.gui.training.fakes import FakeProcess


def test_the_quick_recipe_and_the_data_found_need_one_click(
    dialog: RetrainDialog, process: FakeProcess, mnist: Path, trained: Path
) -> None:
    page = dialog.choice_page
    assert page.recipe_box.currentText() == "Quick"
    assert "99.1 %" in page.recipe_expectation.text()
    assert str(mnist) in page.data.data_label.text()
    assert not page.data.download_box.isVisible()
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


class TestWithoutData:
    def test_the_download_is_offered_and_said_on_the_button(
        self, without_data: RetrainDialog, process: FakeProcess
    ) -> None:
        page = without_data.choice_page
        assert "Not found on this computer" in page.data.data_label.text()
        assert "Without a network" in page.data.data_label.text()
        assert "Download" in page.start_button.text()

        QTest.mouseClick(page.start_button, LEFT)

        assert process.request is not None
        assert process.request.data is None
        assert process.request.allow_download

    def test_without_the_download_generated_digits_are_the_data_and_that_is_said(
        self, without_data: RetrainDialog, process: FakeProcess
    ) -> None:
        page = without_data.choice_page

        page.data.download_box.click()

        assert page.data.kind is DataKind.GENERATED
        assert "MNIST is not on this computer" in page.data.data_label.text()
        assert "generator" in page.data.data_label.text()
        assert "Download" not in page.start_button.text()
        QTest.mouseClick(page.start_button, LEFT)
        assert process.request is not None
        assert process.request.source == DataSource(DataKind.GENERATED)
        assert not process.request.allow_download

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

        QTest.mouseClick(page.data.choose_button, LEFT)

        assert str(folder) in page.data.data_label.text()
        assert not page.data.download_box.isVisible()
        QTest.mouseClick(page.start_button, LEFT)
        assert process.request is not None
        assert process.request.data == folder
        assert not process.request.allow_download

    def test_a_folder_without_mnist_is_refused_with_a_reason(
        self, without_data: RetrainDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer(monkeypatch, "ask_folder", tmp_path)
        page = without_data.choice_page

        QTest.mouseClick(page.data.choose_button, LEFT)

        assert page.data.problem_label.isVisible()
        assert str(tmp_path) in page.data.problem_label.text()
        assert page.data.folder is None
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
        assert without_data.choice_page.data.kind is DataKind.GENERATED
        assert "could not be fetched" in without_data.choice_page.notice.text()
        assert without_data.choice_page.start_button.isEnabled()


def test_no_folder_chosen_changes_nothing(
    dialog: RetrainDialog, mnist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "ask_folder", None)

    QTest.mouseClick(dialog.choice_page.data.choose_button, LEFT)

    assert dialog.choice_page.data.folder == mnist


class TestSamples:
    def test_they_can_be_mixed_in_and_are_watched(
        self, dialog: RetrainDialog, process: FakeProcess
    ) -> None:
        page = dialog.choice_page
        assert not page.data.mix_box.isVisible()
        dialog.offer_samples(samples(3))
        assert "(3)" in page.data.mix_box.text()

        page.data.mix_box.click()
        QTest.mouseClick(page.start_button, LEFT)

        assert process.request is not None
        assert process.request.source == DataSource(DataKind.MNIST, (), samples(3))
        assert dialog.progress_page.seen.watched_title.text() == "Your own drawings"

    def test_too_few_are_no_training_data_of_their_own(self, dialog: RetrainDialog) -> None:
        page = dialog.choice_page
        dialog.offer_samples(samples(95))

        page.data.choose(DataKind.SAMPLES)

        assert not page.start_button.isEnabled()
        assert "missing of 5, 6, 7, 8, 9" in page.data.data_label.text()

    def test_enough_of_them_are(self, dialog: RetrainDialog, process: FakeProcess) -> None:
        page = dialog.choice_page
        dialog.offer_samples(samples(100))

        page.data.choose(DataKind.SAMPLES)
        QTest.mouseClick(page.start_button, LEFT)

        assert process.request is not None
        assert process.request.source == DataSource(DataKind.SAMPLES, (), samples(100))

    def test_the_shipped_recipe_keeps_its_own_data(self, dialog: RetrainDialog) -> None:
        page = dialog.choice_page
        dialog.offer_samples(samples(3))
        page.data.choose(DataKind.GENERATED)

        page.recipe_box.setCurrentIndex(page.recipe_box.findData("shipped"))

        assert page.data.kind is DataKind.MNIST
        assert not page.data.kind_box.isEnabled()
        page.recipe_box.setCurrentIndex(page.recipe_box.findData("quick"))
        assert page.data.kind_box.isEnabled()


class TestOwnFiles:
    def test_an_npz_file_is_enough(
        self,
        dialog: RetrainDialog,
        process: FakeProcess,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        file = tmp_path / "digits.npz"
        file.write_bytes(b"PK")
        answer(monkeypatch, "ask_digit_file", file)
        page = dialog.choice_page
        page.data.choose(DataKind.FILES)
        assert not page.start_button.isEnabled()

        QTest.mouseClick(page.data.choose_button, LEFT)
        assert str(file) in page.data.data_label.text()
        QTest.mouseClick(page.start_button, LEFT)

        assert process.request is not None
        assert process.request.source == DataSource(DataKind.FILES, (file,))

    @pytest.mark.parametrize("is_beside", [True, False])
    def test_idx_images_need_their_labels(
        self,
        dialog: RetrainDialog,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        is_beside: bool,
    ) -> None:
        images = tmp_path / "my-images.idx3-ubyte"
        labels = tmp_path / ("my-labels.idx1-ubyte" if is_beside else "names")
        images.write_bytes(b"\0\0\x08\x03")
        labels.write_bytes(b"\0\0\x08\x01")
        answer(monkeypatch, "ask_digit_file", images)
        asked = answer(monkeypatch, "ask_label_file", labels)
        page = dialog.choice_page
        page.data.choose(DataKind.FILES)

        QTest.mouseClick(page.data.choose_button, LEFT)

        assert page.data.source.files == (images, labels)
        assert bool(asked) is not is_beside

    def test_a_file_that_cannot_be_read_is_refused_with_a_reason(
        self, dialog: RetrainDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer(monkeypatch, "ask_digit_file", tmp_path / "gone.npz")
        page = dialog.choice_page
        page.data.choose(DataKind.FILES)

        QTest.mouseClick(page.data.choose_button, LEFT)

        assert "gone.npz cannot be read" in page.data.problem_label.text()
        assert not page.start_button.isEnabled()
