"""The dialog with the real training process, on data small enough for a test."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.training.retrain_dialog import RetrainDialog
from model.library.model_library import ModelLibrary
from model.recognizer import Recognizer
from model.runs import RunBook
from model.training.messages import Message, Started, Stepped
from tests.gui.training.fakes import save_model

PATIENCE_MS = 180_000
"""TensorFlow alone takes seconds to load, and much longer on a busy machine."""

LEFT = Qt.MouseButton.LeftButton


def write_mnist(folder: Path, train: int = 400, test: int = 100) -> None:
    """Write MNIST's four files; a digit is a bright square whose place tells which."""
    folder.mkdir(parents=True)
    for part, count in (("train", train), ("t10k", test)):
        labels = np.arange(count, dtype=np.uint8) % 10
        images = np.zeros((count, 28, 28), np.uint8)
        for image, label in zip(images, labels, strict=True):
            y, x = 4 + 8 * (label // 4), 4 + 6 * (label % 4)
            image[y : y + 5, x : x + 5] = 255
        header = struct.pack(">IIII", 0x803, count, 28, 28)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(header + images.tobytes())
        header = struct.pack(">II", 0x801, count)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(header + labels.tobytes())


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    save_model(tmp_path / "bundled", 0.5)
    return ModelLibrary(tmp_path / "bundled", tmp_path / "trained")


@pytest.fixture
def dialog(
    qtbot: QtBot, library: ModelLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> RetrainDialog:
    write_mnist(tmp_path / "data" / "mnist")
    monkeypatch.setenv("INKDIGITS_DATA", str(tmp_path / "data"))
    dialog = RetrainDialog(library, library.active().bundle, RunBook(tmp_path / "runs"))
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.stop())
    dialog.open()
    return dialog


@pytest.mark.tensorflow
def test_from_the_click_to_a_model_that_reads(
    qtbot: QtBot, dialog: RetrainDialog, library: ModelLibrary, tmp_path: Path
) -> None:
    received: list[Message] = []
    dialog.controller.message_received.connect(received.append)
    page = dialog.choice_page
    page.recipe_box.setCurrentIndex(page.recipe_box.findData("dense-128"))
    page.epochs_box.setValue(2)

    QTest.mouseClick(page.start_button, LEFT)
    qtbot.waitUntil(lambda: not dialog.controller.is_running, timeout=PATIENCE_MS)

    assert dialog.page is dialog.result_page, received[-1]
    assert {Started, Stepped} <= {type(message) for message in received}
    assert dialog.result_page.before.accuracy.text() == "50.00 %"
    assert dialog.result_page.after.accuracy.text().endswith(" %")

    with qtbot.waitSignal(dialog.model_activated) as activated:
        QTest.mouseClick(dialog.result_page.use_button, LEFT)

    bundle = activated.args[0]
    assert library.active().bundle == bundle
    assert bundle.folder.parent == tmp_path / "trained"
    seven = np.zeros((28, 28), np.uint8)
    seven[12:17, 22:27] = 255
    assert Recognizer(bundle).recognize(seven).digit == 7


def test_data_that_are_damaged_are_a_clear_failure(
    qtbot: QtBot, dialog: RetrainDialog, library: ModelLibrary, tmp_path: Path
) -> None:
    labels = tmp_path / "data" / "mnist" / "train-labels-idx1-ubyte"
    labels.write_bytes(labels.read_bytes()[:-10])

    QTest.mouseClick(dialog.choice_page.start_button, LEFT)
    qtbot.waitUntil(lambda: not dialog.controller.is_running, timeout=PATIENCE_MS)

    assert dialog.page is dialog.failure_page
    assert str(labels) in dialog.failure_page.sentence.text()
    assert library.active().is_bundled


def test_a_window_that_closes_leaves_no_process_and_no_files(
    dialog: RetrainDialog, tmp_path: Path
) -> None:
    QTest.mouseClick(dialog.choice_page.start_button, LEFT)
    assert dialog.page is dialog.progress_page

    dialog.stop()

    assert not dialog.controller.is_running
    assert not list(tmp_path.glob("trained/*"))
