import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.preprocess import ink_extent, preprocess_bitmap
from model.training.generator_shapes import vary
from tests.model.training.digit_files import make_digits


@pytest.fixture(scope="module")
def soft() -> NDArray[np.uint8]:
    """Return printed digits with edges as soft as a decoder makes them."""
    return np.stack([cv2.GaussianBlur(image, (0, 0), 0.8) for image in make_digits(60)[0]])


def test_fields_have_the_form_of_mnist(soft: NDArray[np.uint8]) -> None:
    for field in vary(soft, np.random.default_rng(1)):
        left, top, right, bottom = ink_extent(field)
        assert max(right - left, bottom - top) == 20
        assert field.max() == 255
        # Fields of the real pipeline do not change when they go through it again.
        np.testing.assert_array_equal(preprocess_bitmap(field).field, field)


def test_chance_alone_decides_whatever_the_number_of_threads(
    soft: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = np.concatenate([soft] * 40)  # more than one thread's share
    first = vary(many, np.random.default_rng(1))
    monkeypatch.setattr("os.cpu_count", lambda: 1)

    np.testing.assert_array_equal(vary(many, np.random.default_rng(1)), first)
    assert (vary(many, np.random.default_rng(2)) != first).any(axis=(1, 2)).all()


def test_the_same_picture_becomes_many(soft: NDArray[np.uint8]) -> None:
    fields = vary(np.repeat(soft[:1], 200, axis=0), np.random.default_rng(1))

    assert len(np.unique(fields.reshape(200, -1), axis=0)) == 200


def test_without_deformation_a_picture_is_only_sharpened(soft: NDArray[np.uint8]) -> None:
    fields = vary(np.concatenate([soft, soft]), np.random.default_rng(1), strength=0)

    np.testing.assert_array_equal(fields[: len(soft)], fields[len(soft) :])
    greys = (fields[: len(soft)] > 50) & (fields[: len(soft)] < 205)
    assert greys.sum() < ((soft > 50) & (soft < 205)).sum()


def test_a_picture_too_faint_to_be_sharpened_keeps_its_ink() -> None:
    faint = np.zeros((1, 28, 28), np.uint8)
    faint[0, 6:22, 13:15] = 20

    field = vary(faint, np.random.default_rng(1), strength=0)[0]

    assert field.max() == 255
