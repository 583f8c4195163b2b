import numpy as np
import pytest

from model.training.examples import NOT_A_DIGIT, Examples
from model.training.messages import TrainingCancelledError
from model.training.variety import OUTLIER_SHARE, with_variety
from tests.model.training.digit_files import make_digits

DIGITS = Examples(*make_digits(1_000))


def test_things_that_are_no_digit_follow_the_unchanged_digits() -> None:
    mixed = with_variety(DIGITS, np.random.default_rng(1), lambda: False)

    count = round(1_000 * OUTLIER_SHARE)
    assert len(mixed) == 1_000 + count
    np.testing.assert_array_equal(mixed.images[:1_000], DIGITS.images)
    np.testing.assert_array_equal(mixed.labels[:1_000], DIGITS.labels)
    assert set(mixed.labels[1_000:]) == {NOT_A_DIGIT}


def test_each_of_them_is_a_field_of_the_pipeline_and_unlike_the_others() -> None:
    others = with_variety(DIGITS, np.random.default_rng(1), lambda: False).images[1_000:]

    assert others.dtype == np.uint8
    assert (others.max(axis=(1, 2)) == 255).all()
    assert len(np.unique(others, axis=0)) > 0.9 * len(others)


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
