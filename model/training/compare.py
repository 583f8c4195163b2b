"""The model in use on the digits that the new one is measured on."""

import threading
from pathlib import Path
from typing import Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from model.bundle import load_bundle
from model.errors import BundleError
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.messages import Comparison, Confusion, Score
from model.training.runtime import silenced_libraries

_BATCH: Final = 100

Digits = NDArray[np.integer]


class Rival:
    """Has a model read in a thread of its own, on a core that loading TensorFlow leaves idle."""

    def __init__(self, folder: Path | None, *sets: Examples) -> None:
        """Begin to read.

        Args:
            folder: The model; None for none.
            sets: What to read.
        """
        self._folder = folder
        self._sets = sets
        self._read: tuple[Digits, ...] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        if folder is not None:
            self._thread.start()

    def read(self) -> tuple[Digits, ...] | None:
        """Return what it read of each set, once it has; None without a model that can be used."""
        if self._folder is not None:
            self._thread.join()
        return self._read

    def _run(self) -> None:
        try:
            bundle = load_bundle(self._folder or Path())
            self._read = tuple(read_digits(bundle.litert_path, part.images) for part in self._sets)
        except (BundleError, ValueError, RuntimeError):
            return  # LiteRT's own errors are of the last two kinds. The new model stands alone.


def compare_models(current: Path | None, new: Path, test: Examples) -> Comparison:
    """Return the model in use and a new one, each read from its folder, on test digits.

    Raises:
        BundleError: If the new one is damaged.
    """
    none = test.pick(np.zeros(0, np.intp))
    rival = Rival(current, test, none)
    after = read_digits(load_bundle(new).litert_path, test.images)
    return comparison(rival.read(), (after, np.zeros(0, np.int64)), test, none)


def read_digits(path: Path, images: NDArray[np.uint8]) -> Digits:
    """Return the digits that a LiteRT model reads, shape (n,).

    Args:
        path: The model file.
        images: Shape (n, 28, 28), uint8.
    """
    if not len(images):
        return np.zeros(0, np.int64)
    with silenced_libraries():
        interpreter = Interpreter(model_path=str(path), num_threads=1)
    place = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(place, (_BATCH, 28, 28, 1))
    interpreter.allocate_tensors()
    answer = interpreter.get_output_details()[0]["index"]
    filled = np.concatenate([images, np.zeros((-len(images) % _BATCH, 28, 28), np.uint8)])
    read = []
    for start in range(0, len(filled), _BATCH):
        part = filled[start : start + _BATCH, :, :, None].astype(np.float32) / 255
        interpreter.set_tensor(place, part)
        interpreter.invoke()
        read.append(interpreter.get_tensor(answer)[:, :NOT_A_DIGIT].argmax(axis=1))
    return np.concatenate(read)[: len(images)]


def comparison(
    before: tuple[Digits, ...] | None, after: tuple[Digits, ...], test: Examples, own: Examples
) -> Comparison:
    """Return both models' readings of the test digits, and of a person's own, set side by side."""
    has_own = len(own) > 0
    return Comparison(
        before=None if before is None else _confusion(before[0], test),
        after=_confusion(after[0], test),
        own_before=_score(before[1], own) if has_own and before is not None else None,
        own_after=_score(after[1], own) if has_own else None,
    )


def _confusion(read: Digits, truth: Examples) -> Confusion:
    counts = np.zeros((NOT_A_DIGIT, NOT_A_DIGIT), np.int64)
    np.add.at(counts, (truth.labels, read), 1)
    return Confusion(tuple(map(tuple, counts.tolist())))


def _score(read: Digits, truth: Examples) -> Score:
    return Score(int((read == truth.labels).sum()), len(truth))
