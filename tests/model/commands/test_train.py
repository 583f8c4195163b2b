import argparse
import errno
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from model.commands import train
from model.errors import DataError
from model.ink import Ink, Stroke
from model.paths import user_paths
from model.samples.sample import NewSample, Source
from model.samples.store import SampleStore
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
from model.training.source import FROM_MNIST, DataKind, DataSource
from model.training.unfinished import unfinished_folder
from tests.model.training.digit_files import make_digits

ROUND = EpochEnded(1, 20, 50, 1000, 0.73, 1.0629, 106.29, 0.02, 0.01, 0.9086, None, 3.0)

Training = Callable[[TrainingRequest, Callable[[Any], None], Callable[[], bool]], Finished]


def call(*arguments: str) -> int:
    """Run the command as ``main.py`` does and return its exit status."""
    parser = argparse.ArgumentParser(prog="inkdigits")
    train.add_parser(parser.add_subparsers())
    options = parser.parse_args(["train", *arguments])
    status: int = options.run(options)
    return status


@pytest.fixture(autouse=True)
def mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which MNIST is found."""
    folder = tmp_path / "training data" / "mnist"
    folder.mkdir(parents=True)
    (folder / "mnist.npz").write_bytes(b"never read")
    monkeypatch.setenv("INKDIGITS_DATA", str(folder.parent))
    return folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[TrainingRequest]:
    """Return the requests that the command makes; nothing is trained."""
    seen: list[TrainingRequest] = []

    def fake(request: TrainingRequest, *_: Any) -> Finished:
        seen.append(request)
        return Finished(request.out)

    monkeypatch.setattr(train, "run_training", fake)
    return seen


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


class TestData:
    def test_without_mnist_generated_digits_are_used_and_that_is_said(
        self, asked: list[TrainingRequest], mnist: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (mnist / "mnist.npz").unlink()

        assert call("--out", "new") == 0

        assert asked[0].source == DataSource(DataKind.GENERATED)
        out, _ = capsys.readouterr()
        assert out.startswith("MNIST is not on this machine, so digits of the program's own")

    def test_a_download_that_is_wanted_is_waited_for(
        self, asked: list[TrainingRequest], mnist: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (mnist / "mnist.npz").unlink()

        assert call("--out", "new", "--download") == 0

        assert asked[0].source == FROM_MNIST
        assert asked[0].allow_download
        assert "generator" not in capsys.readouterr().out

    def test_generated_digits_can_be_asked_for(self, asked: list[TrainingRequest]) -> None:
        assert call("--out", "new", "--generated") == 0

        assert asked[0].source == DataSource(DataKind.GENERATED)

    def test_a_file_of_ones_own(self, asked: list[TrainingRequest], tmp_path: Path) -> None:
        npz = tmp_path / "mine.npz"
        npz.write_bytes(b"PK")
        images, labels = tmp_path / "images-idx3", tmp_path / "labels-idx1"
        for path in (images, labels):
            path.write_bytes(b"\0\0\x08")

        assert call("--out", "new", "--data", str(npz)) == 0
        assert call("--out", "new", "--data", str(images)) == 0
        assert call("--out", "new", "--data", str(images), "--labels", str(npz)) == 0

        assert [request.source.files for request in asked] == [
            (npz,),
            (images, labels),
            (images, npz),
        ]
        assert {request.source.kind for request in asked} == {DataKind.FILES}
        assert {request.data for request in asked} == {None}

    def test_samples_from_a_folder_and_from_the_store(
        self, asked: list[TrainingRequest], tmp_path: Path
    ) -> None:
        paths = user_paths()
        ink = Ink((Stroke.from_xy([(0, 0), (1, 9)]),))
        sample = NewSample(label=1, profile="Ada", source=Source.TEACH, ink=ink)
        with SampleStore.open(paths.samples, paths.backups) as store:
            store.add(sample)
        folder = tmp_path / "png" / "7"
        folder.mkdir(parents=True)
        Image.fromarray(make_digits(1)[0][0]).save(folder / "a.png")

        assert call("--out", "new", "--profile", "Ada", "--samples", str(folder.parent)) == 0
        assert call("--out", "new", "--profile", "Ada", "--only-samples") == 0

        assert [item.label for item in asked[0].source.samples] == [1, 7]
        assert asked[0].source.kind is DataKind.MNIST
        assert asked[1].source.kind is DataKind.SAMPLES

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            (["--generated", "--data", "d"], "--data and --generated contradict each other"),
            (["--generated", "--download"], "--download fetches MNIST"),
            (["--only-samples"], "needs --samples or --profile"),
            (["--labels", "x"], "--labels needs --data"),
            (["--profile", "Nobody"], "No samples have been kept"),
            (["--samples", "gone"], "gone"),
        ],
    )
    def test_what_makes_no_sense_is_one_line(
        self,
        asked: list[TrainingRequest],
        capsys: pytest.CaptureFixture[str],
        options: list[str],
        reason: str,
    ) -> None:
        assert call("--out", "new", *options) == 1

        _, err = capsys.readouterr()
        assert reason in err
        assert err.count("\n") == 1
        assert asked == []

    def test_images_without_labels_are_refused(
        self, asked: list[TrainingRequest], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        images = tmp_path / "digits"
        images.write_bytes(b"\0\0\x08\x03")

        assert call("--out", "new", "--data", str(images)) == 1

        assert "name them with --labels" in capsys.readouterr().err

    def test_the_names_of_the_writers_are_told_where_another_is_asked_for(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        paths = user_paths()
        ink = Ink((Stroke.from_xy([(0, 0), (1, 9)]),))
        with SampleStore.open(paths.samples, paths.backups) as store:
            store.add(NewSample(label=1, profile="Ada", source=Source.TEACH, ink=ink))

        assert call("--out", "new", "--profile", "Bob") == 1

        assert "no samples of “Bob”; there are of" in capsys.readouterr().err
