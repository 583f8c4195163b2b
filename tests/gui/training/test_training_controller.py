from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.training.training_controller import TrainingController
from model.training.messages import (
    Cancelled,
    Failed,
    Finished,
    Message,
    Score,
    Taught,
    TeachRequest,
    TrainingRequest,
)
from tests.gui.training.fakes import FakeProcess, epoch_ended, save_model, started, stepped


@pytest.fixture
def process() -> FakeProcess:
    return FakeProcess()


@pytest.fixture
def controller(qtbot: QtBot, process: FakeProcess) -> Iterator[TrainingController]:
    controller = TrainingController(make_process=lambda: process)
    yield controller
    controller.stop()


@pytest.fixture
def received(controller: TrainingController) -> list[Message]:
    messages: list[Message] = []
    controller.message_received.connect(messages.append)
    return messages


@pytest.fixture
def request_(tmp_path: Path) -> TrainingRequest:
    return TrainingRequest("quick", None, tmp_path / "models" / "new")


def is_cancelled(message: Message) -> bool:
    return message == Cancelled()


def test_messages_arrive_in_order_and_the_outcome_ends_the_run(
    qtbot: QtBot,
    controller: TrainingController,
    process: FakeProcess,
    received: list[Message],
    request_: TrainingRequest,
) -> None:
    controller.start(request_)
    assert controller.is_running
    assert process.request == request_
    outcome = Failed("It did not work.")
    process.say(started(), stepped(1), epoch_ended(1), outcome)

    qtbot.waitUntil(lambda: not controller.is_running)

    assert received == [started(), stepped(1), epoch_ended(1), outcome]


def test_the_process_is_gone_before_the_outcome_is_told(
    qtbot: QtBot, controller: TrainingController, process: FakeProcess, request_: TrainingRequest
) -> None:
    alive_when_told: list[bool] = []
    controller.message_received.connect(lambda _: alive_when_told.append(process.is_alive))
    controller.start(request_)
    process.say(Finished(request_.out))
    process.is_alive = True  # TensorFlow takes its time to leave

    with qtbot.waitSignal(controller.message_received):
        pass

    assert alive_when_told == [False]


def test_a_process_that_cannot_start_is_a_failure(
    controller: TrainingController,
    process: FakeProcess,
    received: list[Message],
    request_: TrainingRequest,
) -> None:
    process.start_error = "There are too many processes."

    controller.start(request_)

    assert received == [Failed("There are too many processes.")]
    assert not controller.is_running


def test_only_one_run_at_a_time(controller: TrainingController, request_: TrainingRequest) -> None:
    controller.start(request_)

    with pytest.raises(RuntimeError):
        controller.start(request_)


def test_cancelling_asks_once_and_waits_for_the_process(
    qtbot: QtBot, controller: TrainingController, process: FakeProcess, request_: TrainingRequest
) -> None:
    controller.start(request_)
    controller.cancel()
    controller.cancel()
    assert process.cancels == 1
    assert controller.is_cancelled
    assert process.is_alive

    with qtbot.waitSignal(controller.message_received, check_params_cb=is_cancelled):
        process.say(Cancelled())

    assert not controller.is_cancelled


def test_a_cancelled_process_that_goes_on_is_killed(
    qtbot: QtBot,
    controller: TrainingController,
    process: FakeProcess,
    request_: TrainingRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    controller._grace_timer.setInterval(1)
    controller.start(request_)

    with qtbot.waitSignal(controller.message_received, check_params_cb=is_cancelled):
        controller.cancel()

    assert not process.is_alive


def test_a_model_finished_after_the_cancelling_is_thrown_away(
    qtbot: QtBot, controller: TrainingController, process: FakeProcess, request_: TrainingRequest
) -> None:
    controller.start(request_)
    controller.cancel()

    with qtbot.waitSignal(controller.message_received, check_params_cb=is_cancelled):
        process.finish(0.99)

    assert list(request_.out.parent.iterdir()) == []


def test_what_a_killed_process_has_half_written_is_removed(
    controller: TrainingController, process: FakeProcess, request_: TrainingRequest
) -> None:
    controller.start(request_)
    parent = request_.out.parent
    for name in (".new.a1b2.part/new", "new.unfinished", "another"):
        (parent / name).mkdir(parents=True)

    controller.stop()

    assert [path.name for path in parent.iterdir()] == ["another"]


def test_a_failure_leaves_a_model_that_was_there_before(
    qtbot: QtBot, controller: TrainingController, process: FakeProcess, request_: TrainingRequest
) -> None:
    save_model(request_.out, 0.98)
    controller.start(request_)

    with qtbot.waitSignal(controller.message_received):
        process.die_silently()

    assert (request_.out / "model.keras").is_file()


def test_stopping_ends_the_process_at_once(
    controller: TrainingController,
    process: FakeProcess,
    received: list[Message],
    request_: TrainingRequest,
) -> None:
    controller.start(request_)

    controller.stop()
    controller.stop()

    assert received == [Cancelled()]
    assert process.cancels == 1
    assert not process.is_alive


def test_a_run_can_follow_a_cancelled_one(
    qtbot: QtBot,
    controller: TrainingController,
    process: FakeProcess,
    received: list[Message],
    request_: TrainingRequest,
) -> None:
    controller.start(request_)
    controller.stop()
    controller.start(request_)

    with qtbot.waitSignal(controller.message_received):
        process.finish(0.99)

    assert received[-1] == Finished(request_.out)
    assert request_.out.is_dir()


def test_a_prepared_process_does_the_run(
    controller: TrainingController, process: FakeProcess, request_: TrainingRequest, tmp_path: Path
) -> None:
    controller.prepare(tmp_path / "base", tmp_path / "data")
    assert process.prepared_for == (tmp_path / "base", tmp_path / "data")
    assert not controller.is_running

    controller.start(request_)

    assert process.request == request_
    assert controller.is_running


def test_stopping_ends_a_prepared_process_without_a_word(
    controller: TrainingController, process: FakeProcess, received: list[Message]
) -> None:
    controller.prepare()

    controller.stop()

    assert not process.is_alive
    assert received == []


def test_a_prepared_process_that_died_is_replaced(qtbot: QtBot, request_: TrainingRequest) -> None:
    made: list[FakeProcess] = []

    def make() -> FakeProcess:
        made.append(FakeProcess())
        return made[-1]

    controller = TrainingController(make_process=make)
    controller.prepare()
    controller.prepare()
    assert len(made) == 1
    made[0].is_alive = False

    controller.start(request_)

    assert len(made) == 2
    assert made[1].request == request_
    controller.stop()


def test_a_process_that_cannot_be_prepared_is_told_of_only_by_the_run(
    controller: TrainingController,
    process: FakeProcess,
    received: list[Message],
    request_: TrainingRequest,
) -> None:
    process.start_error = "There are too many processes."

    controller.prepare()
    assert received == []
    controller.start(request_)

    assert received == [Failed("There are too many processes.")]


def test_a_run_is_paused_and_resumed(
    controller: TrainingController, process: FakeProcess, request_: TrainingRequest
) -> None:
    states = []
    for act in (
        controller.pause,  # nothing runs yet
        lambda: controller.start(request_),
        controller.pause,
        controller.pause,
        controller.resume,
        controller.resume,
    ):
        act()
        states.append(controller.is_paused)

    assert states == [False, False, True, True, False, False]
    assert process.words == ["pause", "resume"]


def test_a_run_that_is_to_keep_its_best_goes_on_to_its_outcome(
    qtbot: QtBot, controller: TrainingController, process: FakeProcess, request_: TrainingRequest
) -> None:
    controller.start(request_)
    controller.pause()

    controller.keep_best()

    assert process.words == ["pause", "keep best"]
    assert not controller.is_paused
    assert not controller.is_cancelled
    with qtbot.waitSignal(controller.message_received):
        process.finish(0.99)
    assert request_.out.is_dir()


def test_a_model_that_was_taught_stays(
    qtbot: QtBot,
    controller: TrainingController,
    process: FakeProcess,
    received: list[Message],
    tmp_path: Path,
) -> None:
    lesson = TeachRequest(base=tmp_path / "base", samples=(), out=tmp_path / "models" / "taught")
    outcome = Taught(lesson.out, "", *[Score(9, 10)] * 4)
    controller.start(lesson)
    save_model(lesson.out, 0.99)

    with qtbot.waitSignal(controller.message_received):
        process.say(outcome)

    assert process.lesson == lesson
    assert received == [outcome]
    assert lesson.out.is_dir()
