"""What the tests of the retrain dialog do again and again."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.training.questions import Questions
from gui.training.retrain_dialog import RetrainDialog
from model.ink import Ink, Stroke
from model.runs import Curve, Run
from model.samples.sample import NewSample, Source
from model.training.messages import (
    Confusion,
)

LEFT = Qt.MouseButton.LeftButton


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


def samples(count: int) -> tuple[NewSample, ...]:
    """Return samples, one of each digit in turn."""
    ink = Ink((Stroke.from_xy([(0, 0), (1, 8), (3, 20)]),))
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return tuple(
        NewSample(label=n % 10, profile="Me", source=Source.TEACH, ink=ink, created=moment)
        for n in range(count)
    )


def confusion(wrong: int) -> Confusion:
    """Return a thousand readings, of which some fours are taken for nines."""
    rows = [[100 if column == row else 0 for column in range(10)] for row in range(10)]
    rows[4][4], rows[4][9] = 100 - wrong, wrong
    return Confusion(tuple(map(tuple, rows)))


def a_run(number: int) -> Run:
    curves = {Curve.VALIDATION_ACCURACY: ((100.0, 0.9 + number / 100),)}
    metrics = {"mnist_test_accuracy": 0.9}
    return Run(
        f"run-{number}", "quick", "2026-03-05T14:30:00+00:00", number, 100, (), metrics, curves
    )
