"""The course of a lesson, from a network that is ready to a model that the gate let pass."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import keras
import numpy as np
from numpy.typing import NDArray

from model.bundle import ModelBundle
from model.errors import BundleError
from model.samples.sample import NewSample
from model.training import own_digits
from model.training.calibrate import Calibration
from model.training.compile import publish
from model.training.gate import Marks, carried_over, mark, objection
from model.training.lesson import Lesson
from model.training.messages import Message, Started, Stepped, Taught, TeachRequest
from model.training.pupil import Pupil, StepFigures
from model.training.replay import Replay, load_replay
from model.training.taught_card import RECIPE, make_card

STEPS: Final = 32
"""Steps without the held-out samples."""

MORE_STEPS: Final = 16
"""Steps with them, once the gate has let the model pass."""

MILDER: Final = (0.7, 0.4)
"""Shares of what was learned that are tried where the gate objects to all of it."""

PEAK_RATE: Final = 2e-3
OWN_BATCH: Final = 32
REPLAY_BATCH: Final = 96

VARIATIONS: Final = 16
"""Fields drawn of each of the person's samples, where there are few."""

MOST_VARIATIONS: Final = 1_000

_RISE: Final = 0.1

Seen = NDArray[np.float32]
Answers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Readiness:
    """All that a lesson needs and that does not depend on the samples.

    Attributes:
        base: The model that it starts from.
        pupil: Its network, ready to take steps.
        replay: Everybody's digits.
        replayed: What the pupil sees of those that are replayed.
        answers: What it says of them before the lesson.
        general: What it sees of those that the gate judges by.
        general_answers: What it says of them before the lesson.
        others: What it sees of things that are no digits.
    """

    base: ModelBundle
    pupil: Pupil
    replay: Replay
    replayed: Seen
    answers: Seen
    general: Seen
    general_answers: Answers
    others: Seen


def get_ready(base: ModelBundle, data: Path | None, check: Callable[[], None]) -> Readiness:
    """Return what a lesson needs.

    Args:
        base: The model that it starts from.
        data: Folder of MNIST; None for the usual places.
        check: Called now and then; what it raises ends this.

    Raises:
        BundleError: If the network cannot be loaded.
        DataError: If MNIST is not in ``data``, or is damaged.
    """
    replay = load_replay(data)
    check()
    pupil = Pupil(_load_network(base))
    replayed = pupil.see(replay.replayed.images)
    check()
    general, others = pupil.see(replay.general.images), pupil.see(replay.others.images)
    check()
    answers, general_answers = pupil.answer(replayed), pupil.answer(general)
    pupil.prepare_steps()
    return Readiness(
        base,
        pupil,
        replay,
        replayed,
        answers.astype(np.float32),
        general,
        general_answers,
        others,
    )


class Teacher:
    """Gives one lesson.

    It has two parts. In the first the model learns without the held-out samples, and the gate
    judges it by them and by everybody's digits. Where it passes, some more steps follow in which
    the held-out samples are learned, too: a person who wrote three of each digit taught three.
    Everybody's digits judge that again. The person's figures stay those of the first part, of
    digits that had not been seen. Where the second part costs too much, the first one is kept;
    where the first does, a milder form of it is tried.
    """

    def __init__(
        self,
        ready: Readiness,
        lesson: Lesson,
        request: TeachRequest,
        report: Callable[[Message], None],
        check: Callable[[], None],
    ) -> None:
        """Prepare the lesson.

        Args:
            ready: The network, before any step.
            lesson: The person's samples.
            request: Says where the model shall be, and the seed.
            report: Told of each step.
            check: Called before each step; what it raises ends the lesson.
        """
        self._ready, self._lesson, self._request = ready, lesson, request
        self._report, self._check = report, check
        self._pupil = ready.pupil
        self._rng = np.random.default_rng([request.seed, 2])
        self._held_out = own_digits.fields(lesson.held_out)
        self._held_out_seen = self._pupil.see(self._held_out.images)
        self._began = 0.0

    def teach(self) -> Taught:
        """Give the lesson and return the verdict; the model is written where it passed.

        Raises:
            InkdigitsError: If a sample shows nothing, or the result cannot be compiled.
            OSError: If the model cannot be written.
        """
        before = self._marks(self._certainty_before, self._ready.general_answers)
        weights = self._pupil.network.get_weights()
        own = self._material(self._lesson.learned)
        self._report(Started(RECIPE, 2, STEPS + MORE_STEPS))
        self._began = time.monotonic()
        self._learn(own, STEPS, done=0)
        certainty, after, problem = self._as_far_as_allowed(before, weights)
        if not problem:
            rest = self._material(self._lesson.held_out)
            certainty, after = self._learn_the_rest(own.joined(rest), before, certainty, after)
        taught = Taught(None, problem, before.general, after.general, before.own, after.own)
        if problem:
            return taught
        self._check()
        card = make_card(
            self._ready.base.card,
            self._lesson,
            taught,
            certainty,
            self._ready.replay.credit,
            self._request.seed,
        )
        bundle = publish(self._pupil.network, card, self._request.out)
        return replace(taught, folder=bundle.folder)

    def _as_far_as_allowed(
        self, before: Marks, weights: list[NDArray[np.float32]]
    ) -> tuple[Calibration, Marks, str]:
        """Return the gate's verdict; where it objects, part of the way back may do better.

        Weights between those before and after a lesson keep most of what was learned and forget
        less (Ilharco and others 2022, "Patching open-vocabulary models by interpolating weights").
        """
        learned = self._pupil.network.get_weights()
        certainty, after = self._judged()
        problem = objection(before, after)
        if not problem:
            return certainty, after, ""
        for share in MILDER:
            between = [old + share * (new - old) for old, new in zip(weights, learned, strict=True)]
            self._pupil.network.set_weights(between)
            milder_certainty, milder = self._judged()
            if not objection(before, milder):
                return milder_certainty, milder, ""
        return certainty, after, problem

    def _learn_the_rest(
        self, own: "_Material", before: Marks, certainty: Calibration, after: Marks
    ) -> tuple[Calibration, Marks]:
        """Take some more steps with all samples, unless that costs too much."""
        kept = self._pupil.network.get_weights()
        self._learn(own, MORE_STEPS, done=STEPS)
        new_certainty, found = self._judged()
        if objection(before, found):
            self._pupil.network.set_weights(kept)
            return certainty, after
        return new_certainty, replace(found, own=after.own)

    def _material(self, samples: tuple[NewSample, ...]) -> "_Material":
        """Return what to learn of samples: each as it is, and as it might be written again."""
        count = min(VARIATIONS * len(samples), MOST_VARIATIONS)
        fields = own_digits.variations(samples, count, self._request.seed)
        return _Material(self._pupil.see(fields.images), self._pupil.targets(fields))

    def _learn(self, own: "_Material", steps: int, done: int) -> None:
        """Take steps, the learning rate rising fast and falling slowly to nothing."""
        mine = _places(len(own.targets), OWN_BATCH, steps, self._rng)
        theirs = _places(len(self._ready.answers), REPLAY_BATCH, steps, self._rng)
        for step in range(steps):
            self._check()
            share = (step + 1) / steps
            fall = 0.5 * (1 + np.cos(np.pi * max(0.0, share - _RISE) / (1 - _RISE)))
            rate = PEAK_RATE * float(min(share / _RISE, 1.0) * fall)
            figures = self._pupil.step(
                own.seen[mine[step]],
                own.targets[mine[step]],
                self._ready.replayed[theirs[step]],
                self._ready.answers[theirs[step]],
                rate,
            )
            self._tell(done + step + 1, 1 if done == 0 else 2, rate, figures)

    def _tell(self, step: int, epoch: int, rate: float, figures: StepFigures) -> None:
        steps = STEPS + MORE_STEPS
        pace = (time.monotonic() - self._began) / step
        self._report(
            Stepped(
                epoch=epoch,
                step=step,
                steps=steps,
                accuracy=figures.accuracy,
                cross_entropy=figures.cross_entropy,
                loss=figures.loss,
                learning_rate=rate,
                mean_abs_gradient=figures.mean_abs_gradient,
                seconds_left=pace * (steps - step),
            )
        )

    def _judged(self) -> tuple[Calibration, Marks]:
        """Return how sure the model may now be, and what it scores."""
        self._check()
        answers = self._pupil.answer(self._ready.general)
        certainty = carried_over(
            self._certainty_before,
            self._ready.general_answers,
            answers,
            self._ready.replay.general.labels,
        )
        return certainty, self._marks(certainty, answers)

    @property
    def _certainty_before(self) -> Calibration:
        card = self._ready.base.card
        return Calibration(card.temperature, card.threshold)

    def _marks(self, certainty: Calibration, general_answers: Answers) -> Marks:
        own = self._pupil.answer(self._held_out_seen)
        others = self._pupil.answer(self._ready.others)
        replay = self._ready.replay
        return Marks(
            general=mark(general_answers, replay.general.labels, certainty),
            own=mark(own, self._held_out.labels, certainty),
            refused=mark(others, replay.others.labels, certainty),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Material:
    """Fields to learn from, as the pupil sees them, and what they are."""

    seen: Seen
    targets: Seen

    def joined(self, other: "_Material") -> "_Material":
        return _Material(
            np.concatenate([self.seen, other.seen]), np.concatenate([self.targets, other.targets])
        )


def _places(count: int, size: int, steps: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return which of ``count`` items each step takes, shape (steps, size): pass after pass."""
    passes = -(-steps * size // count)
    every = np.concatenate([rng.permutation(count) for _ in range(passes)])
    return every[: steps * size].reshape(steps, size)


def _load_network(base: ModelBundle) -> keras.Model:
    """Return the network of a model folder.

    Raises:
        BundleError: If it cannot be loaded.
    """
    try:
        return keras.saving.load_model(base.keras_path, compile=False, safe_mode=True)
    except (ValueError, TypeError, OSError) as error:
        raise BundleError(f"The model in {base.folder} cannot be loaded to be taught.") from error
