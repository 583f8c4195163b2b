"""28×28 fields to calibrated probabilities, and whether each is a digit at all."""

from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from model.bundle import ModelBundle
from model.errors import BundleError
from model.native import native_messages_silenced
from model.preprocess import FIELD_SIDE_PX
from model.reading import Scores

_CLASSES = 10


class Recognizer:
    """Runs one model's LiteRT form. Not safe to share between threads."""

    def __init__(self, bundle: ModelBundle) -> None:
        """Load the model; takes some milliseconds.

        Raises:
            BundleError: If the file is not a model of the expected form.
        """
        self.bundle = bundle
        self._interpreter = _open(bundle.litert_path)
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._output = self._interpreter.get_output_details()[0]["index"]

    def recognize(self, field: NDArray[np.uint8]) -> Scores:
        """Return what the model says of one field.

        Args:
            field: Shape (28, 28), uint8; bright ink on black, as ``preprocess`` makes it.
        """
        return self.scores(self.logits(field))

    def logits(self, field: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return the model's raw outputs for one field: shape (10,) or (11,)."""
        tensor = (field.astype(np.float32) / 255)[None, :, :, None]
        self._interpreter.set_tensor(self._input, tensor)
        self._interpreter.invoke()
        return np.asarray(self._interpreter.get_tensor(self._output)[0], dtype=np.float64)

    def scores(self, logits: NDArray[np.float64]) -> Scores:
        """Return calibrated scores of raw outputs.

        Where the model has an eleventh output it is the logit of "this is a digit". Without it
        the largest probability stands in (Hendrycks and Gimpel 2017).
        """
        card = self.bundle.card
        scaled = logits[:_CLASSES] / card.temperature
        weights = np.exp(scaled - scaled.max())
        probabilities = weights / weights.sum()
        has_digit_output = len(logits) > _CLASSES
        score = _sigmoid(logits[_CLASSES]) if has_digit_output else float(probabilities.max())
        return Scores(probabilities, score, score >= card.threshold)


def _sigmoid(x: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(x, -60, 60))))


def _open(path: Path) -> Interpreter:
    """Return an interpreter with one thread: a 28×28 field is too small to share out."""
    try:
        with native_messages_silenced():
            interpreter = Interpreter(model_path=str(path), num_threads=1)
            interpreter.allocate_tensors()
        inputs, outputs = interpreter.get_input_details(), interpreter.get_output_details()
    except (ValueError, RuntimeError) as error:
        raise BundleError(f"The model file {path} is not a LiteRT model.") from error
    shapes = [list(item["shape"]) for item in (*inputs, *outputs)]
    field = [1, FIELD_SIDE_PX, FIELD_SIDE_PX, 1]
    if len(shapes) != 2 or shapes[0] != field or shapes[1] not in ([1, 10], [1, 11]):
        raise BundleError(f"The model file {path} has another form than 28×28 to 10 or 11 scores.")
    return interpreter
