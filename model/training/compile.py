"""A trained Keras network to a model folder: saved, compiled to LiteRT, and both forms compared."""

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from model.bundle import KERAS_NAME, LITERT_NAME, ModelBundle, ModelCard, save_bundle
from model.errors import TrainingError
from model.training.architectures import FIELD
from model.training.runtime import silenced_libraries

LARGEST_DIFFERENCE = 1e-5
"""How far the two forms' answers may lie apart."""

_PROBES = 1000


def publish(network: keras.Model, card: ModelCard, folder: Path) -> ModelBundle:
    """Write a network as the model folder ``folder`` and return it verified.

    Args:
        network: Trained; takes (28, 28, 1) in 0–1 and gives 10 or 11 logits.
        card: Its card, without checksums.
        folder: Where it shall be; a model that is there stays until the new one is whole.

    Raises:
        TrainingError: If it cannot be compiled, or the two forms do not agree.
        OSError: If it cannot be written.
    """

    def write_models(new: Path) -> None:
        try:
            with silenced_libraries():
                network.save(new / KERAS_NAME)
                (new / LITERT_NAME).write_bytes(litert_form(network))
        except tf.errors.OpError as error:  # TensorFlow's own way to say that a disk is full.
            raise TrainingError("The model cannot be compiled; the disk may be full.") from error
        check_agreement(new)

    return save_bundle(folder, card, write_models)


def litert_form(network: keras.Model) -> bytes:
    """Return a network in its LiteRT form, the content of a file.

    ``network.export(format="litert")`` gives the very same numbers. It goes through a SavedModel
    on the disk, though, and takes four times as long, two seconds in which somebody waits. The
    direct way gets the weights as constants; TensorFlow calls it the older one.
    """
    fields = tf.TensorSpec((None, *FIELD), tf.float32, name="fields")
    answer = tf.function(lambda x: network(x, training=False), input_signature=[fields])
    function = answer.get_concrete_function()
    return bytes(tf.lite.TFLiteConverter.from_concrete_functions([function]).convert())


def check_agreement(folder: Path) -> None:
    """Return if the two saved forms of a model give the same answers.

    Both are read back from their files, so this also proves that what was written can be used.

    Raises:
        TrainingError: If they do not.
    """
    probes = _probes()
    saved = keras.saving.load_model(folder / KERAS_NAME, compile=False, safe_mode=True)
    # Called as it is: compiling it for `predict` takes longer than computing it once.
    parts = (saved(probes[start : start + 250], training=False) for start in range(0, _PROBES, 250))
    expected = np.concatenate([np.asarray(part) for part in parts])
    found = run_litert(folder / LITERT_NAME, probes)
    apart = float(np.abs(_answers(expected) - _answers(found)).max())
    if not apart <= LARGEST_DIFFERENCE:  # Also true where one of them is not a number.
        raise TrainingError(
            f"The compiled model disagrees with the trained one by {apart:.1g}; it is not used."
        )


def run_litert(path: Path, fields: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a LiteRT model's outputs, shape (n, 10) or (n, 11), for many fields at once.

    Args:
        path: The model file.
        fields: Shape (n, 28, 28, 1), float32, 0–1.
    """
    with silenced_libraries():
        interpreter = Interpreter(model_path=str(path))
        place = interpreter.get_input_details()[0]["index"]
        interpreter.resize_tensor_input(place, fields.shape)
        interpreter.allocate_tensors()
        interpreter.set_tensor(place, fields)
        interpreter.invoke()
    found = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
    return np.asarray(found, dtype=np.float32)


def _probes() -> NDArray[np.float32]:
    """Return fields to compare on, from blank through sparse ink to noise: (n, 28, 28, 1)."""
    rng = np.random.default_rng(0)
    brightness = rng.random((_PROBES, 28, 28, 1), dtype=np.float32)
    density = np.linspace(0, 1, _PROBES, dtype=np.float32)[:, None, None, None]
    return brightness * (rng.random(brightness.shape, dtype=np.float32) < density)


def _answers(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return logits as probabilities of the digits, and of being one where there is an eleventh.

    Logits themselves have no common scale: 1e-5 of one that is 100 is beyond float32.
    """
    exact = logits.astype(np.float64)
    weights = np.exp(exact[:, :10] - exact[:, :10].max(axis=1, keepdims=True))
    shares = weights / weights.sum(axis=1, keepdims=True)
    return np.hstack([shares, 1 / (1 + np.exp(-exact[:, 10:]))])
