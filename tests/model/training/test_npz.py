import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.errors import DataError
from model.training import npz
from model.training.npz import read_npz
from tests.model.training.digit_files import npz_arrays


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mnist.npz"


def write(file: Path, **changed: Any) -> None:
    """Write an ``mnist.npz`` with some arrays replaced; None leaves one out."""
    arrays = {**npz_arrays(), **changed}
    np.savez(file, **{key: value for key, value in arrays.items() if value is not None})


def test_the_four_arrays_are_read(file: Path) -> None:
    np.savez_compressed(file, **npz_arrays())  # type: ignore[arg-type] # numpy's own gap

    found = read_npz(file)

    for key, array in npz_arrays().items():
        np.testing.assert_array_equal(found[key], array)
        assert found[key].dtype == np.uint8


def test_wider_labels_and_columns_first_are_understood(file: Path) -> None:
    arrays = npz_arrays()
    images = np.asfortranarray(arrays["x_train"])
    write(file, y_train=arrays["y_train"].astype(np.int64), x_train=images)

    found = read_npz(file)

    np.testing.assert_array_equal(found["y_train"], arrays["y_train"])
    np.testing.assert_array_equal(found["x_train"], arrays["x_train"])


class Trap:
    """Unpickling this would be noticed."""

    sprung = False

    def __reduce__(self) -> tuple[Any, ...]:
        return (setattr, (Trap, "sprung", True))


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "keys missing": ({"x_test": None, "y_test": None}, "lacks x_test and y_test"),
    "flat images": ({"x_train": np.zeros((12, 784), np.uint8)}, "x_train .* shape \\(12, 784\\)"),
    "no images": ({"x_test": np.zeros((0, 28, 28), np.uint8)}, "x_test .* shape \\(0, 28, 28\\)"),
    "real images": ({"x_train": np.zeros((12, 28, 28))}, "x_train .* wrong type float64"),
    "real labels": ({"y_train": np.zeros(12)}, "y_train .* wrong type float64"),
    "labels as text": ({"y_test": np.array(["1"] * 6)}, "y_test .* wrong type <U1"),
    "labels far out": ({"y_test": np.full(6, 300)}, "y_test .* values outside 0–255"),
}


@pytest.mark.parametrize(("changed", "what"), FAULTS.values(), ids=FAULTS)
def test_each_wrong_array_is_named(file: Path, changed: dict[str, Any], what: str) -> None:
    write(file, **changed)

    with pytest.raises(DataError, match=what) as raised:
        read_npz(file)

    assert str(file) in str(raised.value)


def test_pickled_objects_are_refused_without_unpickling_them(file: Path) -> None:
    write(file, y_train=np.array([Trap()], dtype=object))

    with pytest.raises(DataError, match=r"y_train .* wrong type object"):
        read_npz(file)

    assert not Trap.sprung


@pytest.mark.parametrize(
    "content", [b"", b"not a zip file", pickle.dumps(npz_arrays())], ids=["empty", "text", "pickle"]
)
def test_what_is_no_npz_is_called_damaged(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    with pytest.raises(DataError, match="is damaged or is not an npz file"):
        read_npz(file)


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_a_truncated_file_is_called_damaged(file: Path, share: float) -> None:
    write(file)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(DataError, match="is damaged"):
        read_npz(file)


def test_a_header_that_promises_too_much_allocates_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npz, "_LARGEST_ARRAY_BYTES", 100)
    write(file)

    with pytest.raises(DataError, match=r"x_train .* is too large: 9,408 bytes"):
        read_npz(file)


@pytest.mark.parametrize(
    ("array", "what"),
    [(b"no header", "y_train .* is damaged"), (None, "y_train .* is cut off")],
)
def test_a_damaged_array_in_a_whole_archive_is_named(
    file: Path, array: bytes | None, what: str
) -> None:
    write(file, y_train=None)
    buffer = io.BytesIO()
    np.save(buffer, npz_arrays()["y_train"])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("y_train.npy", array or buffer.getvalue()[:-3])

    with pytest.raises(DataError, match=what):
        read_npz(file)


def test_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: No such file"):
        read_npz(tmp_path / "nothing.npz")
