"""Everybody's digits: what a model that learns one hand must not forget, and proof that it has not.

The digits are MNIST's where it is on this machine, else generated ones. Beside them stand digits
in pen strokes, drawn by varying the program's own, and things that are no digits.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.training.data import MnistData, find_mnist, load_mnist
from model.training.examples import NOT_A_DIGIT, Examples
from model.training.variety import variety

GENERAL_DIGITS: Final = 5_000
"""The last of MNIST's training digits, or as many generated ones, judge; none is replayed."""

LARGEST_GENERAL_SHARE: Final = 1 / 6

GENERAL_DRAWN: Final = 500
GENERAL_OTHERS: Final = 500

REPLAYED_DIGITS: Final = 1_600
REPLAYED_DRAWN: Final = 400
REPLAYED_OTHERS: Final = 700

_SEED: Final = 5
"""Everybody's digits are the same in every lesson, so that figures can be compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """Everybody's digits, in two parts without a digit in common.

    Attributes:
        replayed: Shown to the model between the person's; a quarter is no digit.
        general: The fixed set that the gate judges by: 5,000 digits of MNIST's (or generated
            ones), then 500 drawn with a pen.
        others: Things that are no digits, for the gate.
        credit: What was replayed, one line for the model card.
    """

    replayed: Examples
    general: Examples
    others: Examples
    credit: str


def load_replay(data: Path | None) -> Replay:
    """Return everybody's digits.

    Args:
        data: Folder that MNIST lies in; None looks in the usual places and, where it is nowhere,
            takes generated digits.

    Raises:
        DataError: If ``data`` is given and MNIST is not there, or it is damaged.
    """
    place = find_mnist(data)
    if place is not None:
        digits, general = _parts(load_mnist(place))
        credit = "MNIST (LeCun, Cortes, Burges), {0:,} of its training digits, CC BY-SA 3.0"
    else:
        from model.training.generator import generated_digits

        made = generated_digits(REPLAYED_DIGITS, GENERAL_DIGITS, _SEED)
        digits = Examples(made.train_images, made.train_labels)
        general = Examples(made.test_images, made.test_labels)
        credit = "{0:,} digits made by Inkdigits' own generator"
    rng = np.random.default_rng(_SEED)
    chosen = digits.pick(rng.permutation(len(digits))[:REPLAYED_DIGITS])
    made_up = variety(chosen, REPLAYED_DRAWN, REPLAYED_OTHERS, rng, lambda: False)
    unseen = variety(general, GENERAL_DRAWN, GENERAL_OTHERS, rng, lambda: False)
    is_digit = unseen.labels != NOT_A_DIGIT
    return Replay(
        chosen.joined(made_up),
        general.joined(unseen.pick(np.flatnonzero(is_digit))),
        unseen.pick(np.flatnonzero(~is_digit)),
        credit.format(len(chosen)),
    )


def _parts(data: MnistData) -> tuple[Examples, Examples]:
    """Return the training part in two: to replay from, and to judge by. The test part is unused."""
    every = Examples(data.train_images, data.train_labels)
    return every.without_last(min(GENERAL_DIGITS, int(len(every) * LARGEST_GENERAL_SHARE)))
