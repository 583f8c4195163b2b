import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from model.errors import DataError
from model.training import idx
from model.training.idx import read_idx_images, read_idx_labels
from tests.model.training.digit_files import idx_bytes, make_digits

IMAGES, LABELS = make_digits(7)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some-file"


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_images_and_labels_are_read_whatever_the_file_is_called(
    file: Path, pack: type[bytes]
) -> None:
    file.write_bytes(pack(idx_bytes(IMAGES)))
    np.testing.assert_array_equal(read_idx_images(file), IMAGES)

    file.write_bytes(pack(idx_bytes(LABELS)))
    np.testing.assert_array_equal(read_idx_labels(file), LABELS)


GOOD = idx_bytes(IMAGES)
FAULTS = {
    "empty": (b"", "magic number is missing"),
    "labels instead": (idx_bytes(LABELS), "its magic number is 00000801, not 00000803"),
    "wrong type": (b"\0\0\x0d\3" + GOOD[4:], "magic number is 00000d03"),
    "header cut off": (GOOD[:9], "cut off within its header"),
    "a pixel missing": (GOOD[:-1], "should hold 5,488 values but holds 5,487"),
    "a pixel too many": (GOOD + b"\0", "should hold 5,488 values but holds more"),
    "no images": (struct.pack(">4I", 0x803, 0, 28, 28), "holds no images"),
    "bomb": (struct.pack(">4I", 0x803, 2**31, 2**10, 2**10), "claims 2,251,799,813,685,248 bytes"),
    "gzip cut off": (gzip.compress(GOOD)[:-20], "gzip data are cut off"),
    "gzip header only": (b"\x1f\x8b", "gzip data are cut off"),
    "gzip with a wrong checksum": (
        gzip.compress(GOOD)[:-8] + b"\0" * 8,
        "gzip data are cut off or wrong",
    ),
}


@pytest.mark.parametrize(("content", "what"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_one_sentence_that_names_the_file(
    file: Path, content: bytes, what: str
) -> None:
    file.write_bytes(content)

    with pytest.raises(DataError) as raised:
        read_idx_images(file)

    assert str(file) in str(raised.value)
    assert what in str(raised.value)
    assert "\n" not in str(raised.value)


def test_more_than_a_sane_size_is_not_unpacked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idx, "LARGEST_IDX_BYTES", IMAGES.size - 1)
    file.write_bytes(GOOD)

    with pytest.raises(DataError, match="more than this program reads"):
        read_idx_images(file)


def test_a_label_that_is_no_digit_is_refused(file: Path) -> None:
    file.write_bytes(idx_bytes(np.array([3, 9, 10, 0], np.uint8)))

    with pytest.raises(DataError, match="has the label 10 at 2, not 0–9"):
        read_idx_labels(file)


def test_no_labels_are_refused(file: Path) -> None:
    file.write_bytes(idx_bytes(np.zeros(0, np.uint8)))

    with pytest.raises(DataError, match="holds no labels"):
        read_idx_labels(file)


def test_a_missing_file_and_a_folder_are_told_apart_from_damaged_ones(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: No such file"):
        read_idx_images(tmp_path / "nothing")
    with pytest.raises(DataError, match="cannot be read"):
        read_idx_images(tmp_path)
