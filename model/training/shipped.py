"""The recipe of the model that comes with the program, from the bank to the model folder.

Call ``train_shipped(request, report, check)``; it needs the folder of all data (MNIST, pen
digits, Omniglot) and is resumed by calling it again with the same request.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import cv2
import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.bundle import ModelBundle, ModelCard
from model.errors import TrainingError
from model.training.augment import jitter
from model.training.bank import Split, build_bank, load_material
from model.training.checkpoint import Checkpoint
from model.training.compile import publish
from model.training.examine import Examiner
from model.training.examples import Examples
from model.training.messages import EpochEnded, Message, Started, Stepped, TrainingRequest
from model.training.replicas import strategy_for_all
from model.training.report import calibrate, measure, mnist_fields, pen_fields
from model.training.trainer import DEFAULT_EPOCHS, Schedule, Trainer, predict
from model.training.unfinished import discard_unfinished, unfinished_folder

RECIPE = "shipped"

DATA_CREDITS = (
    "MNIST (LeCun, Cortes, Burges), 55,000 of 60,000 training digits, CC BY-SA 3.0",
    "UCI Pen-Based Recognition of Handwritten Digits (Alpaydin, Alimoglu), 24 writers, CC BY 4.0",
    "Omniglot small 1 (Lake, Salakhutdinov, Tenenbaum), characters of 16 of 20 drawers, MIT",
    "Strokes, letters, symbols, scribbles and blots drawn by the recipe itself",
)

_REPORT_EVERY = 10


def train_shipped(
    request: TrainingRequest,
    report: Callable[[Message], None],
    check: Callable[[], object],
    schedule: Schedule | None = None,
    is_to_finish: Callable[[], bool] = lambda: False,
) -> ModelBundle:
    """Train the shipped model, write its folder and return it.

    What has been done is kept beside ``request.out`` in a folder ending in ``.unfinished``: the
    bank, and after each round the state. The same request goes on from there. It is removed when
    the model is written. The process must not be daemonic, or the bank is drawn by one core. Where
    there are several accelerators, they share each batch.

    Args:
        request: ``data`` must hold MNIST, the pen digits and Omniglot.
        report: Told what happens, except how the run ends.
        check: Called before each step; what it raises ends the run.
        schedule: Another one than the model was made with; for tests.
        is_to_finish: Asked after each step; true makes a model of what has been learned so far.

    Raises:
        TrainingError: If no data folder is given, or what was kept is of another run.
        DataError: If data are missing or damaged.
        OSError: If something cannot be written.
    """
    if request.data is None:
        raise TrainingError(
            "The shipped recipe needs the folder of its data: MNIST, pens, letters."
        )
    data = request.data
    plan = schedule or Schedule(epochs=request.epochs or DEFAULT_EPOCHS)
    keras.utils.set_random_seed(request.seed)
    unfinished = unfinished_folder(request.out)
    unfinished.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(plan, strategy_for_all())
    checkpoint = Checkpoint(unfinished / "state.npz", repr((request.seed, plan)))
    reporter = _Reporter(request.data, plan, report, check)
    reporter.watch(trainer.network, request.watched)

    def open_bank(number: int) -> Examples:
        path = unfinished / f"bank{number}.npy"
        return build_bank(data, path, plan.bank, request.seed, lambda _: check(), number)

    _run(trainer, open_bank, checkpoint, reporter, is_to_finish)
    bundle = _write_bundle(trainer.finished_network(), request.data, request)
    discard_unfinished(request.out)
    return bundle


def _write_bundle(network: keras.Model, data: Path, request: TrainingRequest) -> ModelBundle:
    """Calibrate and measure a trained network, and write it as a model folder."""
    found = calibrate(partial(predict, network), data, request.seed)
    metrics = measure(partial(predict, network), data, found, request.seed)
    card = ModelCard(
        title="Inkdigits' own model",
        recipe=request.recipe,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seed=request.seed,
        temperature=round(found.temperature, 4),
        threshold=found.threshold,
        data=DATA_CREDITS,
        metrics={name: round(value, 5) for name, value in metrics.items()},
        versions={
            "keras": keras.__version__,
            "numpy": np.__version__,
            "opencv": cv2.__version__,
            "tensorflow": tf.__version__,
        },
        parameters=network.count_params(),
    )
    return publish(network, card, request.out)


def _run(
    trainer: Trainer,
    open_bank: Callable[[int], Examples],
    checkpoint: Checkpoint,
    reporter: "_Reporter",
    is_to_finish: Callable[[], bool],
) -> None:
    """Take all steps that are left, or as many as are wanted."""
    plan = trainer.schedule
    first = checkpoint.restore(trainer.variables)
    reporter.start(first)
    bank: Examples | None = None
    for epoch in range(first, plan.epochs):
        if epoch == plan.first_rounds:
            trainer.restart()
        if bank is None or epoch == plan.first_rounds:
            bank = open_bank(int(epoch >= plan.first_rounds))
        seen = []
        for step, batch in enumerate(_batches(bank, plan, epoch), epoch * plan.steps):
            reporter.check()
            seen.append(trainer.step(batch, plan.rate(step)))
            reporter.end_step(step, seen[-1])
            if is_to_finish():
                return
        checkpoint.save(trainer.variables, epoch + 1)
        reporter.end_epoch(epoch, seen, trainer.network)


def _batches(bank: Examples, plan: Schedule, epoch: int) -> Iterator[Examples]:
    """Yield one round's batches: a stretch of an endless row of shuffled passes over the bank."""
    size = plan.steps * plan.batch
    start, count = epoch * size, len(bank)
    passes = range(start // count, (start + size - 1) // count + 1)
    orders = [np.random.default_rng([number, count]).permutation(count) for number in passes]
    row = np.concatenate(orders)[start - passes[0] * count :][:size]
    rng = np.random.default_rng([epoch, size, count])
    for chosen in row.reshape(plan.steps, plan.batch):
        drawn = bank.pick(np.sort(chosen))  # sorted, because the bank is read from disk
        yield Examples(jitter(drawn.images, rng), drawn.labels)


class _Reporter:
    """Sends the messages of one run and measures on held-out digits after each round."""

    def __init__(
        self,
        data: Path,
        plan: Schedule,
        report: Callable[[Message], None],
        check: Callable[[], object],
    ) -> None:
        self.check = check
        self._report, self._plan = report, plan
        self._steps = plan.epochs * plan.steps
        self._began, self._first = 0.0, 0
        material = load_material(data, Split.CALIBRATION)
        drawn = pen_fields(material, np.random.default_rng(0))
        self._held_out = mnist_fields(material).joined(drawn)

    def watch(self, network: keras.Model, watched: tuple[bytes, ...]) -> None:
        """Look after each round at what the network reads wrong and how it reads drawings."""
        self._examiner = Examiner(partial(predict, network), self._held_out, watched)

    def start(self, epochs_done: int) -> None:
        self._report(Started(RECIPE, self._plan.epochs, self._steps))
        self._began, self._first = time.monotonic(), epochs_done * self._plan.steps

    def end_step(self, step: int, seen: NDArray[np.float32]) -> None:
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
                learning_rate=self._plan.rate(step),
                mean_abs_gradient=gradient,
                seconds_left=self._seconds_left(step + 1),
            )
        )

    def end_epoch(self, epoch: int, seen: list[NDArray[np.float32]], network: keras.Model) -> None:
        accuracy, cross_entropy, loss, gradient = np.mean(seen, axis=0).tolist()
        step = (epoch + 1) * self._plan.steps
        logits = predict(network, self._held_out.images)
        found = logits[:, :10].argmax(axis=1)
        self._report(self._examiner.look_through(step, logits))
        self._report(
            EpochEnded(
                epoch=epoch + 1,
                epochs=self._plan.epochs,
                step=step,
                steps=self._steps,
                accuracy=accuracy,
                cross_entropy=cross_entropy,
                loss=loss,
                mean_abs_gradient=gradient,
                learning_rate=self._plan.rate(step - 1),
                validation_accuracy=float((found == self._held_out.labels).mean()),
                test_accuracy=None,
                seconds_left=self._seconds_left(step),
            )
        )

    def _seconds_left(self, step: int) -> float:
        pace = (time.monotonic() - self._began) / max(step - self._first, 1)
        return pace * (self._steps - step)
