import argparse
import errno
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from main import main
from model.commands import teach
from model.errors import TrainingError
from model.library.model_library import ModelLibrary
from model.paths import bundled_model, user_paths
from model.training.messages import (
    Score,
    Started,
    Stepped,
    Taught,
    TeachRequest,
    TrainingCancelledError,
)
from tests.model.bundles import make_bundle

Lesson = Callable[..., Taught]

TAUGHT = Taught(
    folder=Path("new"),
    reason="",
    general_before=Score(5_475, 5_500),
    general_after=Score(5_474, 5_500),
    own_before=Score(6, 10),
    own_after=Score(10, 10),
)


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """Return a folder with two pictures of a one."""
    folder = tmp_path / "samples" / "1"
    folder.mkdir(parents=True)
    for number in range(2):
        picture = np.zeros((40, 30), np.uint8)
        picture[5:35, 12 + number : 16 + number] = 255
        Image.fromarray(picture).save(folder / f"{number}.png")
    return folder.parent


@pytest.fixture
def replace_lesson(monkeypatch: pytest.MonkeyPatch) -> Callable[[Lesson], None]:
    return lambda fake: monkeypatch.setattr(teach, "run_teaching", fake)


def call(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    teach.add_parser(parser.add_subparsers())
    options = parser.parse_args(["teach", *arguments])
    status: int = options.run(options)
    return status


def test_the_request_is_what_was_typed(
    replace_lesson: Callable[[Lesson], None],
    samples: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[TeachRequest] = []

    def fake(request: TeachRequest, *_: Any) -> Taught:
        seen.append(request)
        return TAUGHT

    replace_lesson(fake)
    monkeypatch.chdir(tmp_path)
    first = ["--samples", str(samples), "--out", "new"]

    assert call(*first) == 0
    assert call(*first, "--base", "b", "--data", "d", "--seed", "7") == 0

    assert [len(request.samples) for request in seen] == [2, 2]
    assert {sample.label for sample in seen[0].samples} == {1}
    assert [replace(request, samples=()) for request in seen] == [
        TeachRequest(bundled_model(), (), tmp_path / "new"),
        TeachRequest(Path("b"), (), tmp_path / "new", 7, Path("d")),
    ]


def test_the_model_in_use_is_taught(
    replace_lesson: Callable[[Lesson], None], samples: Path, tmp_path: Path
) -> None:
    seen: list[Path] = []

    def fake(request: TeachRequest, *_: Any) -> Taught:
        seen.append(request.base)
        return TAUGHT

    replace_lesson(fake)
    models = user_paths().models
    own = make_bundle(models / "mine")
    ModelLibrary(bundled_model(), models).activate(own.folder)

    assert call("--samples", str(samples), "--out", str(tmp_path / "new")) == 0

    assert seen == [own.folder]


def test_before_and_after_are_told_for_both(
    replace_lesson: Callable[[Lesson], None], samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fake(_request: TeachRequest, report: Callable[[Any], None], _: Any) -> Taught:
        report(Started("teach", 2, 2))
        report(Stepped(1, 1, 2, 0.5, 1.0, 1.0, 0.01, 0.1, 3.0))
        report(Stepped(2, 2, 2, 1.0, 0.1, 0.1, 0.01, 0.1, 0.0))
        return TAUGHT

    replace_lesson(fake)

    assert call("--samples", str(samples), "--out", "new") == 0

    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "Samples: 2, of which 10 were kept aside to check",
        "The person's samples: 6 of 10 read correctly before (60.00%), 10 after (100.00%)",
        "Everybody's digits: 5,475 of 5,500 read correctly before (99.55%), 5,474 after (99.53%)",
        "The gate let the taught model pass. It is in new",
    ]
    assert err == ""


def test_a_refused_model_has_its_reason_and_a_status_of_its_own(
    replace_lesson: Callable[[Lesson], None], samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = replace(TAUGHT, folder=None, reason="It reads worse.")
    replace_lesson(lambda *_: refused)

    assert call("--samples", str(samples), "--out", "new") == 3

    assert capsys.readouterr().out.splitlines()[-1] == "The old model stays. It reads worse."


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (TrainingError("Too few samples."), "inkdigits: Too few samples.\n"),
        (
            OSError(errno.ENOSPC, "No space left on device", "new"),
            "inkdigits: The model could not be trained: No space left on device (new).\n",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_is_one_line_on_standard_error(
    error: Exception,
    line: str,
    replace_lesson: Callable[[Lesson], None],
    samples: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fake(*_: Any) -> Taught:
        raise error

    replace_lesson(fake)

    assert call("--samples", str(samples), "--out", "new") == 1
    assert capsys.readouterr() == ("", line)


def test_ctrl_c_stops_at_the_next_step(
    replace_lesson: Callable[[Lesson], None], samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fake(_request: TeachRequest, _: Any, is_cancelled: Callable[[], bool]) -> Taught:
        signal.raise_signal(signal.SIGINT)
        assert is_cancelled()
        raise TrainingCancelledError

    replace_lesson(fake)

    assert call("--samples", str(samples), "--out", "new") == 130
    assert capsys.readouterr().err == "inkdigits: Stopped; no model was written.\n"


def test_a_folder_without_samples_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("--samples", str(tmp_path), "--out", str(tmp_path / "new")) == 1

    out, err = capsys.readouterr()
    assert out == ""
    assert f"There are no samples in {tmp_path}" in err
    assert err.count("\n") == 1


def test_a_base_that_is_no_model_is_one_line(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["--base", str(tmp_path / "none")]

    assert call("--samples", str(samples), "--out", str(tmp_path / "new"), *base) == 1

    assert "cannot be read" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_the_program_knows_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["teach", "--help"])

    assert raised.value.code == 0
    assert "3 when the old one stays" in " ".join(capsys.readouterr().out.split())
