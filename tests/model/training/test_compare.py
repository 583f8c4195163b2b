from pathlib import Path

import numpy as np

from model.bundle import load_bundle
from model.paths import bundled_model
from model.recognizer import Recognizer
from model.training.compare import Rival, comparison, read_digits
from model.training.examples import Examples
from tests.model.training.digit_files import make_digits


def examples(count: int, seed: int = 0) -> Examples:
    return Examples(*make_digits(count, seed))


def test_a_rival_reads_what_the_recogniser_reads() -> None:
    some, none = examples(130), examples(0)
    recognizer = Recognizer(load_bundle(bundled_model()))

    read = Rival(bundled_model(), some, none).read()

    assert read is not None
    expected = [
        max(range(10), key=recognizer.recognize(image).probabilities.__getitem__)
        for image in some.images
    ]
    assert read[0].tolist() == expected
    assert len(read[1]) == 0


def test_without_a_model_that_can_be_used_the_new_one_stands_alone(tmp_path: Path) -> None:
    assert Rival(None, examples(3)).read() is None
    assert Rival(tmp_path, examples(3)).read() is None


def test_counts_are_rows_of_truth_and_columns_of_readings() -> None:
    test = Examples(np.zeros((3, 28, 28), np.uint8), np.array([4, 4, 7], np.uint8))
    own = Examples(test.images[:2], np.array([1, 2], np.uint8))
    none = examples(0)
    after = (np.array([4, 9, 7]), np.array([1, 1]))

    alone = comparison(None, after, test, own)
    both = comparison((np.array([4, 4, 4]), np.array([2, 2])), after, test, own)
    without_own = comparison(None, after, test, none)

    assert alone.before is None
    assert alone.own_before is None
    assert alone.after.counts[4][4] == alone.after.counts[4][9] == alone.after.counts[7][7] == 1
    assert alone.after.score.right == 2
    assert both.before is not None
    assert both.before.counts[7][4] == 1
    assert both.own_before is not None
    assert both.own_after is not None
    assert (both.own_before.right, both.own_after.right) == (1, 1)
    assert without_own.own_after is None


def test_models_are_read_in_whole_batches_whatever_the_count() -> None:
    path = load_bundle(bundled_model()).litert_path
    images, _ = make_digits(101)

    np.testing.assert_array_equal(read_digits(path, images)[:100], read_digits(path, images[:100]))
