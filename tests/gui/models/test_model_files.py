from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from gui.models.model_files import ModelFiles, file_name


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("My hand", "My hand.inkdigits-model"),
        ("a/b:c", "a-b-c.inkdigits-model"),
        ("../..", "model.inkdigits-model"),
        ("Öl 手", "Öl 手.inkdigits-model"),
    ],
)
def test_every_title_gives_a_file_name(title: str, name: str) -> None:
    assert file_name(title) == name


def answer(monkeypatch: pytest.MonkeyPatch, question: str, name: str) -> None:
    monkeypatch.setattr(QFileDialog, question, lambda *_arguments: (name, ""))


def test_the_ending_is_added_and_asked_about(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "getSaveFileName", str(tmp_path / "mine"))
    whole = tmp_path / "mine.inkdigits-model"
    assert ModelFiles.ask_export(parent, "", "Mine") == whole
    whole.write_bytes(b"")
    for agrees in (True, False):
        monkeypatch.setattr(ModelFiles, "ask_overwrite", lambda *_a, agrees=agrees: agrees)
        assert ModelFiles.ask_export(parent, "", "Mine") == (whole if agrees else None)


def test_nothing_chosen_is_no_file(parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "getSaveFileName", "")
    answer(monkeypatch, "getOpenFileName", "")
    assert ModelFiles.ask_export(parent, "", "Mine") is None
    assert ModelFiles.ask_import(parent, "") is None


def test_what_is_chosen_is_the_file(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = str(tmp_path / "mine.inkdigits-model")
    answer(monkeypatch, "getSaveFileName", name)
    answer(monkeypatch, "getOpenFileName", name)
    assert ModelFiles.ask_export(parent, "", "Mine") == Path(name)
    assert ModelFiles.ask_import(parent, "") == Path(name)
