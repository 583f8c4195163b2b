from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui import card_text
from gui.model_card_dialog import ModelCardDialog
from model.bundle import ModelBundle, ModelCard, save_bundle

CARD = ModelCard(
    title="Reader 1",
    recipe="shipped",
    created="2026-03-05T14:30:00+01:00",
    seed=7,
    temperature=1.25,
    threshold=0.625,
    data=("MNIST, 60,000 digits; CC BY-SA 3.0", "Pens, 6,700 drawings; CC BY 4.0"),
    metrics={
        "mnist_test_accuracy": 0.9962,
        "mnist_test_ece": 0.0042,
        "pens_nll": 0.0321,
        "rejected_half": 0.785,
        "auroc": 0.99593,
        "shelf_life": 0.5,
    },
    versions={"keras": "3.15.0"},
    parameters=123456,
)


def write_models(folder: Path) -> None:
    (folder / "model.keras").write_bytes(b"k" * 1_500_000)
    (folder / "model.tflite").write_bytes(b"t" * 500_000)


@pytest.fixture
def bundle(tmp_path: Path) -> ModelBundle:
    return save_bundle(tmp_path / "models" / "reader", CARD, write_models)


@pytest.fixture
def show(qtbot: QtBot, bundle: ModelBundle) -> Callable[[], ModelCardDialog]:
    def show() -> ModelCardDialog:
        dialog = ModelCardDialog(bundle)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return show


def visible_texts(root: QWidget) -> list[str]:
    labels = [item.text() for item in root.findChildren(QLabel) if item.isVisible()]
    return labels + [item.text() for item in root.findChildren(QLineEdit) if item.isVisible()]


def test_the_card_is_shown_in_words(show: Callable[[], ModelCardDialog]) -> None:
    texts = visible_texts(show())

    assert "Reader 1" in texts
    assert "99.62 %" in texts
    assert "MNIST, 60,000 digits; CC BY-SA 3.0" in texts
    assert {"1.250", "62.5 %", "7", "123456 weights", "1.5 MB", "500.0 kB"} <= set(texts)


def test_figures_stand_beside_what_they_measure(show: Callable[[], ModelCardDialog]) -> None:
    dialog = show()
    texts = visible_texts(dialog)
    assert texts[texts.index("MNIST test digits read correctly") + 1] == "99.62 %"
    assert texts[texts.index("Half digits rejected") + 1] == "78.50 %"

    dialog.details.button.click()

    texts = visible_texts(dialog)
    assert texts[texts.index("Calibration error, MNIST test digits") + 1] == "0.42 %"
    assert texts[texts.index("Mean cross-entropy, pen drawings") + 1] == "0.0321"
    assert texts[texts.index("Digits told from everything else (AUROC)") + 1] == "0.9959"
    assert texts[texts.index("shelf life") + 1] == "0.5000"


def test_it_says_how_and_when_the_model_was_made(show: Callable[[], ModelCardDialog]) -> None:
    summary = visible_texts(show())[1]

    assert summary.startswith("Trained on this computer")
    assert "shipped" in summary
    assert "5 March 2026" in summary


def test_the_bundled_model_is_told_from_trained_ones(
    bundle: ModelBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.card_text.bundled_model", lambda: bundle.folder)

    assert card_text.summary(bundle).startswith("Came with Inkdigits")


def test_an_imported_model_says_so(bundle: ModelBundle) -> None:
    card = replace(bundle.card, imported="2026-04-01T00:00:00+00:00")

    text = card_text.as_text(replace(bundle, card=card))

    assert text.splitlines()[1].startswith("Imported from a file")
    assert "Imported: 2026-04-01" in text


def test_checksums_are_folded_away_until_asked_for(
    show: Callable[[], ModelCardDialog], bundle: ModelBundle, qtbot: QtBot
) -> None:
    dialog = show()
    checksum = bundle.card.sha256["model.keras"]
    assert checksum not in visible_texts(dialog)

    QTest.mouseClick(dialog.details.button, Qt.MouseButton.LeftButton)

    assert checksum in visible_texts(dialog)
    assert "3.15.0" in visible_texts(dialog)

    QTest.mouseClick(dialog.details.button, Qt.MouseButton.LeftButton)

    assert checksum not in visible_texts(dialog)


def test_the_whole_card_can_be_copied(
    show: Callable[[], ModelCardDialog], bundle: ModelBundle, qtbot: QtBot
) -> None:
    dialog = show()

    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)

    text = QGuiApplication.clipboard().text()
    assert text.startswith("Reader 1\n")
    assert "MNIST test digits read correctly: 99.62 %" in text
    assert f"model.tflite: {bundle.card.sha256['model.tflite']}" in text
    assert "Copied." in visible_texts(dialog)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_return_and_escape_close_it(
    show: Callable[[], ModelCardDialog], qtbot: QtBot, key: Qt.Key
) -> None:
    dialog = show()

    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, key)


def test_a_file_that_vanished_since_is_no_reason_to_fail(
    show: Callable[[], ModelCardDialog], bundle: ModelBundle
) -> None:
    bundle.keras_path.unlink()

    texts = visible_texts(show())

    assert texts[texts.index("Keras model") + 1] == "–"
