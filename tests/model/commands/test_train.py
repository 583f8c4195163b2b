import argparse
import errno
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.commands import train
from model.errors import DataError
from model.training.messages import (
    Downloading,
    EpochEnded,
    Finished,
    Started,
    Stepped,
    TrainingCancelledError,
    TrainingRequest,
)
from model.training.recipes import RECIPES
from model.training.unfinished import unfinished_folder

ROUND = EpochEnded(1, 20, 50, 1000, 0.73, 1.0629, 106.29, 0.02, 0.01, 0.9086, None, 3.0)

Training = Callable[[TrainingRequest, Callable[[Any], None], Callable[[], bool]], Finished]


def call(*arguments: str) -> int:
    """Run the command as ``main.py`` does and return its exit status."""
    parser = argparse.ArgumentParser(prog="inkdigits")
    train.add_parser(parser.add_subparsers())
    options = parser.parse_args(["train", *arguments])
    status: int = options.run(options)
    return status


@pytest.fixture
def replace_training(monkeypatch: pytest.MonkeyPatch) -> Callable[[Training], None]:
    return lambda fake: monkeypatch.setattr(train, "run_training", fake)


def test_the_request_is_what_was_typed(
    replace_training: Callable[[Training], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[TrainingRequest] = []

    def fake(request: TrainingRequest, *_: Any) -> Finished:
        seen.append(request)
        return Finished(request.out)

    replace_training(fake)
    monkeypatch.chdir(tmp_path)

    assert call("--out", "new") == 0
    assert (
        call(
            "--recipe",
            "cnn",
            "--data",
            "d",
            "--out",
            "o",
            "--seed",
            "7",
            "--epochs",
            "3",
            "--download",
        )
        == 0
    )

    assert seen == [
        TrainingRequest("quick", None, tmp_path / "new"),
        TrainingRequest("cnn", Path("d"), tmp_path / "o", 7, 3, allow_download=True),
    ]


def test_each_round_and_the_end_are_told_on_standard_output(
    replace_training: Callable[[Training], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def fake(_request: TrainingRequest, report: Callable[[Any], None], _: Any) -> Finished:
        report(Downloading(0.5))
        report(Started("softmax-1000", 20, 1000))
        report(Stepped(1, 10, 1000, 0.5, 1.0, 100.0, 0.01, 0.1, 3.0))
        report(ROUND)
        return Finished(Path("somewhere"), {"mnist_test_accuracy": 0.9151})

    replace_training(fake)

    assert call("--out", "somewhere") == 0

    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "softmax-1000: 1,000 steps in 20 rounds",
        (
            " 1/20  step 50  accuracy 73.00%  cross-entropy 1.0629  loss 106.2900  rate 0.01  "
            "validation 90.86%"
        ),
        "MNIST test digits read correctly: 91.51%",
        "The model is in somewhere",
    ]
    assert err == ""


def test_test_accuracy_is_marked_as_only_reported(
    replace_training: Callable[[Training], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def fake(request: TrainingRequest, report: Callable[[Any], None], _: Any) -> Finished:
        report(EpochEnded(1, 1, 1, 1, 0.7, 1.0, 1.0, 0.0, 0.1, 0.9, 0.8872, 0.0))
        return Finished(request.out)

    replace_training(fake)
    call("--out", "somewhere")

    assert "test (reported only) 88.72%" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (DataError("There is no MNIST in d."), "inkdigits: There is no MNIST in d.\n"),
        (
            OSError(errno.ENOSPC, "No space left on device", "new"),
            "inkdigits: The model could not be trained: No space left on device (new).\n",
        ),
        (MemoryError(), "inkdigits: There is not enough memory to train this model.\n"),
        (
            RuntimeError("shapes\ndiffer"),
            "inkdigits: Training ended unexpectedly (RuntimeError: shapes).\n",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_is_one_line_on_standard_error(
    error: Exception,
    line: str,
    replace_training: Callable[[Training], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fake(*_: Any) -> Finished:
        raise error

    replace_training(fake)

    assert call("--out", "somewhere") == 1
    assert capsys.readouterr() == ("", line)


def test_ctrl_c_stops_at_the_next_batch_with_the_status_that_shells_expect(
    replace_training: Callable[[Training], None], capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(signal.SIGINT)

    def fake(_request: TrainingRequest, _: Any, is_cancelled: Callable[[], bool]) -> Finished:
        assert not is_cancelled()
        signal.raise_signal(signal.SIGINT)
        assert is_cancelled()
        raise TrainingCancelledError

    replace_training(fake)

    assert call("--out", "somewhere") == 130
    assert capsys.readouterr().err == "inkdigits: Stopped; no model was written.\n"
    assert signal.getsignal(signal.SIGINT) is before


def test_a_stopped_run_that_can_be_resumed_says_so(
    replace_training: Callable[[Training], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fake(request: TrainingRequest, *_: Any) -> Finished:
        unfinished_folder(request.out).mkdir()
        raise TrainingCancelledError

    replace_training(fake)

    assert call("--out", str(tmp_path / "new")) == 130
    assert "The same command goes on from here." in capsys.readouterr().err


def test_a_second_ctrl_c_does_not_wait_for_the_batch(
    replace_training: Callable[[Training], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def fake(*_: Any) -> Finished:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("the second Ctrl-C was ignored")

    replace_training(fake)

    assert call("--out", "somewhere") == 130
    assert "Stopped" in capsys.readouterr().err


def test_a_folder_without_mnist_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("--data", str(tmp_path), "--out", str(tmp_path / "new")) == 1

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"inkdigits: There is no MNIST in {tmp_path}.")
    assert err.count("\n") == 1


def test_zero_epochs_are_refused_before_anything_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("--epochs", "0", "--out", str(tmp_path / "new")) == 1
    assert "Epochs must be from 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--recipe", "quik"], ["--seed", "-1"], ["--seed", "x"], ["--epochs", "x"], []]
)
def test_a_wrong_command_line_exits_with_2(arguments: list[str]) -> None:
    out = ["--out", "somewhere"] if arguments else []

    with pytest.raises(SystemExit) as raised:
        call(*arguments, *out)

    assert raised.value.code == 2


def test_help_lists_every_recipe_with_what_to_expect(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call("--help")

    text = capsys.readouterr().out
    for name in RECIPES:
        assert f"\n  {name} " in text
    assert "about 99.2% in 5 min, 15 rounds" in " ".join(text.split())
