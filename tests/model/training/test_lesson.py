from collections import Counter
from collections.abc import Sequence

import pytest

from model.errors import TrainingError
from model.samples.sample import NewSample
from model.training.lesson import MOST_LEARNED, divide
from tests.model.samples.drawings import new_sample


def samples(labels: Sequence[int]) -> list[NewSample]:
    return [new_sample(label, seed=number) for number, label in enumerate(labels)]


def labels(part: Sequence[NewSample]) -> Counter[int]:
    return Counter(sample.label for sample in part)


def test_of_three_of_each_digit_two_teach_and_one_checks() -> None:
    written = samples([*range(10)] * 3)

    lesson = divide(written, seed=0)

    assert labels(lesson.learned) == dict.fromkeys(range(10), 2)
    assert labels(lesson.held_out) == dict.fromkeys(range(10), 1)
    parts = {id(sample) for sample in (*lesson.learned, *lesson.held_out)}
    assert parts == {id(sample) for sample in written}


def test_the_seed_alone_decides_which_are_held_out() -> None:
    written = samples([*range(10)] * 3)

    assert divide(written, seed=1) == divide(written, seed=1)
    assert divide(written, seed=1) != divide(written, seed=2)


@pytest.mark.parametrize(("count", "held_out"), [(2, 1), (3, 1), (5, 1), (6, 2), (30, 10)])
def test_one_digit_alone_can_be_taught(count: int, held_out: int) -> None:
    lesson = divide(samples([7] * count), seed=0)

    assert len(lesson.held_out) == held_out
    assert len(lesson.learned) == count - held_out


def test_a_single_sample_of_a_digit_is_learned_beside_others() -> None:
    lesson = divide(samples([4, 4, 10]), seed=0)

    assert labels(lesson.learned) == {4: 1, 10: 1}
    assert labels(lesson.held_out) == {4: 1}


def test_of_very_many_the_newest_are_taken() -> None:
    written = samples([3] * 1000)

    lesson = divide(written, seed=0)

    assert len(lesson.learned) == MOST_LEARNED
    assert {id(s) for s in (*lesson.learned, *lesson.held_out)} == {id(s) for s in written[-90:]}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([], "There are no samples to learn from."),
        ([5], "needed twice, to learn from and to check by; there is only one sample."),
        (range(10), "needed twice, to learn from and to check by; each digit is there only once."),
    ],
)
def test_too_few_samples_are_refused_in_one_sentence(written: Sequence[int], said: str) -> None:
    with pytest.raises(TrainingError) as raised:
        divide(samples(written), seed=0)

    assert str(raised.value).endswith(said)
