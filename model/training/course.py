"""One network's course through its rounds: batches, steps, and a state to go on from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from model.training.augment import jitter
from model.training.checkpoint import Checkpoint
from model.training.examples import Examples
from model.training.round_report import RoundReporter
from model.training.schedule import Schedule
from model.training.trainer import Trainer


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What a network learns from.

    Attributes:
        examples: Fields and labels; the fields may lie on the disk.
        taught: Logits, shape (n, 11), float16, that teachers give them; None where there are none.
    """

    examples: Examples
    taught: NDArray[np.float16] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What came of a course.

    Attributes:
        network: As it is.
        is_whole: False where the course was ended before its last step.
    """

    network: keras.Model
    is_whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """How the networks of one run learn.

    Attributes:
        plan: How long and how fast.
        seed: Of the run; each network starts from one of its own.
        folder: Where the state is kept after each round.
        strategy: What several devices work together by, see ``replicas``; None for one.
        reporter: Is told of steps and rounds.
        is_to_finish: Asked after each step; true ends the course.
    """

    plan: Schedule
    seed: int
    folder: Path
    strategy: Any
    reporter: RoundReporter
    is_to_finish: Callable[[], bool]

    def learn(self, number: int, lessons: Lessons, before: int, rounds: int) -> Learned:
        """Take all steps of a network that are left, or as many as are wanted.

        Args:
            number: Of the network in its run, from 0.
            lessons: What it learns from.
            before: Rounds of the networks before it.
            rounds: Its own rounds.

        Raises:
            TrainingError: If what was kept is damaged or is of another run.
            OSError: If the state cannot be kept.
        """
        plan, seed = self.plan, self.seed + number
        keras.utils.set_random_seed(seed)
        trainer = Trainer(plan, self.strategy)
        checkpoint = Checkpoint(self.folder / f"state{number}.npz", repr((seed, number, plan)))
        first = checkpoint.restore(trainer.variables)
        self.reporter.begin(before + first)
        for own in range(first, rounds):
            seen, rate = [], 0.0
            for step, (batch, taught) in enumerate(_batches(lessons, plan, seed, own)):
                self.reporter.check()
                rate = plan.rate(own * plan.steps + step, rounds * plan.steps)
                seen.append(trainer.step(batch, rate, taught))
                self.reporter.end_step((before + own) * plan.steps + step, seen[-1], rate)
                if self.is_to_finish():
                    return Learned(trainer.finished_network(), is_whole=False)
            checkpoint.save(trainer.variables, own + 1)
            self.reporter.end_round(before + own, seen, rate, trainer.network)
        return Learned(trainer.finished_network(), is_whole=True)


def _batches(
    lessons: Lessons, plan: Schedule, seed: int, own_round: int
) -> Iterator[tuple[Examples, NDArray[np.float16] | None]]:
    """Yield one round's batches: a stretch of an endless row of shuffled passes over the bank."""
    size = plan.steps * plan.batch
    start, count = own_round * size, len(lessons.examples)
    passes = range(start // count, (start + size - 1) // count + 1)
    orders = [np.random.default_rng([seed, number]).permutation(count) for number in passes]
    row = np.concatenate(orders)[start - passes[0] * count :][:size]
    rng = np.random.default_rng([seed, own_round, size])
    for chosen in row.reshape(plan.steps, plan.batch):
        places = np.sort(chosen)  # because the bank is read from disk
        drawn = lessons.examples.pick(places)
        taught = None if lessons.taught is None else lessons.taught[places]
        yield Examples(jitter(drawn.images, rng), drawn.labels), taught
