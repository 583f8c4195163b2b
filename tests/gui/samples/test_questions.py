from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.samples.questions import SampleQuestions
from model.samples.exchange import ExchangeForm


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_the_ending_of_an_exported_file_says_its_form(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: dict[str, str] = {}
    proposed: list[str] = []

    def save(_parent: QWidget, _title: str, name: str, _filter: str) -> tuple[str, str]:
        proposed.append(Path(name).name)
        return answers["name"], ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    ask = SampleQuestions.ask_export
    answers["name"] = str(tmp_path / "mine")
    assert ask(parent, str(tmp_path), ExchangeForm.CSV) == tmp_path / "mine.csv"
    assert ask(parent, str(tmp_path), ExchangeForm.INKML) == tmp_path / "mine.inkml"
    assert ask(parent, str(tmp_path), ExchangeForm.IDX_FOLDER) == tmp_path / "mine"
    assert proposed == ["samples.csv", "samples.inkml", "samples"]
    answers["name"] = str(tmp_path / "mine.CSV")
    assert ask(parent, str(tmp_path), ExchangeForm.CSV) == tmp_path / "mine.CSV"
    (tmp_path / "mine.csv").write_text("there")
    answers["name"] = str(tmp_path / "mine")
    for answer, expected in (
        (QMessageBox.StandardButton.No, None),
        (QMessageBox.StandardButton.Yes, tmp_path / "mine.csv"),
    ):
        monkeypatch.setattr(QMessageBox, "question", lambda *_, answer=answer: answer)
        assert ask(parent, str(tmp_path), ExchangeForm.CSV) == expected
    answers["name"] = ""
    assert ask(parent, str(tmp_path), ExchangeForm.CSV) is None


def test_the_questions_for_sources_give_paths(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, expected in (("some/where", Path("some/where")), ("", None)):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, name=name: name)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, name=name: (name, ""))
        assert SampleQuestions.ask_import_folder(parent, "") == expected
        assert SampleQuestions.ask_import_file(parent, "") == expected


def test_a_name_comes_without_needless_spaces(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("  Ada   Byron ", True))
    assert SampleQuestions.ask_writer(parent, "New", "") == "Ada Byron"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Ada", False))
    assert SampleQuestions.ask_writer(parent, "New", "") is None


def test_return_and_escape_keep_a_writer(parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def press(box: QMessageBox, which: str) -> int:
        shown.append(f"{box.text()} {box.informativeText()}")
        chosen = {
            "return": box.defaultButton(),
            "escape": box.escapeButton(),
            "delete": next(b for b in box.buttons() if b.text() == "&Delete"),
        }[which]
        assert chosen is not None
        chosen.click()
        return 0

    for which, expected in (("return", False), ("escape", False), ("delete", True)):
        monkeypatch.setattr(QMessageBox, "exec", lambda box, which=which: press(box, which))
        assert SampleQuestions.ask_delete_writer(parent, "Ada", 31) is expected
    assert "Ada" in shown[0]
    assert "31" in shown[0]
    assert "30 days" in shown[0]
