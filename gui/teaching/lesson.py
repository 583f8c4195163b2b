"""What is to be written in a lesson, in which order, and what was written so far."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeVar

from model.samples.sample import NewSample

ROUNDS: Final = 3
"""How often each digit is written in a whole lesson."""

ONE_DIGIT_TIMES: Final = 5
"""How often a single digit is written."""

DIGITS: Final = range(10)

AnySample = TypeVar("AnySample", bound=NewSample)


@dataclass(frozen=True, slots=True)
class Task:
    """One digit to write.

    Attributes:
        label: The digit.
        turn: How often it is asked for before, from 0.
    """

    label: int
    turn: int


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for a task.

    Attributes:
        sample: The drawing with its label and what was read.
        token: By which the keeper of samples knows it.
    """

    sample: NewSample
    token: int


class Lesson:
    """The tasks in their order, and how far the person is; no task is ever lost."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        """Begin with the first of ``tasks``."""
        self.tasks = tuple(tasks)
        self._written: dict[Task, Written] = {}
        self._skipped: set[Task] = set()
        self._current: Task | None = self._next_open(0)

    @classmethod
    def of_all_digits(cls, seed: int) -> Self:
        """Return each digit three times: first in order, then mixed.

        The first round is easy to follow. Mixed ones keep the hand from writing one shape by
        rote; no digit comes twice in a row.
        """
        tasks = [Task(label, 0) for label in DIGITS]
        mixed = random.Random(seed)  # noqa: S311 - not a secret
        for turn in range(1, ROUNDS):
            order = mixed.sample(DIGITS, len(DIGITS))
            while order[0] == tasks[-1].label:
                order = mixed.sample(DIGITS, len(DIGITS))
            tasks += [Task(label, turn) for label in order]
        return cls(tasks)

    @classmethod
    def of_one_digit(cls, label: int) -> Self:
        """Return one digit some times."""
        return cls([Task(label, turn) for turn in range(ONE_DIGIT_TIMES)])

    @property
    def current(self) -> Task | None:
        """What is to be written now; None when there is nothing left."""
        return self._current

    @property
    def written_count(self) -> int:
        """How many tasks have been done."""
        return len(self._written)

    @property
    def can_go_back(self) -> bool:
        """True where there is a task before the current one."""
        return self._place() > 0

    def written(self, task: Task) -> Written | None:
        """Return what was written for a task."""
        return self._written.get(task)

    def keep(self, written: Written) -> Written | None:
        """Take what was written for the current task and go on; return what it replaces.

        Raises:
            RuntimeError: If nothing is to be written.
        """
        task = self._asked()
        replaced = self._written.get(task)
        self._written[task] = written
        self._skipped.discard(task)
        self.go_on()
        return replaced

    def adopt(self, label: int, written: Written) -> bool:
        """Take what was written for a digit in an earlier lesson; False where all are there."""
        for task in self.tasks:
            if task.label == label and task not in self._written:
                self._written[task] = written
                self._current = self._next_open(0)
                return True
        return False

    def skip(self) -> Written | None:
        """Leave the current task out and go on; return what was written for it.

        Raises:
            RuntimeError: If nothing is to be written.
        """
        task = self._asked()
        self._skipped.add(task)
        removed = self._written.pop(task, None)
        self.go_on()
        return removed

    def go_on(self) -> None:
        """Go to the next task that is open, the first ones last."""
        self._current = self._next_open(self._place() + 1)

    def go_back(self) -> None:
        """Go to the task before, done or not; at the first one nothing changes."""
        if self.can_go_back:
            self._current = self.tasks[self._place() - 1]

    def go_to(self, task: Task) -> None:
        """Go to any task."""
        self._current = self.tasks[self.tasks.index(task)]

    def _asked(self) -> Task:
        if self._current is None:
            raise RuntimeError("There is nothing left to write")
        return self._current

    def _place(self) -> int:
        return len(self.tasks) if self._current is None else self.tasks.index(self._current)

    def _next_open(self, start: int) -> Task | None:
        cyclic = (*self.tasks[start:], *self.tasks[:start])
        done = self._skipped.union(self._written)
        return next((task for task in cyclic if task not in done), None)


def unfinished_lesson(taught: Iterable[AnySample]) -> list[AnySample]:
    """Return what was written in a lesson that was left half-way, in the order of writing.

    Args:
        taught: All that was written in lessons. What makes whole lessons of three of each digit
            is taken away, the oldest first.
    """
    by_time = sorted(taught, key=lambda sample: sample.created)
    counts = Counter(sample.label for sample in by_time)
    whole = _whole_lessons(counts)
    seen: Counter[int] = Counter()
    left = []
    for sample in by_time:
        seen[sample.label] += 1
        if seen[sample.label] > whole * ROUNDS and sample.label in DIGITS:
            left.append(sample)
    return left


def _whole_lessons(counts: Mapping[int, int]) -> int:
    return min(counts[label] for label in DIGITS) // ROUNDS
