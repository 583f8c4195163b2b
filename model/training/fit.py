"""The one training loop that every recipe goes through, and what it reports on the way."""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from model.training.architectures import Plan, steps_in_pass
from model.training.checkpoint import Checkpoint
from model.training.examine import Examiner
from model.training.examples import Examples
from model.training.messages import (
    EpochEnded,
    Message,
    Started,
    Stepped,
    TrainingCancelledError,
)
from model.training.step import (
    StepFigures,
    TrainingStep,
    accuracy_of,
    read_logits,
    share_right,
)

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
        watched: Fields of drawings whose readings are shown on the way.
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
    watched: tuple[bytes, ...] = ()
    checkpoint: Checkpoint | None = None


def fit(
    task: Task,
    report: Callable[[Message], None],
    is_cancelled: Callable[[], bool],
    is_to_finish: Callable[[], bool] = lambda: False,
) -> list[EpochEnded]:
    """Train the plan's network and return what was reported of each round.

    Args:
        task: What to do.
        report: Called with each message, from this thread.
        is_cancelled: Asked before each batch. It may take its time, as long as the run is paused.
        is_to_finish: Asked after each batch; true ends the run early, and the network gets the
            weights that read the validation part best so far.

    Raises:
        TrainingCancelledError: If ``is_cancelled`` said so.
    """
    return _Fit(task, report, is_cancelled, is_to_finish).run()


class _Fit:
    """One fit on its way."""

    def __init__(
        self,
        task: Task,
        report: Callable[[Message], None],
        is_cancelled: Callable[[], bool],
        is_to_finish: Callable[[], bool],
    ) -> None:
        self._task = task
        self._report = report
        self._is_cancelled = is_cancelled
        self._is_to_finish = is_to_finish
        plan = task.plan
        self._per_round = plan.steps_per_round or steps_in_pass(len(task.training), plan.batch)
        self._take_step = TrainingStep(plan)
        checkpoint = task.checkpoint
        self._done = 0 if checkpoint is None else checkpoint.restore(self._take_step.variables)
        self._clock = _Clock(task.rounds * self._per_round, self._done * self._per_round)
        self._best = _Best(plan.network)
        self._examiner = Examiner(
            lambda images: read_logits(plan.network, images), task.validation, task.watched
        )

    def run(self) -> list[EpochEnded]:
        """Go through all rounds that are left, or as many as are wanted."""
        task = self._task
        batches = _batches(task.training, task.plan.batch, task.seed, first_pass=self._done)
        ended: list[EpochEnded] = []
        self._report(Started(task.recipe, task.rounds, self._clock.steps))
        for number in range(self._done + 1, task.rounds + 1):
            ended.append(self._round(number, batches))
            if self._is_to_finish():
                self._best.adopt()
                return ended
        self._take_step.adopt_average()
        return ended

    def _round(self, number: int, batches: Iterator[Examples]) -> EpochEnded:
        """Take the steps of one round, or as many as are wanted, and evaluate the network."""
        figures: list[StepFigures] = []
        while len(figures) < self._per_round and not (figures and self._is_to_finish()):
            with self._clock.stopped():
                if self._is_cancelled():
                    raise TrainingCancelledError
            figures.append(self._take_step(next(batches)))
            self._clock.tick()
            if self._clock.may_report() or len(figures) == self._per_round:
                self._report(_stepped(number, self._clock, figures[-1]))
            if self._examiner.is_due():
                with self._take_step.averaged_weights():
                    self._report(self._examiner.look(self._clock.step))
        with self._take_step.averaged_weights():
            ended = self._evaluate(number, figures)
        if self._task.checkpoint is not None and len(figures) == self._per_round:
            self._task.checkpoint.save(self._take_step.variables, number)
        self._report(ended)
        return ended

    def _evaluate(self, number: int, figures: Sequence[StepFigures]) -> EpochEnded:
        """Report what the network reads wrong and return what the round came to."""
        task, clock = self._task, self._clock
        held_out = task.validation
        logits = read_logits(task.plan.network, held_out.images)
        ended = EpochEnded(
            epoch=number,
            epochs=task.rounds,
            step=clock.step,
            steps=clock.steps,
            accuracy=float(np.mean([item.accuracy for item in figures])),
            cross_entropy=float(np.mean([item.cross_entropy for item in figures])),
            loss=float(np.mean([item.loss for item in figures])),
            mean_abs_gradient=float(np.mean([item.mean_abs_gradient for item in figures])),
            learning_rate=figures[-1].learning_rate,
            validation_accuracy=share_right(logits, held_out.labels),
            test_accuracy=None if task.test is None else accuracy_of(task.plan.network, task.test),
            seconds_left=clock.seconds_left,
        )
        self._best.see(ended.validation_accuracy)
        self._report(self._examiner.look_through(clock.step, logits))
        return ended


class _Best:
    """Remembers the weights with which a network read the validation part best."""

    def __init__(self, network: keras.Model) -> None:
        self._network = network
        self._accuracy = -1.0
        self._weights: list[NDArray[np.float32]] = []

    def see(self, accuracy: float) -> None:
        """Keep the network's weights where they are the best so far; of equals, the later ones."""
        if accuracy >= self._accuracy:
            self._accuracy = accuracy
            self._weights = self._network.get_weights()

    def adopt(self) -> None:
        """Give the network these weights."""
        self._network.set_weights(self._weights)


class _Clock:
    """Counts steps, tells the time left, and spaces the reports."""

    def __init__(self, steps: int, done: int) -> None:
        self.steps = steps
        self.step = done
        self._first = done + 1
        self._second_began = 0.0
        self._reported = 0.0

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Leave out the time that the block takes: what is paused does not get slower."""
        began = time.monotonic()
        yield
        self._second_began += time.monotonic() - began

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
