import gzip
from pathlib import Path

import numpy as np
import pytest

from model.errors import SampleFileError
from model.samples.exchange import load_samples
from model.samples.formats.idx_pair import pair_of
from model.samples.sample import NewSample
from model.training.idx import idx_bytes, read_idx_images, read_idx_labels
from tests.model.training.digit_files import make_digits


def put(folder: Path, images: bytes, labels: bytes, names: tuple[str, str] = ("", "")) -> None:
    first, second = names if names[0] else ("a-images-idx3-ubyte", "a-labels-idx1-ubyte")
    (folder / first).write_bytes(images)
    (folder / second).write_bytes(labels)


def small(count: int = 4) -> tuple[bytes, bytes]:
    images, labels = make_digits(count)
    return idx_bytes(images), idx_bytes(labels)


def refusal(path: Path) -> str:
    with pytest.raises(SampleFileError) as caught:
        load_samples(path)
    return str(caught.value)


def labels_of(samples: list[NewSample]) -> list[int]:
    return [sample.label for sample in samples]


def test_what_is_written_as_idx_is_read_as_idx(tmp_path: Path) -> None:
    images, labels = make_digits(3)
    put(tmp_path, idx_bytes(images), idx_bytes(labels))
    assert np.array_equal(read_idx_images(tmp_path / "a-images-idx3-ubyte"), images)
    assert np.array_equal(read_idx_labels(tmp_path / "a-labels-idx1-ubyte"), labels)


@pytest.mark.parametrize(
    "names",
    [
        ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
        ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"),
        ("emnist-digits-train-images-idx3-ubyte", "emnist-digits-train-labels-idx1-ubyte"),
    ],
)
def test_the_names_that_mnist_comes_under_are_known(tmp_path: Path, names: tuple[str, str]) -> None:
    images, labels = (
        gzip.compress(content) if names[0].endswith(".gz") else content for content in small()
    )
    put(tmp_path, images, labels, names)
    expected = make_digits(4)[1].tolist()
    for path in (tmp_path, tmp_path / names[0], tmp_path / names[1]):
        assert labels_of(load_samples(path)) == expected


def test_other_names_are_no_pair() -> None:
    assert pair_of(Path("images.png")) is None
    assert pair_of(Path("train-labels-idx3-ubyte")) is None


def test_a_file_without_its_other_half_is_named(tmp_path: Path) -> None:
    put(tmp_path, *small())
    (tmp_path / "a-labels-idx1-ubyte").unlink()
    expected = "a-images-idx3-ubyte has no a-labels-idx1-ubyte beside it."
    assert refusal(tmp_path) == expected
    put(tmp_path, *small())
    (tmp_path / "a-images-idx3-ubyte").unlink()
    assert refusal(tmp_path) == "a-labels-idx1-ubyte has no a-images-idx3-ubyte beside it."


def test_wrong_files_are_named_with_what_is_wrong(tmp_path: Path) -> None:
    images, labels = small()
    put(tmp_path, images[:-1], labels)
    assert "a-images-idx3-ubyte should hold 3,136 values but holds 3,135" in refusal(tmp_path)
    put(tmp_path, images, images)
    assert "a-labels-idx1-ubyte is not an IDX file of labels" in refusal(tmp_path)
    put(tmp_path, images, idx_bytes(np.array([1, 2, 10, 4], np.uint8)))
    assert "has the label 10 at 2, not 0–9" in refusal(tmp_path)
    put(tmp_path, images, small(3)[1])
    expected = "a-images-idx3-ubyte holds 4 images, but a-labels-idx1-ubyte 3 labels."
    assert refusal(tmp_path) == expected
    put(tmp_path, idx_bytes(np.ones((4, 32, 30), np.uint8)), labels)
    assert refusal(tmp_path) == "The images in a-images-idx3-ubyte are 30×32, not 28×28."
    blank = make_digits(4)[0]
    blank[2] = 0
    put(tmp_path, idx_bytes(blank), labels)
    assert refusal(tmp_path) == "Image 3 in a-images-idx3-ubyte is blank."


def test_a_claim_of_enormous_size_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    images, labels = small()
    put(tmp_path, images[:4] + (2**31).to_bytes(4, "big") + images[8:], labels)
    assert "more than this program reads" in refusal(tmp_path)
