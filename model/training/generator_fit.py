"""How the generator's networks learn: a conditional variational autoencoder's steps.

Little weight lies on how the codes are distributed, which makes sharper pictures (Higgins et al.
2017, "beta-VAE", with a beta below 1).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.training.architectures import steps_in_pass
from model.training.checkpoint import Checkpoint
from model.training.generator_network import CODE_SIZE, DIGITS, build_decoder, build_encoder
from model.training.messages import EpochEnded, Message, Started, Stepped
from model.training.recipes import GENERATOR

BETA: Final = 0.3
"""Weight of what the codes tell, in nats, beside what the pictures lose."""

Bytes = NDArray[np.uint8]

_BATCH: Final = 256
_FIRST_RATE, _PEAK_RATE = 1e-4, 2e-3
_CLIMB_STEPS: Final = 200
_LOG_VARIANCES: Final = (-8.0, 4.0)
_REPORT_EVERY: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Digits with their labels: (n, 28, 28) and (n,), uint8."""

    images: Bytes
    labels: Bytes


class Learner:
    """Encoder and decoder, and the steps that train them."""

    def __init__(self, seed: int, epochs: int, digits: int) -> None:
        """Build both networks, untrained, for so many passes over so many digits."""
        self._seed, self._epochs = seed, epochs
        steps = epochs * steps_in_pass(digits, _BATCH)
        self.encoder, self.decoder = build_encoder(), build_decoder()
        rate = keras.optimizers.schedules.CosineDecay(
            _FIRST_RATE,
            max(1, steps - _CLIMB_STEPS),
            warmup_target=_PEAK_RATE,
            warmup_steps=_CLIMB_STEPS,
        )
        self._optimizer = keras.optimizers.Adam(rate)
        self._weights = [*self.encoder.trainable_variables, *self.decoder.trainable_variables]
        self._optimizer.build(self._weights)
        self._compiled = tf.function(self._step, reduce_retracing=True)
        self._compiled_measure = tf.function(self._measure, reduce_retracing=True)

    def learn(
        self,
        training: Pictures,
        validation: Pictures,
        checkpoint: Checkpoint,
        report: Callable[[Message], None],
        check: Callable[[], object],
    ) -> None:
        """Take all steps that are left, saving the state after each pass.

        Args:
            training: What to learn from.
            validation: What to report on after each pass.
            checkpoint: Where the state is kept, and taken up from.
            report: Called with each message.
            check: Called before each batch; what it raises ends the run.

        Raises:
            TrainingError: If the saved state is damaged or of another run.
            OSError: If the state cannot be saved.
        """
        variables = [*self._weights, *self._optimizer.variables]
        done = checkpoint.restore(variables)
        per_epoch = steps_in_pass(len(training.labels), _BATCH)
        teller = _Teller(self._epochs, per_epoch, done, report)
        for epoch in range(done, self._epochs):
            rng = np.random.default_rng([self._seed, epoch])
            order = rng.permutation(len(training.labels))
            for start in range(0, len(order), _BATCH):
                check()
                place = order[start : start + _BATCH]
                noise = rng.standard_normal((len(place), CODE_SIZE), dtype=np.float32)
                seen = self._compiled(training.images[place], training.labels[place], noise)
                teller.end_step(seen.numpy())
            teller.end_epoch(self.measure(validation))
            checkpoint.save(variables, epoch + 1)

    def measure(self, pictures: Pictures) -> NDArray[np.float32]:
        """Return the mean accuracy, cross-entropy and loss of pictures, coded without noise."""
        silence = np.zeros((len(pictures.labels), CODE_SIZE), np.float32)
        found = self._compiled_measure(pictures.images, pictures.labels, silence)
        return np.asarray(found.numpy(), np.float32)

    def codes(self, pictures: Pictures) -> NDArray[np.float64]:
        """Return one sampled code for each picture, shape (n, CODE_SIZE)."""
        rng = np.random.default_rng([self._seed])
        parts = []
        for start in range(0, len(pictures.labels), _BATCH):
            place = slice(start, start + _BATCH)
            inputs = _as_inputs(pictures.images[place], pictures.labels[place])
            means, logs = _means_and_logs(self.encoder(inputs))
            noise = rng.standard_normal(means.shape)
            parts.append(means.numpy() + np.exp(logs.numpy() / 2) * noise)
        return np.concatenate(parts).astype(np.float64)

    def _step(self, images: tf.Tensor, labels: tf.Tensor, noise: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            seen = self._measure(images, labels, noise)
            loss = seen[2]
        gradients = tape.gradient(loss, self._weights)
        rate = tf.cast(self._optimizer.learning_rate, tf.float32)
        self._optimizer.apply(gradients, self._weights)
        count = sum(int(np.prod(weight.shape)) for weight in self._weights)
        steepness = tf.add_n([tf.reduce_sum(tf.abs(item)) for item in gradients]) / count
        return tf.concat([seen, [rate, steepness]], axis=0)

    def _measure(self, images: tf.Tensor, labels: tf.Tensor, noise: tf.Tensor) -> tf.Tensor:
        """Return accuracy, cross-entropy and loss; the loss adds what the codes tell, in nats."""
        fields, one_hot = _as_inputs(images, labels)
        means, logs = _means_and_logs(self.encoder([fields, one_hot]))
        logits = self.decoder([means + tf.exp(logs / 2) * noise, one_hot])
        each = tf.nn.sigmoid_cross_entropy_with_logits(fields, logits)
        cross_entropy = tf.reduce_mean(tf.reduce_sum(each, axis=(1, 2)))
        told = tf.reduce_sum(means**2 + tf.exp(logs) - 1 - logs, axis=1) / 2
        right = tf.cast((logits > 0) == (fields > 0.5), tf.float32)
        loss = cross_entropy + BETA * tf.reduce_mean(told)
        return tf.stack([tf.reduce_mean(right), cross_entropy, loss])


class _Teller:
    """Turns what the steps saw into messages."""

    def __init__(
        self, epochs: int, per_epoch: int, done: int, report: Callable[[Message], None]
    ) -> None:
        self._report = report
        self._epochs, self._per_epoch = epochs, per_epoch
        self._steps = epochs * per_epoch
        self._step = self._first = done * per_epoch
        self._seen: list[NDArray[np.float32]] = []
        report(Started(GENERATOR.name, epochs, self._steps))
        self._began = time.monotonic()

    def end_step(self, seen: NDArray[np.float32]) -> None:
        self._seen.append(seen)
        self._step += 1
        if self._step % _REPORT_EVERY:
            return
        accuracy, cross_entropy, loss, rate, gradient = seen.tolist()
        self._report(
            Stepped(
                epoch=(self._step - 1) // self._per_epoch + 1,
                step=self._step,
                steps=self._steps,
                accuracy=accuracy,
                cross_entropy=cross_entropy,
                loss=loss,
                learning_rate=rate,
                mean_abs_gradient=gradient,
                seconds_left=self._seconds_left(),
            )
        )

    def end_epoch(self, validation: NDArray[np.float32]) -> None:
        accuracy, cross_entropy, loss, _, gradient = np.mean(self._seen, axis=0).tolist()
        self._report(
            EpochEnded(
                epoch=self._step // self._per_epoch,
                epochs=self._epochs,
                step=self._step,
                steps=self._steps,
                accuracy=accuracy,
                cross_entropy=cross_entropy,
                loss=loss,
                mean_abs_gradient=gradient,
                learning_rate=float(self._seen[-1][3]),
                validation_accuracy=float(validation[0]),
                test_accuracy=None,
                seconds_left=self._seconds_left(),
            )
        )
        self._seen = []

    def _seconds_left(self) -> float:
        each = (time.monotonic() - self._began) / max(1, self._step - self._first)
        return each * (self._steps - self._step)


def _as_inputs(images: Bytes | tf.Tensor, labels: Bytes | tf.Tensor) -> list[tf.Tensor]:
    """Return pictures in 0–1 and one-hot labels."""
    return [tf.cast(images, tf.float32) / 255, tf.one_hot(labels, DIGITS)]


def _means_and_logs(found: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    return found[:, :CODE_SIZE], tf.clip_by_value(found[:, CODE_SIZE:], *_LOG_VARIANCES)
