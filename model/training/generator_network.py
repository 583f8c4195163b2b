"""The networks behind generated digits: an encoder, a decoder, and the decoder with its clouds.

Encoder and decoder are trained as a conditional variational autoencoder (Kingma and Welling 2014;
Sohn, Lee and Yan 2015). What is published has no encoder: it turns the number of a cloud of codes
and normal noise into a picture, with layers of Keras' own only.
"""

from collections.abc import Sequence
from typing import Final

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from model.training.generator_mixture import Clouds

CODE_SIZE: Final = 20
DIGITS: Final = 10

_FIELD = (28, 28)
_ENCODER_UNITS = (768, 384)
_DECODER_UNITS = (256, 512)


def build_encoder() -> keras.Model:
    """Return a network from pictures in 0–1 and one-hot labels to means and log variances.

    The output's shape is (n, 2 · CODE_SIZE), the means first.
    """
    picture, label = keras.Input(_FIELD), keras.Input((DIGITS,))
    hidden = layers.Concatenate()([layers.Flatten()(picture), label])
    for units in _ENCODER_UNITS:
        hidden = layers.Dense(units, "silu")(hidden)
    return keras.Model([picture, label], layers.Dense(2 * CODE_SIZE)(hidden))


def build_decoder() -> keras.Model:
    """Return a network from codes and one-hot labels to the logits of pictures, (n, 28, 28)."""
    code, label = keras.Input((CODE_SIZE,)), keras.Input((DIGITS,))
    hidden = layers.Concatenate()([code, label])
    for units in _DECODER_UNITS:
        hidden = layers.Dense(units, "silu")(hidden)
    logits = layers.Dense(_FIELD[0] * _FIELD[1])(hidden)
    return keras.Model([code, label], layers.Reshape(_FIELD)(logits))


def build_generator(decoder: keras.Model, clouds: Sequence[Clouds]) -> keras.Model:
    """Return a network from (cloud number, noise) to pictures in 0–1, (n, 28, 28).

    Args:
        decoder: Trained.
        clouds: For each digit as many; digit d has the numbers from d · clouds on.
    """
    per_digit = len(clouds[0].centres)
    centres = np.concatenate([item.centres for item in clouds])
    spreads = np.concatenate([item.spreads for item in clouds])
    labels = np.repeat(np.eye(DIGITS), per_digit, axis=0)

    number = keras.Input((), dtype="int32", name="cloud")
    noise = keras.Input((CODE_SIZE,), name="noise")
    shape = (CODE_SIZE, CODE_SIZE)
    spread = layers.Reshape(shape)(_table("spreads", spreads.reshape(len(spreads), -1))(number))
    offset = layers.Dot((2, 1))([spread, noise])
    code = layers.Add()([_table("centres", centres)(number), offset])
    logits = decoder([code, _table("labels", labels)(number)])
    picture = layers.Activation("sigmoid", name="picture")(logits)
    return keras.Model([number, noise], picture, name="generator")


def _table(name: str, rows: NDArray[np.float64]) -> layers.Layer:
    """Return a layer that gives the row of a number."""
    values = keras.initializers.Zeros()
    table = layers.Embedding(*rows.shape, embeddings_initializer=values, name=name, trainable=False)
    table.build()
    table.set_weights([rows.astype(np.float32)])
    return table
