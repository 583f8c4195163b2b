from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from model.errors import DataError
from model.ink import Ink, Stroke
from model.inkml import read_inkml
from model.paths import asset
from model.samples.field import field_of
from model.samples.sample import NewSample, Source
from model.training.own_digits import digits_only, divide, fields, variations


def png_of(gray: NDArray[np.uint8]) -> bytes:
    file = BytesIO()
    Image.fromarray(gray).save(file, "png")
    return file.getvalue()


def sample(label: int, ink: Ink | None = None) -> NewSample:
    ink = ink or read_inkml(asset("strokes", f"{label % 10}.inkml"))
    return NewSample(label=label, profile="Me", source=Source.TEACH, ink=ink)


def test_two_of_every_five_of_a_label_are_held_out_in_the_order_of_writing() -> None:
    threes = [sample(3) for _ in range(10)]
    sevens = [sample(7) for _ in range(4)]

    parts = divide([*threes, *sevens])

    assert parts.training == tuple(threes[:3] + threes[5:8] + sevens[:3])
    assert parts.held_out == (threes[3], threes[8], sevens[3])
    assert parts.test == (threes[4], threes[9])


def test_a_label_with_few_samples_is_only_learned() -> None:
    threes = [sample(3) for _ in range(3)]

    assert divide(threes).training == tuple(threes)
    assert divide([]).training == ()


def test_every_sample_is_there_as_it_is_and_in_variations() -> None:
    found = variations([sample(1), sample(2), sample(3)], 100, seed=5)

    assert len(found) == 100
    for place, label in enumerate((1, 2, 3)):
        np.testing.assert_array_equal(found.images[place], field_of(sample(label)))
    assert np.bincount(found.labels).tolist()[1:] == pytest.approx([33, 33, 33], abs=1)
    ones = found.images[found.labels == 1]
    assert len({image.tobytes() for image in ones}) > 25, "they vary"
    again = variations([sample(1), sample(2), sample(3)], 100, seed=5)
    np.testing.assert_array_equal(again.images, found.images)


def test_few_samples_are_not_stretched_without_end() -> None:
    assert len(variations([sample(4)], 100_000, seed=0)) == 60
    assert len(variations([], 100, seed=0)) == 0


def test_a_picture_is_varied_too() -> None:
    picture = png_of(np.asarray(field_of(sample(5))))
    scanned = NewSample(label=5, profile="Me", source=Source.PICTURE, picture=picture)

    found = variations([scanned], 20, seed=0)

    np.testing.assert_array_equal(found.images[0], field_of(scanned))
    assert len({image.tobytes() for image in found.images}) > 10


def test_what_is_no_digit_is_left_out_where_digits_are_wanted() -> None:
    scribble = sample(10, Ink((Stroke.from_xy([(0, 0), (9, 9), (0, 9)]),)))

    one = sample(1)

    assert digits_only([one, scribble]) == (one,)


def test_a_picture_without_ink_is_named() -> None:
    blank = NewSample(
        label=8, profile="Me", source=Source.PICTURE, picture=png_of(np.zeros((40, 40), np.uint8))
    )

    with pytest.raises(DataError, match="One of your samples of 8 cannot be used"):
        fields([blank])
