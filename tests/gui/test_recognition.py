from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.recognition import Answer, RecognitionService
from model.bundle import load_bundle
from model.ink import Ink, Stroke
from model.paths import bundled_model
from tests.gui.driving import ink_of
from tests.model.bundles import make_bundle


@pytest.fixture
def service(qtbot: QtBot) -> Iterator[RecognitionService]:
    """Return a service with the bundled model."""
    service = RecognitionService()
    with qtbot.waitSignal(service.model_loaded):
        service.use_model(load_bundle(bundled_model()))
    yield service
    service.stop()


def answers_of(service: RecognitionService) -> list[Answer]:
    """Return the list that every answer will be added to."""
    answers: list[Answer] = []
    service.answered.connect(answers.append)
    return answers


def test_a_drawing_is_read(qtbot: QtBot, service: RecognitionService) -> None:
    with qtbot.waitSignal(service.answered) as caught:
        number = service.request(ink_of(6))
    assert caught.args is not None
    (answer,) = caught.args
    assert answer.request.number == number
    assert answer.reading.text == "6"


def test_a_burst_of_requests_is_coalesced_and_ends_with_the_newest(
    qtbot: QtBot, service: RecognitionService
) -> None:
    answers = answers_of(service)
    numbers = [service.request(ink_of(digit)) for digit in range(10)]
    qtbot.waitUntil(lambda: bool(answers) and answers[-1].request.number == numbers[-1])
    assert answers[-1].reading.text == "9"
    assert len(answers) < len(numbers)


def test_a_picture_is_not_pushed_out_by_the_pen(
    qtbot: QtBot, service: RecognitionService, tmp_path: Path
) -> None:
    answers = answers_of(service)
    service.request(ink_of(1))
    picture = service.request(tmp_path / "missing.png")
    newest = service.request(ink_of(2))
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert {answer.request.number for answer in answers} == {1, picture, newest}


def test_what_is_forgotten_is_not_answered(qtbot: QtBot, service: RecognitionService) -> None:
    answers = answers_of(service)
    service.request(ink_of(3))
    service.request(ink_of(4))
    service.forget()
    qtbot.waitUntil(lambda: service.is_idle)
    assert answers == []
    with qtbot.waitSignal(service.answered):
        service.request(ink_of(5))
    assert answers[-1].reading.text == "5"


def test_a_missing_file_is_answered_with_its_name(
    qtbot: QtBot, service: RecognitionService, tmp_path: Path
) -> None:
    with qtbot.waitSignal(service.answered) as caught:
        service.request(tmp_path / "missing.png")
    assert caught.args is not None
    assert "missing.png" in caught.args[0].error


def test_a_fault_in_the_program_is_answered_too(
    qtbot: QtBot, service: RecognitionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_reader: object, _ink: Ink) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("model.reader.Reader.read_ink", fail)
    with qtbot.waitSignal(service.answered) as caught:
        service.request(Ink((Stroke.from_xy([(0, 0), (5, 5)]),)))
    assert caught.args is not None
    assert "fault in the program" in caught.args[0].error


def test_a_model_that_cannot_be_loaded_leaves_the_one_before_in_use(
    qtbot: QtBot, service: RecognitionService, tmp_path: Path
) -> None:
    with qtbot.waitSignal(service.model_failed):
        service.use_model(make_bundle(tmp_path / "model"))
    with qtbot.waitSignal(service.answered) as caught:
        service.request(ink_of(7))
    assert caught.args is not None
    assert caught.args[0].reading.text == "7"
