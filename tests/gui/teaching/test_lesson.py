from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from gui.teaching.lesson import DIGITS, Lesson, Task, Written, unfinished_lesson
from model.samples.sample import NewSample, Source
from tests.gui.driving import ink_of

START = datetime(2026, 3, 5, 12, tzinfo=UTC)


def sample(label: int, second: int = 0) -> NewSample:
    return NewSample(
        label=label,
        profile="Me",
        source=Source.TEACH,
        ink=ink_of(label),
        created=START + timedelta(seconds=second),
    )


def written(label: int, token: int = 1) -> Written:
    return Written(sample(label), token)


def asked(lesson: Lesson) -> int:
    assert lesson.current is not None
    return lesson.current.label


def write(lesson: Lesson, count: int) -> list[int]:
    """Write what is asked for; return what it was."""
    labels = []
    for _ in range(count):
        labels.append(asked(lesson))
        lesson.keep(written(labels[-1]))
    return labels


class TestOrder:
    @pytest.mark.parametrize("seed", range(20))
    def test_each_digit_comes_three_times_and_never_twice_in_a_row(self, seed: int) -> None:
        labels = [task.label for task in Lesson.of_all_digits(seed).tasks]
        assert Counter(labels) == dict.fromkeys(DIGITS, 3)
        assert all(one != next_ for one, next_ in pairwise(labels))
        assert labels[:10] == list(DIGITS), "the first round is easy to follow"
        assert sorted(labels[10:20]) == sorted(labels[20:]) == list(DIGITS)

    def test_the_later_rounds_are_mixed_anew_for_another_lesson(self) -> None:
        first, second = (
            [task.label for task in Lesson.of_all_digits(seed).tasks] for seed in (1, 2)
        )
        assert first != second

    def test_one_digit_is_asked_for_five_times(self) -> None:
        lesson = Lesson.of_one_digit(4)
        assert write(lesson, 5) == [4] * 5
        assert lesson.current is None


class TestWay:
    def test_what_is_skipped_is_not_asked_for_again(self) -> None:
        lesson = Lesson.of_all_digits(0)
        assert lesson.skip() is None
        labels = write(lesson, 29)
        assert labels.count(0) == 2
        assert lesson.current is None
        assert lesson.written_count == 29

    def test_going_back_and_writing_again_replaces_and_returns_what_was_there(self) -> None:
        lesson = Lesson.of_one_digit(4)
        first, second = written(4, token=1), written(4, token=2)
        lesson.keep(first)
        assert lesson.can_go_back
        lesson.go_back()
        assert lesson.current == Task(4, 0)
        assert lesson.keep(second) is first
        assert lesson.current == Task(4, 1)
        assert lesson.written(Task(4, 0)) is second

    def test_going_back_from_the_end_leads_to_the_last_digit(self) -> None:
        lesson = Lesson.of_one_digit(4)
        write(lesson, 5)
        lesson.go_back()
        assert lesson.current == Task(4, 4)
        lesson.go_on()
        assert lesson.current is None

    def test_there_is_no_way_back_from_the_first(self) -> None:
        lesson = Lesson.of_one_digit(4)
        assert not lesson.can_go_back
        lesson.go_back()
        assert lesson.current == Task(4, 0)

    def test_after_a_leap_the_open_digits_are_asked_for_in_their_order(self) -> None:
        lesson = Lesson.of_all_digits(0)
        lesson.go_to(Task(8, 0))
        assert write(lesson, 2) == [8, 9]
        write(lesson, 20)
        assert write(lesson, 8) == list(range(8))
        assert lesson.current is None

    def test_skipping_what_was_written_takes_it_out(self) -> None:
        lesson = Lesson.of_one_digit(4)
        first = written(4)
        lesson.keep(first)
        lesson.go_back()
        assert lesson.skip() is first
        assert lesson.written_count == 0

    def test_where_nothing_is_left_nothing_can_be_written(self) -> None:
        lesson = Lesson(())
        with pytest.raises(RuntimeError):
            lesson.keep(written(1))
        with pytest.raises(RuntimeError):
            lesson.skip()


class TestResuming:
    def test_what_is_there_is_not_asked_for(self) -> None:
        lesson = Lesson.of_all_digits(0)
        for label in (0, 1, 2, 0):
            assert lesson.adopt(label, written(label))
        assert lesson.written_count == 4
        assert asked(lesson) == 3
        assert write(lesson, 26).count(0) == 1

    def test_more_of_one_digit_than_is_asked_for_stays_out(self) -> None:
        lesson = Lesson.of_all_digits(0)
        taken = [lesson.adopt(7, written(7)) for _ in range(4)]
        assert taken == [True, True, True, False]

    @staticmethod
    def unfinished(labels: Iterable[int]) -> list[int]:
        samples = [sample(label, second) for second, label in enumerate(labels)]
        return [found.label for found in unfinished_lesson(samples[::-1])]

    def test_a_lesson_left_half_way_is_found(self) -> None:
        assert self.unfinished([0, 1, 2]) == [0, 1, 2]

    def test_whole_lessons_are_done_with(self) -> None:
        whole = [*DIGITS] * 3
        assert self.unfinished(whole) == []
        assert self.unfinished([*whole, *whole, 5, 6]) == [5, 6]
