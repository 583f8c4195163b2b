import os
from pathlib import Path

import numpy as np
import pytest

from model.errors import SampleFileError
from model.samples.exchange import load_samples
from model.samples.formats.common import png_bytes
from model.samples.sample import LARGEST_PICTURE_BYTES
from tests.model.samples.formats.exchanging import paper


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def refusal(folder: Path) -> SampleFileError:
    with pytest.raises(SampleFileError) as caught:
        load_samples(folder)
    return caught.value


def test_names_do_not_matter_and_come_in_their_natural_order(tmp_path: Path) -> None:
    pictures = {}
    for name in ("7/10.png", "7/9.png", "7/scan A.PNG", "0/x"):
        pictures[name] = (
            png_bytes(paper(7)) + name.encode()
        )  # what follows the end is not looked at
        put(tmp_path, name, pictures[name])
    samples = load_samples(tmp_path)
    assert [sample.label for sample in samples] == [0, 7, 7, 7]
    order = ["0/x", "7/9.png", "7/10.png", "7/scan A.PNG"]
    assert [sample.picture for sample in samples] == [pictures[name] for name in order]


def test_what_desktops_leave_behind_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "3/a.png", png_bytes(paper(3)))
    for name in ("3/.DS_Store", "3/Thumbs.db", "3/desktop.ini", ".trash/x", "readme.txt"):
        put(tmp_path, name, b"whatever")
    assert [sample.label for sample in load_samples(tmp_path)] == [3]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not a PNG picture"),
        (b"GIF89a" + bytes(50), "is not a PNG picture"),
        (png_bytes(paper(3))[:300], "is damaged or incomplete"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is damaged or incomplete"),
        (png_bytes(np.full((40, 30), 230, np.uint8)), "shows no ink"),
        (bytes(LARGEST_PICTURE_BYTES + 1), "is larger than the 4 MB"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    put(tmp_path, "3/good.png", png_bytes(paper(3)))
    put(tmp_path, "4/bad.png", content)
    error = refusal(tmp_path)
    assert str(error).startswith("4/bad.png ")
    assert reason in str(error)
    assert str(error).endswith(".")
    assert error.details == ()


def test_every_wrong_file_is_named(tmp_path: Path) -> None:
    for number in range(3):
        put(tmp_path, f"5/bad{number}.png", b"no picture")
    error = refusal(tmp_path)
    assert str(error) == "5/bad0.png is not a PNG picture. And 2 more files are wrong."
    assert error.details == tuple(f"5/bad{n}.png is not a PNG picture." for n in range(3))
    (tmp_path / "5" / "bad2.png").unlink()
    assert str(refusal(tmp_path)).endswith("And 1 more file is wrong.")


def test_a_folder_that_is_full_of_other_things_is_given_up_early(tmp_path: Path) -> None:
    for number in range(80):
        put(tmp_path, f"5/bad{number}.png", b"no picture")
    assert len(refusal(tmp_path).details) == 50


@pytest.mark.parametrize("name", ["10", "a", "07", "Not a digit"])
def test_a_folder_that_is_no_label_is_named(tmp_path: Path, name: str) -> None:
    put(tmp_path, "3/good.png", png_bytes(paper(3)))
    put(tmp_path, f"{name}/x.png", png_bytes(paper(3)))
    assert str(refusal(tmp_path)).startswith(f"The folder {name} in {tmp_path.name} is none of")


def test_a_folder_within_a_digit_s_folder_is_named(tmp_path: Path) -> None:
    put(tmp_path, "3/more/x.png", png_bytes(paper(3)))
    assert str(refusal(tmp_path)) == "3/more is not a file."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "3").mkdir()
    os.mkfifo(tmp_path / "3" / "pipe.png")
    assert str(refusal(tmp_path)) == "3/pipe.png is not a file."
