from pathlib import Path

import numpy as np
import pytest

from model.errors import SampleFileError
from model.samples.exchange import ExchangeForm, export_samples, load_samples
from model.samples.field import field_of
from model.samples.formats import kaggle_csv
from tests.model.samples.formats.exchanging import drawn

HEADER = ",".join(["label", *(f"pixel{number}" for number in range(784))])


def line(label: int | str = 7, *, first: str = "255", count: int = 784) -> str:
    return ",".join([str(label), first, *["0"] * (count - 1)])


def table(folder: Path, *lines: str, header: str = HEADER, end: str = "\n") -> Path:
    path = folder / "train.csv"
    path.write_bytes(end.join([header, *lines, ""]).encode())
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SampleFileError) as caught:
        load_samples(path)
    return str(caught.value)


def test_the_table_has_the_form_that_kaggle_gives_it(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export_samples([drawn(3)], path, ExchangeForm.CSV)
    header, row, rest = path.read_text().split("\n")
    assert header == HEADER
    assert rest == ""
    label, *pixels = map(int, row.split(","))
    assert label == 3
    assert np.array_equal(np.array(pixels).reshape(28, 28), field_of(drawn(3)))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_tables_from_spreadsheets_are_read_too(
    tmp_path: Path, end: str, mark: str, quote: str
) -> None:
    header = mark + ",".join(f"{quote}{name}{quote}" for name in HEADER.split(","))
    path = table(tmp_path, line(1), line(2), header=header, end=end)
    assert [sample.label for sample in load_samples(path)] == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (line(7, count=783), "Line 3 of train.csv has 784 values, not 785."),
        (line(7, count=785), "Line 3 of train.csv has 786 values, not 785."),
        ("", "Line 3 of train.csv has 1 values, not 785."),
        (line(7, first="256"), "has a value that is no number from 0 to 255"),
        (line(7, first="0255"), "has a value that is no number from 0 to 255"),
        (line(7, first="-1"), "has a value that is no number from 0 to 255"),
        (line(7, first="1.5"), "has a value that is no number from 0 to 255"),
        (line(7, first=""), "has a value that is no number from 0 to 255"),
        (line(7, first="٣"), "has a value that is no number from 0 to 255"),
        (line(10), "has the label 10, not 0 to 9"),
        (line(7, first="0"), "Line 3 of train.csv is a blank picture."),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(tmp_path: Path, wrong: str, reason: str) -> None:
    assert reason in refusal(table(tmp_path, line(), wrong, line()))


@pytest.mark.parametrize("header", ["", "pixel0,pixel1", HEADER + ",pixel784", line()])
def test_other_tables_are_refused_by_their_first_line(tmp_path: Path, header: str) -> None:
    path = table(tmp_path, line(), header=header)
    assert refusal(path) == "The first line of train.csv is not label,pixel0,…,pixel783."


def test_a_table_without_digits_says_so(tmp_path: Path) -> None:
    assert refusal(table(tmp_path)) == "train.csv holds no digits."


def test_a_line_without_end_and_a_file_beyond_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path, line() + ",0" * 100_000)
    assert "Line 2 of train.csv has" in refusal(path)
    monkeypatch.setattr(kaggle_csv, "LARGEST_FILE_BYTES", 1000)
    assert "train.csv is larger than" in refusal(path)
