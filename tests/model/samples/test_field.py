from pathlib import Path

import numpy as np
import pytest

from model.errors import EmptyDrawingError
from model.preprocess import preprocess_gray, preprocess_ink
from model.samples.field import field_of, is_field
from model.samples.formats.common import picture_sample, png_bytes
from model.samples.sample import NewSample, Source
from model.training.idx import read_idx_images
from tests.model.samples.formats.exchanging import digit_ink, drawn, paper, pictured


@pytest.mark.parametrize("digit", range(10))
def test_the_field_is_what_the_model_reads_of_a_sample(digit: int) -> None:
    assert np.array_equal(field_of(drawn(digit)), preprocess_ink(digit_ink(digit)).field)
    assert np.array_equal(field_of(pictured(digit)), preprocess_gray(paper(digit)).field)


@pytest.mark.parametrize("digit", range(10))
def test_a_picture_that_is_a_field_already_is_left_as_it_is(digit: int) -> None:
    for sample in (drawn(digit), pictured(digit)):
        field = field_of(sample)
        assert is_field(field)
        assert np.array_equal(field_of(picture_sample(field, digit, "Ada")), field)


def test_other_pictures_of_that_size_are_not_taken_for_fields() -> None:
    field = field_of(drawn(5))
    assert not is_field(255 - field)
    assert not is_field(np.roll(field, 3, axis=1))
    assert not is_field(np.zeros((28, 28), np.uint8))
    assert not is_field(np.full((28, 28), 9, np.uint8))
    assert not is_field(paper(5))


def test_the_digits_of_mnist_are_fields(data_dir: Path) -> None:
    images = read_idx_images(data_dir / "mnist" / "train-images-idx3-ubyte.gz")[:2000]
    assert sum(is_field(image) for image in images) >= 1990


def test_a_blank_picture_has_no_field() -> None:
    blank = png_bytes(np.full((40, 30), 200, np.uint8))
    with pytest.raises(EmptyDrawingError):
        field_of(NewSample(label=1, profile="Ada", source=Source.IMPORT, picture=blank))
