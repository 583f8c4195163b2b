import gzip
import json
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from main import main
from model.inkml import write_inkml
from model.paths import bundled_model
from model.preprocess import preprocess_gray
from tests.model.pictures import digit_ink, digit_strokes, render

KEYS = [
    "count",
    "accuracy",
    "confusion",
    "ece",
    "nll",
    "accepted",
    "rejected",
    "auroc",
    "ms_per_item",
    "failed",
]


def write_idx(path: Path, array: NDArray[np.uint8]) -> Path:
    header = bytes((0, 0, 8, array.ndim)) + struct.pack(f">{array.ndim}I", *array.shape)
    content = header + array.tobytes()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


@pytest.fixture
def images() -> NDArray[np.uint8]:
    return np.stack([preprocess_gray(render(digit_strokes(digit))).field for digit in range(10)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a picture and a drawing of each digit, and things that are none."""
    top = tmp_path / "set"
    for digit in range(10):
        place = top / str(digit)
        place.mkdir(parents=True)
        Image.fromarray(255 - render(digit_strokes(digit))).save(place / "picture.png")
        (place / "deeper").mkdir()
        write_inkml(place / "deeper" / "drawing.INKML", digit_ink(digit))
    (top / "none").mkdir()
    rng = np.random.default_rng(2)
    for number in range(4):
        scribble = [rng.uniform(0, 100, (30, 2))]
        Image.fromarray(255 - render(scribble)).save(top / "none" / f"scribble{number}.png")
    return top


def report(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], str]:
    assert main(["evaluate", *arguments, "--json"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert list(found) == KEYS
    return found, printed.err


def complaint(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["evaluate", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    return line


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_an_idx_file_with_labels_is_measured(
    tmp_path: Path, images: NDArray[np.uint8], ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = np.arange(10, dtype=np.uint8)
    labels[4] = 9  # a wrong label
    source = write_idx(tmp_path / f"images{ending}", images)
    found, error = report(
        [str(source), str(write_idx(tmp_path / f"labels{ending}", labels))], capsys
    )
    assert error == ""
    assert (found["count"], found["failed"]) == (10, 0)
    assert found["accuracy"] == pytest.approx(0.9)
    assert found["confusion"][9][4] == 1
    assert sum(map(sum, found["confusion"])) == 10
    assert found["rejected"] is None
    assert found["auroc"] is None
    assert 0 < found["ms_per_item"] < 1000


def test_a_folder_is_measured_with_what_is_no_digit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, error = report([str(folder)], capsys)
    assert error == ""
    assert (found["count"], found["failed"]) == (24, 0)
    assert found["accuracy"] == 1
    assert [found["confusion"][digit][digit] for digit in range(10)] == [2] * 10
    assert found["accepted"] > 0.9
    assert found["rejected"] > 0.5
    assert found["auroc"] > 0.9


def test_files_that_cannot_be_read_are_counted_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "3" / "broken.png").write_bytes(b"\x89PNG broken")
    (folder / "none" / "broken.inkml").write_text("<ink>", encoding="utf-8")
    (folder / "3" / ".hidden").write_text("not an item", encoding="utf-8")
    found, error = report([str(folder)], capsys)
    assert (found["count"], found["failed"]) == (24, 2)
    assert [name in error for name in ("broken.png", "broken.inkml", "hidden")] == [
        True,
        True,
        False,
    ]
    assert len(error.splitlines()) == 2


def test_an_empty_picture_is_no_digit_with_all_as_likely(
    tmp_path: Path, images: NDArray[np.uint8], capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_idx(tmp_path / "images", np.zeros_like(images[:2]))
    labels = write_idx(tmp_path / "labels", np.array([5, 6], np.uint8))
    found, _ = report([str(source), str(labels)], capsys)
    assert found["accepted"] == 0
    assert found["nll"] == pytest.approx(np.log(10))


def test_the_answer_is_the_same_every_time(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = report([str(folder)], capsys)
    second, _ = report([str(folder), "--model", str(bundled_model())], capsys)
    assert {**first, "ms_per_item": 0} == {**second, "ms_per_item": 0}


def test_without_json_the_figures_are_a_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "accuracy      100.00%" in lines
    assert lines[-10].split() == ["0", "2", *["0"] * 9]


def test_a_folder_of_one_digit_only_has_no_figures_for_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [*"012345689", "none"]:
        shutil.rmtree(folder / name)
    found, _ = report([str(folder)], capsys)
    assert (found["count"], found["accuracy"], found["rejected"]) == (2, 1, None)


def test_sources_that_cannot_be_measured_are_one_line(
    tmp_path: Path, images: NDArray[np.uint8], capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(write_idx(tmp_path / "images", images))
    labels = str(write_idx(tmp_path / "labels", np.zeros(9, np.uint8)))
    empty = tmp_path / "empty"
    (empty / "3").mkdir(parents=True)
    assert "no file or folder" in complaint([str(tmp_path / "nothing")], capsys)
    assert "LABELS" in complaint([source], capsys)
    assert "10 images" in complaint([source, labels], capsys)
    assert "magic number" in complaint([labels, source], capsys)
    assert "no LABELS" in complaint([str(empty), labels], capsys)
    assert "sub-folders" in complaint([str(empty)], capsys)
    assert "cannot be read" in complaint([source, str(tmp_path / "gone")], capsys)


def test_a_missing_model_is_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "gone" in complaint([str(folder), "--model", str(tmp_path / "gone")], capsys)


def test_where_nothing_can_be_read_the_figures_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "bad.png").write_bytes(b"no picture")
    assert main(["evaluate", "--json", str(tmp_path)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["count"], found["failed"], found["accuracy"]) == (0, 1, None)
