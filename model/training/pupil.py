"""A network that learns one hand without forgetting everybody's: its later layers, and one step.

Two ideas keep it cheap and safe. Only what follows the last pooling layer learns; the shapes that
the earlier layers see are everybody's, so what they give is computed once for each field. And
each step also holds the network to its own earlier answers on everybody's digits, softened by a
temperature so that all of its logits stay and not only its choices (Hinton, Vinyals and Dean
2015, "Distilling the knowledge in a neural network"; Li and Hoiem 2016, "Learning without
forgetting").
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.training.examples import NOT_A_DIGIT, Examples

Real32 = NDArray[np.float32]

SOFTENING: Final = 4.0
"""Temperature of the earlier answers about which digit it is.

Measured with 1, 2 and 4 on held-out writers and odd styles: 17, 6 and 2 of 5,000 digits lost.
"""

DIGIT_SOFTENING: Final = 2.0
"""Temperature of the earlier answers about whether it is a digit."""

DIGIT_WEIGHT: Final = 0.5
"""Weight of "is a digit" beside "which digit", as in the shipped recipe."""

REPLAY_WEIGHT: Final = 3.0
"""Weight of everybody's digits beside the person's."""

_READING_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class StepFigures:
    """What one step saw of the person's digits; the message ``Stepped`` says what each is."""

    accuracy: float
    cross_entropy: float
    loss: float
    mean_abs_gradient: float


class Pupil:
    """A network in two halves, of which the later one learns."""

    def __init__(self, network: keras.Model) -> None:
        """Divide ``network``, which is taught in place."""
        self.network = network
        self._eyes, self._mind = _divided(network)
        self._weights: list[tf.Variable] = self._mind.trainable_variables
        self._weight_count = sum(int(np.prod(weight.shape)) for weight in self._weights)
        self._optimizer = keras.optimizers.Adam(beta_1=0.8, beta_2=0.95)
        self._optimizer.build(self._weights)
        seen = tf.TensorSpec((None, *self._mind.input_shape[1:]))
        answers = tf.TensorSpec((None, self._mind.output_shape[-1]))
        self._step = tf.function(self._take_step, input_signature=[seen, answers] * 2)

    def see(self, images: NDArray[np.uint8]) -> Real32:
        """Return what the first half makes of fields of shape (n, 28, 28)."""
        fields: Real32 = np.divide(images[..., None], 255, dtype=np.float32)
        return fields if self._eyes is None else _in_batches(self._eyes, fields)

    def answer(self, seen: Real32) -> NDArray[np.float64]:
        """Return the logits, shape (n, 10) or (n, 11), of what ``see`` returned."""
        return _in_batches(self._mind, seen).astype(np.float64)

    def prepare_steps(self) -> None:
        """Build the graph of a step, which takes a second, without taking one."""
        self._step.get_concrete_function()

    def step(
        self, own: Real32, targets: Real32, others: Real32, answers: Real32, rate: float
    ) -> StepFigures:
        """Take one step and return what it saw, before the weights changed.

        Args:
            own: The person's digits, as ``see`` returned them.
            targets: What they are: see ``targets``.
            others: Everybody's digits, as ``see`` returned them.
            answers: The logits that the network had for them before the lesson.
            rate: The learning rate.
        """
        self._optimizer.learning_rate.assign(rate)
        return StepFigures(*self._step(own, targets, others, answers).numpy().tolist())

    def targets(self, examples: Examples) -> Real32:
        """Return what the answers for examples should be, shape (n, 10) or (n, 11).

        The first ten are probabilities. An eleventh is that of being a digit, and what is none
        has zeros before it. A network without an eleventh refuses where it is in doubt, so it
        learns to be in doubt of what is no digit.
        """
        outputs = self._mind.output_shape[-1]
        is_digit = examples.labels != NOT_A_DIGIT
        wanted = np.zeros((len(examples), outputs), np.float32)
        wanted[np.flatnonzero(is_digit), examples.labels[is_digit]] = 1
        if outputs > NOT_A_DIGIT:
            wanted[:, NOT_A_DIGIT] = is_digit
        else:
            wanted[~is_digit] = 1 / NOT_A_DIGIT
        return wanted

    def _take_step(self, own: Any, targets: Any, others: Any, answers: Any) -> Any:  # noqa: ANN401 - tensors have no types
        with tf.GradientTape() as tape:
            # Not "training": dropout stays off, and batch normalisation keeps everybody's mean.
            logits = self._mind(tf.concat([own, others], axis=0), training=False)
            mine, theirs = logits[: tf.shape(own)[0]], logits[tf.shape(own)[0] :]
            cross_entropy = tf.nn.softmax_cross_entropy_with_logits(
                targets[:, :NOT_A_DIGIT], mine[:, :NOT_A_DIGIT]
            )
            learning = tf.reduce_mean(cross_entropy + _digit_loss(targets, mine))
            loss = learning + REPLAY_WEIGHT * tf.reduce_mean(_forgetting(answers, theirs))
        gradients = tape.gradient(loss, self._weights)
        self._optimizer.apply(gradients, self._weights)
        found = tf.argmax(mine[:, :NOT_A_DIGIT], axis=1)
        right = tf.cast(found == tf.argmax(targets[:, :NOT_A_DIGIT], axis=1), tf.float32)
        size = tf.add_n([tf.reduce_sum(tf.abs(gradient)) for gradient in gradients])
        figures = [tf.reduce_mean(right), tf.reduce_mean(cross_entropy), loss]
        return tf.stack([*figures, size / self._weight_count])


def _digit_loss(targets: Any, logits: Any) -> Any:  # noqa: ANN401 - tensors have no types
    """Return the binary cross-entropy of "this is a digit"; 0 where there is no such output."""
    if logits.shape[1] == NOT_A_DIGIT:
        return 0.0
    each = tf.nn.sigmoid_cross_entropy_with_logits(targets[:, NOT_A_DIGIT], logits[:, NOT_A_DIGIT])
    return DIGIT_WEIGHT * each


def _forgetting(before: Any, now: Any) -> Any:  # noqa: ANN401 - tensors have no types
    """Return how far answers have moved: their divergence from the earlier ones, both softened.

    The square of the temperature keeps the gradient's size (Hinton, Vinyals and Dean 2015).
    """
    old, new = before[:, :NOT_A_DIGIT] / SOFTENING, now[:, :NOT_A_DIGIT] / SOFTENING
    apart = tf.nn.log_softmax(old) - tf.nn.log_softmax(new)
    moved = SOFTENING**2 * tf.reduce_sum(tf.nn.softmax(old) * apart, axis=1)
    if before.shape[1] == NOT_A_DIGIT:
        return moved
    old, new = before[:, NOT_A_DIGIT] / DIGIT_SOFTENING, now[:, NOT_A_DIGIT] / DIGIT_SOFTENING
    was_digit = tf.sigmoid(old)
    apart = tf.nn.sigmoid_cross_entropy_with_logits(was_digit, new)
    least = tf.nn.sigmoid_cross_entropy_with_logits(was_digit, old)
    return moved + DIGIT_WEIGHT * DIGIT_SOFTENING**2 * (apart - least)


def _divided(network: keras.Model) -> tuple[keras.Model | None, keras.Model]:
    """Return a network's layers up to the last pooling, and those after it.

    A network without pooling, or whose layers are no plain row, is not divided: all of it learns.
    """
    layers = network.layers
    is_row = all(after.input is before.output for before, after in pairwise(layers))
    places = [i for i, layer in enumerate(layers) if isinstance(layer, keras.layers.MaxPooling2D)]
    if not is_row or not places:
        return None, network
    last = layers[places[-1]]
    inputs = keras.Input(last.output.shape[1:])
    x = inputs
    for layer in layers[places[-1] + 1 :]:
        x = layer(x)
    return keras.Model(network.inputs[0], last.output), keras.Model(inputs, x)


def _in_batches(part: keras.Model, values: Real32) -> Real32:
    starts = range(0, len(values), _READING_BATCH)
    parts = [part.predict_on_batch(values[at : at + _READING_BATCH]) for at in starts]
    return np.concatenate(parts)
