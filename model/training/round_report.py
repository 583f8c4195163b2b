"""What the shipped recipe tells while it runs, and how well its networks read held-out digits."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import keras
import numpy as np
from numpy.typing import NDArray

from model.training.bank import Split, load_material
from model.training.examine import Examiner
from model.training.messages import EpochEnded, Message, Started, Stepped
from model.training.report import mnist_fields, pen_fields
from model.training.schedule import Schedule
from model.training.trainer import predict

_REPORT_EVERY: Final = 10


class RoundReporter:
    """Sends the messages of one run and measures on held-out digits after each round.

    Rounds and steps are counted through all networks of the run.
    """

    def __init__(
        self,
        recipe: str,
        data: Path,
        plan: Schedule,
        report: Callable[[Message], None],
        check: Callable[[], object],
        watched: tuple[bytes, ...],
    ) -> None:
        """Load the held-out digits and tell that the run starts.

        Args:
            recipe: Its name.
            data: Folder of all data.
            plan: How long and how fast.
            report: Is told the messages.
            check: Called before each step; what it raises ends the run.
            watched: Fields of drawings whose readings are told, too.
        """
        self.check = check
        self._report, self._plan, self._watched = report, plan, watched
        self._steps = plan.rounds * plan.steps
        self._began, self._first = 0.0, 0
        material = load_material(data, Split.CALIBRATION)
        drawn = pen_fields(material, np.random.default_rng(0))
        self._held_out = mnist_fields(material).joined(drawn)
        report(Started(recipe, plan.rounds, self._steps))

    def begin(self, rounds_done: int) -> None:
        """Count the time from here, with so many rounds behind."""
        self._began, self._first = time.monotonic(), rounds_done * self._plan.steps

    def end_step(self, step: int, seen: NDArray[np.float32], rate: float) -> None:
        """Tell of every tenth step."""
        if (step + 1) % _REPORT_EVERY:
            return
        accuracy, cross_entropy, loss, gradient = (float(value) for value in seen)
        self._report(
            Stepped(
                epoch=step // self._plan.steps + 1,
                step=step + 1,
                steps=self._steps,
                accuracy=accuracy,
                cross_entropy=cross_entropy,
                loss=loss,
                learning_rate=rate,
                mean_abs_gradient=gradient,
                seconds_left=self._seconds_left(step + 1),
            )
        )

    def end_round(
        self, number: int, seen: Sequence[NDArray[np.float32]], rate: float, network: keras.Model
    ) -> None:
        """Tell of a round and how its network reads now."""
        accuracy, cross_entropy, loss, gradient = np.mean(seen, axis=0).tolist()
        step = (number + 1) * self._plan.steps
        logits = predict(network, self._held_out.images)
        examiner = Examiner(partial(predict, network), self._held_out, self._watched)
        self._report(examiner.look_through(step, logits))
        self._report(
            EpochEnded(
                epoch=number + 1,
                epochs=self._plan.rounds,
                step=step,
                steps=self._steps,
                accuracy=accuracy,
                cross_entropy=cross_entropy,
                loss=loss,
                mean_abs_gradient=gradient,
                learning_rate=rate,
                validation_accuracy=self._share_right(logits),
                test_accuracy=None,
                seconds_left=self._seconds_left(step),
            )
        )

    def best(self, networks: Sequence[keras.Model]) -> keras.Model:
        """Return the network that reads most of the held-out digits right."""
        return max(
            networks, key=lambda each: self._share_right(predict(each, self._held_out.images))
        )

    def _share_right(self, logits: NDArray[np.float64]) -> float:
        return float((logits[:, :10].argmax(axis=1) == self._held_out.labels).mean())

    def _seconds_left(self, step: int) -> float:
        pace = (time.monotonic() - self._began) / max(step - self._first, 1)
        return pace * (self._steps - step)
