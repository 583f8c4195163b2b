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

LONG_S = 120
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

    with pytest.raises(RuntimeError, match="only once"):
        training.start(request)
    outcome_of(training)


PARENT = """
import os, signal, sys
from pathlib import Path
from model.training.messages import TrainingRequest
from model.training.process import TrainingProcess

if __name__ == "__main__":
    training = TrainingProcess()
    training.start(TrainingRequest("quick", Path(sys.argv[1]), Path(sys.argv[1]) / "new"))
    print(training._process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.tensorflow
def test_the_child_leaves_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    write_mnist(tmp_path)

    parent = subprocess.run(
        [sys.executable, str(script), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert parent.returncode == -signal.SIGKILL
    pid = int(parent.stdout)
    if psutil.pid_exists(pid):
        _, alive = psutil.wait_procs([psutil.Process(pid)], timeout=30)
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
