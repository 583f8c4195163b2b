import numpy as np
import pytest

from model.bundle import load_bundle
from model.paths import bundled_model
from model.recognizer import Recognizer
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.messages import TrainingCancelledError
from model.training.variety import DRAWN_SHARE, OUTLIER_SHARE, with_variety
from tests.model.training.digit_files import make_digits

DIGITS = Examples(*make_digits(1_000))


MIXED = with_variety(DIGITS, np.random.default_rng(1), lambda: False)
ADDED = Examples(MIXED.images[1_000:], MIXED.labels[1_000:])


def test_drawn_digits_and_other_things_follow_the_unchanged_digits() -> None:
    np.testing.assert_array_equal(MIXED.images[:1_000], DIGITS.images)
    np.testing.assert_array_equal(MIXED.labels[:1_000], DIGITS.labels)
    counts = np.bincount(ADDED.labels)
    assert counts[NOT_A_DIGIT] == round(1_000 * OUTLIER_SHARE)
    assert counts[:NOT_A_DIGIT].tolist() == [round(100 * DRAWN_SHARE)] * 10


def test_each_is_a_field_of_the_pipeline_and_unlike_the_others() -> None:
    assert ADDED.images.dtype == np.uint8
    assert (ADDED.images.max(axis=(1, 2)) == 255).all()
    assert len(np.unique(ADDED.images, axis=0)) > 0.9 * len(ADDED)


def test_the_bundled_model_reads_most_drawn_digits_and_refuses_most_other_things() -> None:
    recognizer = Recognizer(load_bundle(bundled_model()))
    scores = [recognizer.recognize(image) for image in ADDED.images]
    is_digit = ADDED.labels < NOT_A_DIGIT

    read = np.array([score.digit for score in scores])
    accepted = np.array([score.is_digit for score in scores])
    assert (read == ADDED.labels)[is_digit].mean() > 0.9
    assert accepted[~is_digit].mean() < 0.2


def test_the_same_seed_gives_the_same() -> None:
    first, second = (
        with_variety(DIGITS, np.random.default_rng(5), lambda: False) for _ in range(2)
    )

    np.testing.assert_array_equal(first.images, second.images)


def test_it_can_be_cancelled() -> None:
    def stop() -> bool:
        raise TrainingCancelledError

    with pytest.raises(TrainingCancelledError):
        with_variety(DIGITS, np.random.default_rng(1), stop)
