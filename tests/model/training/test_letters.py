import numpy as np

from model.training.letters import LETTERS, write_letter


def test_the_same_seed_writes_the_same_letter_and_another_one_another() -> None:
    first, again, other = (
        np.concatenate(write_letter(np.random.default_rng(seed))) for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_every_letter_is_drawn_in_one_stroke_or_more_of_at_least_two_points() -> None:
    assert all(letter and min(map(len, letter)) >= 2 for letter in LETTERS)
