import gzip
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from model.errors import DataError
from model.training.pens import (
    CALIBRATION_WRITERS,
    FAULTS,
    OMNIGLOT,
    PENDIGITS,
    REPORT_WRITERS,
    load_omniglot,
    load_pendigits,
    resample,
    to_unit,
    vary,
)


def write_pens(folder: Path, text: str) -> Path:
    path = folder / PENDIGITS
    path.parent.mkdir(parents=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return folder


def test_pen_digits_keep_label_writer_and_strokes(tmp_path: Path) -> None:
    record = {"label": 7, "writer": 12, "strokes": [[[1, 2], [3, 4]], [[5, 6]]]}
    (drawing,) = load_pendigits(write_pens(tmp_path, json.dumps([record])))
    assert (drawing.name, drawing.writer) == ("7", 12)
    assert [stroke.tolist() for stroke in drawing.strokes] == [[[1, 2], [3, 4]], [[5, 6]]]


def test_digits_with_a_wrong_label_are_left_out(tmp_path: Path) -> None:
    records = [
        {"label": 6, "writer": writer, "strokes": [[[number, 0], [0, 9]]]}
        for writer in (24, 25)
        for number in range(1, 19)
    ]
    loaded = load_pendigits(write_pens(tmp_path, json.dumps(records)))
    numbers = [int(drawing.strokes[0][0, 0]) for drawing in loaded]
    assert numbers[:17] == [*range(1, 16), 17, 18], "the sixteenth six of writer 24 is a five"
    assert numbers[17:] == [*range(1, 19)]


def test_no_digit_that_is_reported_on_is_left_out() -> None:
    assert not {writer for writer, _, _ in FAULTS} & REPORT_WRITERS


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="pendigits"):
        load_pendigits(tmp_path)
    with pytest.raises(DataError, match="strokes_background"):
        load_omniglot(tmp_path)


@pytest.mark.parametrize("text", ["{", "[{}]", '[{"label": 1, "writer": 1, "strokes": [[[1]]]}]'])
def test_damaged_pen_digits_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match="damaged"):
        load_pendigits(write_pens(tmp_path, text))


def test_truncated_pen_digits_are_refused(tmp_path: Path) -> None:
    path = write_pens(tmp_path, json.dumps([{"label": 1}] * 1000)) / PENDIGITS
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(DataError, match="damaged"):
        load_pendigits(tmp_path)


def test_characters_have_their_y_downwards(tmp_path: Path) -> None:
    path = tmp_path / OMNIGLOT
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        text = "START\n1.0,-2.0,0\n3.0,-4.0,9\nBREAK\n5.0,-6.0,20\nBREAK\n"
        archive.writestr("strokes/Latin/character03/0042_17.txt", text)
        archive.writestr("__MACOSX/strokes/Latin/character03/._0042_17.txt", "x")
    (drawing,) = load_omniglot(tmp_path)
    assert (drawing.name, drawing.writer) == ("Latin/03", 17)
    assert [stroke.tolist() for stroke in drawing.strokes] == [[[1, 2], [3, 4]], [[5, 6]]]


def test_characters_that_are_no_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / OMNIGLOT
    path.parent.mkdir()
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(DataError, match="damaged"):
        load_omniglot(tmp_path)


def test_nobody_both_decides_and_is_reported() -> None:
    assert not CALIBRATION_WRITERS & REPORT_WRITERS


def test_a_unit_drawing_is_centred_and_one_long() -> None:
    (unit,) = to_unit((np.array([[100.0, 50.0], [300.0, 450.0]]),))
    np.testing.assert_allclose(unit, [[-0.25, -0.5], [0.25, 0.5]])


def test_resampling_keeps_ends_and_spaces_evenly() -> None:
    way = resample(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]), 0.1)
    np.testing.assert_allclose(way[[0, -1]], [[0, 0], [1, 1]])
    np.testing.assert_allclose(np.hypot(*np.diff(way, axis=0).T), 0.1, atol=1e-9)


@pytest.mark.parametrize("seed", range(30))
def test_a_varied_drawing_has_the_same_strokes_of_finite_points(seed: int) -> None:
    strokes = (np.array([[0.0, 0.0], [9, 1], [4, 20], [2, 2]]), np.array([[3.0, 3.0]]))
    kept = [stroke.copy() for stroke in strokes]
    varied = vary(strokes, np.random.default_rng(seed))
    assert len(varied) == 2
    every = np.concatenate(varied)
    assert np.isfinite(every).all()
    assert 0.5 < np.ptp(every, axis=0).max() < 2
    assert all((now == before).all() for now, before in zip(strokes, kept, strict=True))


def test_variation_is_repeatable() -> None:
    strokes = (np.array([[0.0, 0.0], [9, 1], [4, 20]]),)
    first, second = (vary(strokes, np.random.default_rng(5))[0] for _ in range(2))
    np.testing.assert_array_equal(first, second)
