from pathlib import Path

import numpy as np
import pytest

from model.errors import DataError
from model.training.own_files import is_npz, labels_beside, load_files
from tests.model.training.digit_files import Bytes, idx_bytes, make_digits, npz_arrays


def write_npz(path: Path, **arrays: Bytes) -> Path:
    np.savez(path, **arrays)  # type: ignore[arg-type] # numpy's gap
    return path


def write_idx(folder: Path, count: int = 120) -> tuple[Path, Path]:
    images, labels = make_digits(count)
    files = folder / "my-images.idx3-ubyte", folder / "my-labels.idx1-ubyte"
    for path, array in zip(files, (images, labels), strict=True):
        path.write_bytes(idx_bytes(array))
    return files


@pytest.mark.parametrize("names", [("x", "y"), ("images", "labels")])
def test_a_sixth_of_a_plain_npz_becomes_the_test_part(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    images, labels = make_digits(120)
    path = write_npz(tmp_path / "a.npz", **dict(zip(names, (images, labels), strict=True)))

    data = load_files((path,))

    assert (len(data.train_labels), len(data.test_labels)) == (100, 20)
    found = np.concatenate([data.train_images, data.test_images])
    assert sorted(map(bytes, found)) == sorted(map(bytes, images))
    same = [i for i, image in enumerate(images) if (image == data.test_images[0]).all()]
    assert data.test_labels[0] in labels[same]


def test_an_npz_with_a_test_part_keeps_it(tmp_path: Path) -> None:
    arrays = npz_arrays(120, 30)

    data = load_files((write_npz(tmp_path / "mine.npz", **arrays),))

    np.testing.assert_array_equal(data.train_labels, arrays["y_train"])
    np.testing.assert_array_equal(data.test_images, arrays["x_test"])


def test_an_idx_pair_is_read_and_its_labels_are_found_beside_it(tmp_path: Path) -> None:
    images, labels = write_idx(tmp_path)

    assert labels_beside(images) == labels
    assert len(load_files((images, labels)).train_labels) == 100
    assert not is_npz(images)
    labels.unlink()
    assert labels_beside(images) is None


def test_what_cannot_be_used_is_refused_with_a_reason(tmp_path: Path) -> None:
    images, labels = make_digits(120)
    few = write_npz(tmp_path / "few.npz", x=images[:99], y=labels[:99])
    other = write_npz(tmp_path / "other.npz", a=images)
    dark = write_npz(tmp_path / "dark.npz", x=255 - images, y=labels)
    uneven = write_npz(tmp_path / "uneven.npz", x=images, y=labels[:-1])
    wide = write_npz(tmp_path / "wide.npz", x=np.zeros((120, 28, 30), np.uint8), y=labels)
    letters = write_npz(tmp_path / "letters.npz", x=images, y=labels + 9)
    broken = tmp_path / "broken.npz"
    broken.write_bytes(few.read_bytes()[:300])
    idx, _ = write_idx(tmp_path)

    for files, reason in (
        ((few,), "only 99 digits"),
        ((other,), "neither MNIST's four arrays nor x and y"),
        ((dark,), "dark on light"),
        ((uneven,), "120 images but .* 119 labels"),
        ((wide,), "30×28, not 28×28"),
        ((letters,), "not 0–9"),
        ((broken,), "damaged"),
        ((idx,), "needs its labels"),
        ((tmp_path / "gone.npz",), "cannot be read"),
        ((), "Name one npz file"),
    ):
        with pytest.raises(DataError, match=reason):
            load_files(files)
