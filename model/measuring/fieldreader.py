"""Reads many fields at once with a model's LiteRT form, without TensorFlow."""

from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from model.native import native_messages_silenced

BATCH = 500


class FieldReader:
    """Gives a model's logits of many fields."""

    def __init__(self, path: Path) -> None:
        """Load the model file."""
        with native_messages_silenced():
            self._interpreter = Interpreter(model_path=str(path), num_threads=1)
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._output = self._interpreter.get_output_details()[0]["index"]

    def __call__(self, fields: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return logits, shape (n, 10) or (n, 11), of fields of shape (n, 28, 28), uint8."""
        parts = [
            self._read(fields[start : start + BATCH]) for start in range(0, len(fields), BATCH)
        ]
        return np.concatenate(parts)

    def _read(self, fields: NDArray[np.uint8]) -> NDArray[np.float64]:
        with native_messages_silenced():
            self._interpreter.resize_tensor_input(self._input, (len(fields), 28, 28, 1))
            self._interpreter.allocate_tensors()
        tensor = fields.astype(np.float32)[..., None] / 255
        self._interpreter.set_tensor(self._input, tensor)
        self._interpreter.invoke()
        return np.asarray(self._interpreter.get_tensor(self._output), np.float64)
