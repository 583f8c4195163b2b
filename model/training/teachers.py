"""What teachers say of the bank: each of the parts that it has not learned from.

A network knows by heart what it was shown, faulty labels and all. So every field is judged by
those teachers only that have never seen it, as in cross-fitting, and the student hears their
mean (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network").
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.training.schedule import TEACHERS

Logits = NDArray[np.float16]

_AT_ONCE = 4_000


def own_part(teacher: int, count: int) -> slice:
    """Return the part of a bank of ``count`` fields that a teacher learns from."""
    return slice(teacher * count // TEACHERS, (teacher + 1) * count // TEACHERS)


def judge(
    path: Path,
    teacher: int,
    fields: NDArray[np.uint8],
    predict: Callable[[NDArray[np.uint8]], NDArray[np.float64]],
    check: Callable[[], object],
) -> Logits:
    """Return what a teacher says of a bank, now or, where ``path`` holds it, from there.

    Args:
        path: Where to keep it, ``.npy``; written under another name and renamed.
        teacher: Its number, from 0.
        fields: All of the bank, shape (n, 28, 28), uint8.
        predict: Gives the teacher's logits (n, 11).
        check: Called now and then; may raise.

    Returns:
        Shape (n, 11), float16; 0 in the teacher's own part.
    """
    if path.is_file():
        return np.asarray(np.load(path), np.float16)
    said = np.zeros((len(fields), 11), np.float16)
    own = own_part(teacher, len(fields))
    for part in (slice(0, own.start), slice(own.stop, len(fields))):
        for start in range(part.start, part.stop, _AT_ONCE):
            check()
            stop = min(start + _AT_ONCE, part.stop)
            said[start:stop] = predict(fields[start:stop])
    unfinished = path.with_suffix(".part.npy")
    np.save(unfinished, said)
    unfinished.replace(path)
    return said


def mean_of_strangers(said: list[Logits]) -> Logits:
    """Return for each field the mean logits of the teachers that have not learned from it.

    Args:
        said: Of each teacher what ``judge`` returns.
    """
    total = np.zeros(said[0].shape, np.float32)
    for each in said:
        total += each
    return (total / (TEACHERS - 1)).astype(np.float16)
