"""The recipe of the model that comes with the program, from the bank to the model folder.

Call ``train_shipped(request, report, check)``; it needs the folder of all data (MNIST, pen
digits, Omniglot) and is resumed by calling it again with the same request.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import cv2
import keras
import numpy as np
import tensorflow as tf

from model.bundle import ModelBundle, ModelCard
from model.errors import TrainingError
from model.training.bank import build_bank
from model.training.compile import publish
from model.training.course import Course, Learned, Lessons
from model.training.examples import Examples
from model.training.messages import Message, TrainingRequest
from model.training.replicas import strategy_for_all
from model.training.report import calibrate, measure, measure_several
from model.training.round_report import RoundReporter
from model.training.schedule import DEFAULT_EPOCHS, TEACHERS, Schedule
from model.training.teachers import judge, mean_of_strangers, own_part
from model.training.trainer import predict
from model.training.unfinished import discard_unfinished, unfinished_folder

RECIPE = "shipped"

DATA_CREDITS = (
    "MNIST (LeCun, Cortes, Burges), 55,000 of 60,000 training digits, CC BY-SA 3.0",
    "UCI Pen-Based Recognition of Handwritten Digits (Alpaydin, Alimoglu), 24 writers, CC BY 4.0",
    "Omniglot small 1 (Lake, Salakhutdinov, Tenenbaum), characters of 16 of 20 drawers, MIT",
    "Strokes, letters, symbols, scribbles and blots drawn by the recipe itself",
)


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
    data = _folder_of(request)
    plan = schedule or Schedule(epochs=request.epochs or DEFAULT_EPOCHS)
    unfinished = unfinished_folder(request.out)
    unfinished.mkdir(parents=True, exist_ok=True)
    reporter = RoundReporter(RECIPE, data, plan, report, check, request.watched)
    course = Course(plan, request.seed, unfinished, strategy_for_all(), reporter, is_to_finish)
    path = unfinished / "bank.npy"
    bank = build_bank(data, path, plan.bank, request.seed, lambda _: check())
    learned = _learn(course, bank)
    *teachers, network = (each.network for each in learned)
    if not learned[-1].is_whole:
        network, teachers = reporter.best([*teachers, network]), []
    bundle = _write_bundle(network, teachers, request)
    discard_unfinished(request.out)
    return bundle


def _learn(course: Course, bank: Examples) -> list[Learned]:
    """Return the teachers and the student, or those up to the one that was broken off."""
    plan, count = course.plan, len(bank)
    learned: list[Learned] = []
    said = []
    for teacher in range(TEACHERS):
        part = own_part(teacher, count)
        lessons = Lessons(Examples(bank.images[part], bank.labels[part]))
        before = teacher * plan.teacher_rounds
        learned.append(course.learn(teacher, lessons, before, plan.teacher_rounds))
        if not learned[-1].is_whole:
            return learned
        path = course.folder / f"said{teacher}.npy"
        judging = partial(predict, learned[-1].network)
        said.append(judge(path, teacher, bank.images, judging, course.reporter.check))
    lessons = Lessons(bank, mean_of_strangers(said))
    before = TEACHERS * plan.teacher_rounds
    learned.append(course.learn(TEACHERS, lessons, before, plan.student_rounds))
    return learned


def _write_bundle(
    network: keras.Model, teachers: Sequence[keras.Model], request: TrainingRequest
) -> ModelBundle:
    """Calibrate and measure a trained network, and write it as a model folder."""
    data = _folder_of(request)
    found = calibrate(partial(predict, network), data, request.seed)
    metrics = measure(partial(predict, network), data, found, request.seed)
    metrics |= measure_several([partial(predict, teacher) for teacher in teachers], data)
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


def _folder_of(request: TrainingRequest) -> Path:
    """Return the folder of all data.

    Raises:
        TrainingError: If the request names none.
    """
    if request.data is None:
        raise TrainingError(
            "The shipped recipe needs the folder of its data: MNIST, pens, letters."
        )
    return request.data
