from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from main import main
from model.commands import generate as command
from model.errors import DataError


def _marked(labels: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Return fields that tell their label, their place in the row and the seed."""
    fields = np.zeros((len(labels), 28, 28), np.uint8)
    fields[:, 0, 0], fields[:, 0, 1], fields[:, 0, 2] = labels, np.arange(len(labels)), seed
    return fields


@pytest.fixture(autouse=True)
def _light_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "generate", _marked)


def pixels(path: Path) -> list[int]:
    with Image.open(path) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (28, 28))
        return [int(value) for value in np.asarray(picture)[0, :3]]


def test_a_digit_is_drawn_as_often_as_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "sevens"

    assert main(["generate", "--digit", "7", "--count", "3", "--out", str(out), "--seed", "9"]) == 0

    assert sorted(path.name for path in out.iterdir()) == ["7-0001.png", "7-0002.png", "7-0003.png"]
    assert pixels(out / "7-0002.png") == [7, 1, 9]
    assert capsys.readouterr().out == f"3 pictures are in {out}\n"


def test_without_a_digit_all_ten_are_drawn(tmp_path: Path) -> None:
    assert main(["generate", "--count", "2", "--out", str(tmp_path)]) == 0

    names = sorted(path.name for path in tmp_path.glob("*.png"))
    assert len(names) == 20
    assert [pixels(tmp_path / name)[0] for name in names[::2]] == list(range(10))


def test_several_digits_may_be_named(tmp_path: Path) -> None:
    call = ["generate", "--digit", "4", "--digit", "2", "--digit", "4", "--count", "1"]
    assert main([*call, "--out", str(tmp_path)]) == 0

    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["2-0001.png", "4-0001.png"]
    assert pixels(tmp_path / "4-0001.png")[0] == 4


def test_pictures_that_are_there_are_replaced_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "5-0002.png"
    there.write_bytes(b"mine")
    call = ["generate", "--digit", "5", "--count", "2", "--out", str(tmp_path)]

    assert main(call) == 1
    assert there.read_bytes() == b"mine"
    assert not (tmp_path / "5-0001.png").exists()
    complaint = capsys.readouterr().err
    assert f"{there} is there already" in complaint
    assert complaint.count("\n") == 1

    assert main([*call, "--overwrite"]) == 0
    assert pixels(there)[0] == 5


def test_a_file_in_the_place_of_the_folder_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "file"
    place.write_text("mine", encoding="utf-8")

    assert main(["generate", "--out", str(place)]) == 1

    assert capsys.readouterr().err == f"inkdigits: {place}: File exists.\n"
    assert place.read_text(encoding="utf-8") == "mine"


def test_a_damaged_generator_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any) -> None:
        raise DataError("The digit generator is damaged.")

    monkeypatch.setattr(command, "generate", fail)

    assert main(["generate", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "inkdigits: The digit generator is damaged.\n"


@pytest.mark.parametrize(
    "wrong",
    [
        ["--digit", "10"],
        ["--digit", "x"],
        ["--count", "0"],
        ["--count", "1.5"],
        ["--count", "100000"],
        ["--seed", "-1"],
        ["--seed", "2147483648"],
    ],
)
def test_a_wrong_number_is_one_line(
    wrong: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["generate", "--out", str(tmp_path), *wrong])

    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not list(tmp_path.glob("*.png"))
