import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import wait
from pathlib import Path

import psutil
import pytest

from model.bundle import load_bundle
from model.errors import DataError
from model.training.messages import (
    Cancelled,
    EpochEnded,
    Failed,
    Finished,
    Message,
    Started,
    Stepped,
    TrainingRequest,
)
from model.training.process import TrainingProcess, failure
from model.training.unfinished import unfinished_folder
from tests.model.bundles import make_bundle
from tests.model.training.digit_files import write_mnist

LONG_S = 300
ROOT = Path(__file__).parents[3]


@pytest.fixture
def training() -> Iterator[TrainingProcess]:
    process = TrainingProcess()
    yield process
    process.kill()


def messages_until(
    training: TrainingProcess, is_enough: Callable[[Message], bool]
) -> list[Message]:
    """Return the messages up to the batch that has one which is enough, or the outcome."""
    found: list[Message] = []
    while training.outcome is None and not any(map(is_enough, found)):
        assert training._process is not None
        sources = [training._process.sentinel]
        if training._messages is not None:
            sources.append(training._messages)  # type: ignore[arg-type] # both can be waited for
        assert wait(sources, LONG_S), "nothing came"
        found += training.poll()
    return found


def wait_until_ready(training: TrainingProcess) -> None:
    """Return once the child has said that it is prepared."""
    while not training.is_ready:
        assert training._messages is not None
        assert wait([training._messages], LONG_S), "it never got ready"
        assert training.poll() == []


def wait_until_idle(training: TrainingProcess) -> None:
    """Return once the child has used no processor time for a while."""
    assert training._process is not None
    process = psutil.Process(training._process.pid)
    while process.cpu_percent(interval=0.2) > 0:
        continue


def outcome_of(training: TrainingProcess) -> Message:
    return messages_until(training, lambda _: False)[-1]


@pytest.mark.tensorflow
def test_a_short_run_ends_with_a_model_that_can_be_used(
    training: TrainingProcess, tmp_path: Path
) -> None:
    out = tmp_path / "models" / "new"

    training.start(TrainingRequest("quick", write_mnist(tmp_path), out, epochs=3))
    messages = messages_until(training, lambda _: False)

    finished = messages[-1]
    assert isinstance(finished, Finished)
    assert finished == training.outcome
    assert finished.folder == out
    assert load_bundle(out).card.metrics == finished.metrics
    assert isinstance(messages[0], Started)
    assert [m.epoch for m in messages if isinstance(m, EpochEnded)] == [1, 2, 3]
    assert any(isinstance(message, Stepped) for message in messages)
    assert training.poll() == []
    training.join(LONG_S)
    assert not training.is_alive


@pytest.mark.tensorflow
def test_cancelling_stops_between_batches_and_keeps_the_previous_model(
    training: TrainingProcess, tmp_path: Path
) -> None:
    out = tmp_path / "models" / "mine"
    previous = make_bundle(out)
    data = write_mnist(tmp_path / "data")

    training.start(TrainingRequest("softmax-epochs", data, out, epochs=10_000))
    messages_until(training, lambda message: isinstance(message, EpochEnded))
    assert unfinished_folder(out).is_dir()
    training.cancel()

    assert outcome_of(training) == Cancelled()
    training.join(LONG_S)
    assert load_bundle(out) == previous
    assert list(out.parent.iterdir()) == [out]


def test_a_process_that_dies_silently_has_failed(training: TrainingProcess, tmp_path: Path) -> None:
    training.start(TrainingRequest("quick", write_mnist(tmp_path), tmp_path / "new"))
    assert training.is_alive
    assert training._process is not None
    assert training._process.pid is not None
    os.kill(training._process.pid, signal.SIGKILL)

    outcome = outcome_of(training)

    assert isinstance(outcome, Failed)
    assert "ended without a result" in outcome.text
    assert "signal 9" in outcome.details
    assert not training.is_alive


def test_killing_after_asking_to_stop_counts_as_cancelled(
    training: TrainingProcess, tmp_path: Path
) -> None:
    training.start(TrainingRequest("quick", write_mnist(tmp_path), tmp_path / "new"))

    training.cancel()
    training.kill()

    assert not training.is_alive
    assert outcome_of(training) == Cancelled()
    training.cancel()  # Too late, and no harm.


def test_an_expected_error_arrives_as_its_sentence(
    training: TrainingProcess, tmp_path: Path
) -> None:
    training.start(TrainingRequest("quick", tmp_path, tmp_path / "new"))

    outcome = outcome_of(training)

    assert isinstance(outcome, Failed)
    assert outcome.text.startswith(f"There is no MNIST in {tmp_path}.")
    assert outcome.details == ""


def test_a_handle_that_was_not_started_does_nothing(training: TrainingProcess) -> None:
    training.cancel()
    training.kill()
    training.join()

    assert training.poll() == []
    assert not training.is_alive


def test_a_handle_starts_only_once(training: TrainingProcess, tmp_path: Path) -> None:
    request = TrainingRequest("quick", tmp_path, tmp_path / "new")
    training.start(request)

    with pytest.raises(RuntimeError, match="only one run"):
        training.start(request)
    with pytest.raises(RuntimeError, match="only once"):
        training.prepare()
    outcome_of(training)


@pytest.mark.tensorflow
def test_a_prepared_process_waits_and_then_does_what_it_is_asked(
    training: TrainingProcess, tmp_path: Path
) -> None:
    training.prepare()
    wait_until_ready(training)
    assert training.is_alive
    assert training.outcome is None

    out = tmp_path / "new"
    training.start(TrainingRequest("dense-128", write_mnist(tmp_path / "data"), out, epochs=2))

    assert isinstance(outcome_of(training), Finished)
    assert load_bundle(out).card.recipe == "dense-128"


@pytest.mark.tensorflow
def test_a_prepared_process_that_was_killed_has_failed(
    training: TrainingProcess, tmp_path: Path
) -> None:
    training.prepare()
    wait_until_ready(training)
    assert training._process is not None
    training._process.kill()
    training.join(LONG_S)

    training.start(TrainingRequest("quick", tmp_path, tmp_path / "new"))

    assert isinstance(outcome_of(training), Failed)


@pytest.mark.tensorflow
def test_a_paused_run_takes_no_step_until_it_is_resumed(
    training: TrainingProcess, tmp_path: Path
) -> None:
    data = write_mnist(tmp_path / "data")
    training.start(TrainingRequest("dense-128", data, tmp_path / "new", epochs=1000))
    messages_until(training, lambda message: isinstance(message, Stepped))

    training.pause()
    wait_until_idle(training)
    training.poll()
    assert training.poll() == []
    training.resume()

    assert messages_until(training, lambda message: isinstance(message, Stepped))
    training.pause()
    training.cancel()
    assert outcome_of(training) == Cancelled()


@pytest.mark.tensorflow
def test_a_run_that_is_to_keep_its_best_ends_early_with_a_model(
    training: TrainingProcess, tmp_path: Path
) -> None:
    out = tmp_path / "new"
    data = write_mnist(tmp_path / "data")
    training.start(TrainingRequest("softmax-epochs", data, out, epochs=10_000))
    seen = messages_until(training, lambda message: isinstance(message, EpochEnded))

    training.pause()  # What is paused is not stuck.
    training.keep_best()
    seen += messages_until(training, lambda _: False)

    finished = seen[-1]
    assert isinstance(finished, Finished)
    assert finished.metrics == load_bundle(out).card.metrics
    rounds = [message.epoch for message in seen if isinstance(message, EpochEnded)]
    assert rounds[-1] < 10_000
    assert not unfinished_folder(out).exists()


PARENT = """
import os, signal, sys
from multiprocessing.connection import wait
from pathlib import Path
from model.training.messages import Stepped, TrainingRequest
from model.training.process import TrainingProcess

folder, state = Path(sys.argv[1]), sys.argv[2]


def wait_for_a_step(training):
    while True:
        wait([training._messages])
        if any(isinstance(message, Stepped) for message in training.poll()):
            return


if __name__ == "__main__":
    training = TrainingProcess()
    if state in ("preparing", "waiting"):
        training.prepare()
    else:
        training.start(TrainingRequest("dense-128", folder, folder / "new", epochs=10_000))
    if state == "waiting":
        while not training.is_ready:
            wait([training._messages])
            training.poll()
    if state in ("training", "paused"):
        wait_for_a_step(training)
    if state == "paused":
        training.pause()
    print(training._process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""

ORPHAN_S = 5
"""How long a child may outlive its parent."""


@pytest.mark.tensorflow
@pytest.mark.parametrize("state", ["preparing", "waiting", "starting", "training", "paused"])
def test_the_child_leaves_when_its_parent_is_killed(tmp_path: Path, state: str) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    write_mnist(tmp_path)

    parent = subprocess.run(
        [sys.executable, str(script), str(tmp_path), state],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert parent.returncode == -signal.SIGKILL
    pid = int(parent.stdout)
    if psutil.pid_exists(pid):
        _, alive = psutil.wait_procs([psutil.Process(pid)], timeout=ORPHAN_S)
        assert not alive


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (DataError("The file x is damaged."), "The file x is damaged."),
        (MemoryError(), "There is not enough memory to train this model."),
        (
            OSError(errno.EACCES, "Permission denied", "out"),
            "The model could not be trained: Permission denied (out).",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_expected_errors_need_no_details(error: Exception, text: str) -> None:
    assert failure(error) == Failed(text)


def test_unexpected_errors_carry_their_traceback() -> None:
    figures: dict[str, float] = {}
    with pytest.raises(KeyError) as raised:
        figures["loss"]

    found = failure(raised.value)

    assert found.text == "Training ended unexpectedly (KeyError: 'loss')."
    assert "Traceback" in found.details
    assert "test_process.py" in found.details
