from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.training.questions import Questions
from gui.training.training_controller import TrainingController


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def act(monkeypatch: pytest.MonkeyPatch, action: Callable[[QMessageBox], None]) -> None:
    """Act on the open box instead of waiting for a person."""

    def run(box: QMessageBox) -> None:
        box.show()
        action(box)

    monkeypatch.setattr(QMessageBox, "exec", run)


def click(text: str) -> Callable[[QMessageBox], None]:
    def press(box: QMessageBox) -> None:
        button = next(item for item in box.buttons() if item.text().replace("&", "") == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return press


def press_key(key: Qt.Key) -> Callable[[QMessageBox], None]:
    return lambda box: QTest.keyClick(box, key)


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        (lambda parent: Questions.ask_stop(parent, parent.destroyed), "Stop Training", "Go On"),
        (Questions.ask_discard, "Discard", "Keep Looking"),
    ],
)
class TestConfirmations:
    def test_only_the_named_button_agrees(
        self,
        parent: QWidget,
        monkeypatch: pytest.MonkeyPatch,
        question: Callable[[QWidget], bool],
        yes: str,
        no: str,
    ) -> None:
        act(monkeypatch, click(yes))
        assert question(parent)
        act(monkeypatch, click(no))
        assert not question(parent)

    @pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
    def test_return_and_escape_lose_nothing(
        self,
        parent: QWidget,
        monkeypatch: pytest.MonkeyPatch,
        question: Callable[[QWidget], bool],
        yes: str,
        no: str,
        key: Qt.Key,
    ) -> None:
        act(monkeypatch, press_key(key))
        assert not question(parent)


@pytest.mark.parametrize(("name", "answer"), [("", None), ("/data/mnist", Path("/data/mnist"))])
def test_a_folder_is_a_path_or_nothing(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch, name: str, answer: Path | None
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: name)

    assert Questions.ask_folder(parent, "/data") == answer


def test_the_question_goes_away_when_the_training_has_ended(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = TrainingController(parent)
    open_boxes: list[bool] = []

    def end(box: QMessageBox) -> None:
        controller.ended.emit()
        open_boxes.append(box.isVisible())

    act(monkeypatch, end)

    assert not Questions.ask_stop(parent, controller.ended)
    assert open_boxes == [False]


@pytest.mark.parametrize("ask", [Questions.ask_digit_file, Questions.ask_label_file])
@pytest.mark.parametrize(("name", "answer"), [("", None), ("/data/x.npz", Path("/data/x.npz"))])
def test_a_file_is_a_path_or_nothing(
    parent: QWidget,
    monkeypatch: pytest.MonkeyPatch,
    ask: Callable[[QWidget, str], Path | None],
    name: str,
    answer: Path | None,
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (name, ""))

    assert ask(parent, "/data") == answer
