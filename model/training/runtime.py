"""Loads Keras on TensorFlow the way that training needs it, and keeps both from chattering."""

import contextlib
import os
from collections.abc import Iterator

from model.errors import TrainingError


def load_keras(seed: int) -> None:
    """Import TensorFlow and Keras, set for training, with all their randomness seeded.

    Whatever a person's own ``keras.json`` says, the backend is TensorFlow, numbers are float32
    and channels come last. All processor cores that this process may use take part.

    Raises:
        TrainingError: If TensorFlow is missing or cannot be loaded here.
    """
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with silenced_libraries():
        try:
            import keras
            import tensorflow as tf
        except (ImportError, OSError) as error:
            raise TrainingError(f"TensorFlow cannot be loaded: {error}.") from error
        if keras.backend.backend() != "tensorflow":
            raise TrainingError("Keras was loaded before with another backend than TensorFlow.")
        with contextlib.suppress(RuntimeError):  # It computes already, with what was set then.
            tf.config.threading.set_intra_op_parallelism_threads(usable_cores())
            tf.config.threading.set_inter_op_parallelism_threads(1)
        tf.get_logger().setLevel("ERROR")
        keras.config.set_floatx("float32")
        keras.config.set_image_data_format("channels_last")
        keras.utils.set_random_seed(seed)


def usable_cores() -> int:
    """Return how many processor cores this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def silenced_libraries() -> Iterator[None]:
    """Send to nowhere what native code prints on standard error while the block runs.

    TensorFlow and LiteRT greet the reader with notes that no log level turns off. Python's own
    ``sys.stderr`` uses the same descriptor, so nothing should be printed in the block.
    """
    try:
        kept = os.dup(2)
    except OSError:  # A windowed program has no standard error.
        yield
        return
    quiet = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(quiet, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(quiet)
