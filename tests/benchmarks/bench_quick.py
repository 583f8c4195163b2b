"""From a click to a usable model with the quick recipe, in the process that the dialog starts.

Run with ``make bench``; it needs MNIST where ``INKDIGITS_DATA`` says. The clock starts where the
dialog's Start button is pressed and ends where the model is verified and has read a digit. Both
ways are measured: with nothing prepared, so that TensorFlow's own import counts, and prepared, as
it is where a person has looked at the dialog for some seconds.
"""

import contextlib
import time
from multiprocessing.connection import wait
from pathlib import Path

import psutil
import pytest

from model.bundle import load_bundle
from model.inkml import read_inkml
from model.paths import asset, bundled_model
from model.preprocess import preprocess_ink
from model.recognizer import Recognizer
from model.training.messages import Finished, TrainingRequest
from model.training.process import TrainingProcess

pytestmark = pytest.mark.benchmark

BUDGET_S = 20.0
LEAST_ACCURACY = 0.99


@pytest.mark.parametrize("is_prepared", [False, True], ids=["unprepared", "prepared"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_from_a_click_to_a_usable_model(
    data_dir: Path, tmp_path: Path, seed: int, is_prepared: bool
) -> None:
    training = TrainingProcess()
    if is_prepared:
        training.prepare()
        while not training.is_ready:
            _wait(training)
            training.poll()
    request = TrainingRequest(
        "quick", data_dir, tmp_path / "new", seed=seed, current=bundled_model()
    )

    began = time.perf_counter()
    training.start(request)
    child = psutil.Process(training._process.pid if training._process else None)
    before = sum(child.cpu_times()[:2])
    used = 0.0
    while training.outcome is None:
        _wait(training)
        with contextlib.suppress(psutil.NoSuchProcess):  # It has ended, its last word read below.
            used = sum(child.cpu_times()[:2]) - before
        training.poll()
    assert isinstance(training.outcome, Finished), training.outcome
    recognizer = Recognizer(load_bundle(training.outcome.folder))
    read = recognizer.recognize(preprocess_ink(read_inkml(asset("strokes", "7.inkml"))).field)
    seconds = time.perf_counter() - began
    training.kill()

    accuracy = training.outcome.metrics["mnist_test_accuracy"]
    state = "prepared" if is_prepared else "unprepared"
    print(f"\nquick, seed {seed}, {state}: {seconds:.1f} s, {used:.1f} CPU s, {accuracy:.2%}")
    assert read.digit == 7
    assert accuracy >= LEAST_ACCURACY
    assert seconds <= BUDGET_S


def _wait(training: TrainingProcess) -> None:
    """Return when the child has said something, or has ended."""
    assert training._process is not None
    assert training._messages is not None
    wait([training._messages, training._process.sentinel])
