"""The one training loop that every recipe goes through, and what it reports on the way."""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from model.training.architectures import Plan, steps_in_pass
from model.training.checkpoint import Checkpoint
from model.training.examples import Examples
from model.training.messages import (
    EpochEnded,
    Message,
    Started,
    Stepped,
    TrainingCancelledError,
)
from model.training.step import StepFigures, TrainingStep, accuracy_of

_REPORT_EVERY_S = 0.04


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What one fit is to do.

    Attributes:
        recipe: Name of the recipe, for the messages.
        plan: The network, trained in place, and its hyper-parameters.
        rounds: How many rounds.
        training: What to learn from.
        validation: What to evaluate on after each round.
        test: What to report on after each round besides; None for most recipes.
        seed: Seed of the order of the examples.
        checkpoint: Where the state is kept after each round, and taken up from; None for
            short runs. Its plan must count whole passes.
    """

    recipe: str
    plan: Plan
    rounds: int
    training: Examples
    validation: Examples
    test: Examples | None
    seed: int
    checkpoint: Checkpoint | None = None


def fit(
    task: Task, report: Callable[[Message], None], is_cancelled: Callable[[], bool]
) -> list[EpochEnded]:
    """Train the plan's network and return what was reported of each round.

    Args:
        task: What to do.
        report: Called with each message, from this thread.
        is_cancelled: Asked before each batch.

    Raises:
        TrainingCancelledError: If ``is_cancelled`` said so.
    """
    per_round = task.plan.steps_per_round or steps_in_pass(len(task.training), task.plan.batch)
    take_step = TrainingStep(task.plan)
    done = 0 if task.checkpoint is None else task.checkpoint.restore(take_step.variables)
    batches = _batches(task.training, task.plan.batch, task.seed, first_pass=done)
    clock = _Clock(task.rounds * per_round, done * per_round)
    ended: list[EpochEnded] = []
    report(Started(task.recipe, task.rounds, clock.steps))
    for number in range(done + 1, task.rounds + 1):
        figures: list[StepFigures] = []
        while len(figures) < per_round:
            if is_cancelled():
                raise TrainingCancelledError
            figures.append(take_step(next(batches)))
            clock.tick()
            if clock.may_report() or len(figures) == per_round:
                report(_stepped(number, clock, figures[-1]))
        with take_step.averaged_weights():
            ended.append(_epoch_ended(task, number, clock, figures))
        if task.checkpoint is not None:
            task.checkpoint.save(take_step.variables, number)
        report(ended[-1])
    take_step.adopt_average()
    return ended


class _Clock:
    """Counts steps, tells the time left, and spaces the reports."""

    def __init__(self, steps: int, done: int) -> None:
        self.steps = steps
        self.step = done
        self._first = done + 1
        self._second_began = 0.0
        self._reported = 0.0

    def tick(self) -> None:
        """Count a step that was taken."""
        self.step += 1
        if (
            self.step == self._first
        ):  # The first step compiles the graph and says nothing of the others.
            self._second_began = time.monotonic()

    def may_report(self) -> bool:
        """Tell whether the last report is long enough ago; asking counts as a report."""
        now = time.monotonic()
        if now - self._reported < _REPORT_EVERY_S:
            return False
        self._reported = now
        return True

    @property
    def seconds_left(self) -> float:
        """Expected time until the last step; 0 where nothing is known yet."""
        each = (time.monotonic() - self._second_began) / max(1, self.step - self._first)
        return each * (self.steps - self.step)


def _batches(examples: Examples, size: int, seed: int, first_pass: int) -> Iterator[Examples]:
    """Yield batches for ever; each pass shows every example once, in an order of its own."""
    for number in itertools.count(first_pass):
        order = np.random.default_rng([seed, number]).permutation(len(examples))
        for start in range(0, len(order), size):
            yield examples.pick(order[start : start + size])


def _stepped(number: int, clock: _Clock, figures: StepFigures) -> Stepped:
    return Stepped(
        epoch=number,
        step=clock.step,
        steps=clock.steps,
        accuracy=figures.accuracy,
        cross_entropy=figures.cross_entropy,
        loss=figures.loss,
        learning_rate=figures.learning_rate,
        mean_abs_gradient=figures.mean_abs_gradient,
        seconds_left=clock.seconds_left,
    )


def _epoch_ended(
    task: Task, number: int, clock: _Clock, figures: Sequence[StepFigures]
) -> EpochEnded:
    network = task.plan.network
    return EpochEnded(
        epoch=number,
        epochs=task.rounds,
        step=clock.step,
        steps=clock.steps,
        accuracy=float(np.mean([item.accuracy for item in figures])),
        cross_entropy=float(np.mean([item.cross_entropy for item in figures])),
        loss=float(np.mean([item.loss for item in figures])),
        mean_abs_gradient=float(np.mean([item.mean_abs_gradient for item in figures])),
        learning_rate=figures[-1].learning_rate,
        validation_accuracy=accuracy_of(network, task.validation),
        test_accuracy=None if task.test is None else accuracy_of(network, task.test),
        seconds_left=clock.seconds_left,
    )
