"""The digits of one run, from wherever the request says: to learn, to choose by, to report on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from model import paths
from model.errors import DataError
from model.samples.sample import NewSample
from model.training import own_digits
from model.training.data import WHAT_TO_DO, MnistData, find_mnist, load_mnist
from model.training.examples import Examples
from model.training.messages import Downloading, Message, TrainingRequest
from model.training.own_files import load_files
from model.training.source import DataKind, lacking

HELD_OUT: Final = 5_000
"""The last of the training digits set temperature and threshold; none is learned from."""

LARGEST_HELD_OUT_SHARE: Final = 1 / 6

GENERATED_TRAIN: Final = 36_000
GENERATED_TEST: Final = 6_000

OWN_SHARE: Final = 0.1
"""How large a part of the digits a person's variations become, where they are mixed."""

OWN_ALONE: Final = 10_000
"""Variations that a training on nothing but a person's samples learns from."""

_MNIST_CREDIT: Final = "training digits of MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0"


@dataclass(frozen=True, slots=True, eq=False)
class RunData:
    """What a run learns from and is measured on.

    Attributes:
        training: To learn from; digits and, from a person's samples, things that are none.
        held_out: Digits to choose by and to calibrate with.
        test: Digits to report on; nothing is chosen by them.
        test_name: What the figures of the test part are called on the card.
        own_test: A person's digits to report on besides; empty where there are none to spare.
        credits: What was learned from, a line each, for the card.
    """

    training: Examples
    held_out: Examples
    test: Examples
    test_name: str
    own_test: Examples
    credits: tuple[str, ...]


def obtain_data(
    request: TrainingRequest, report: Callable[[Message], None], check: Callable[[], object]
) -> RunData:
    """Return the digits that the request asks for, fetched first where that is allowed and needed.

    Args:
        request: Names the source and allows the download.
        report: Called with the progress of a download.
        check: Called again and again; what it raises ends it.

    Raises:
        DataError: If they are nowhere, damaged, too few, or cannot be fetched.
    """
    source = request.source
    if source.kind is DataKind.SAMPLES:
        return _own_alone(source.samples, request.seed)
    data = _most_digits(request, report, check)
    check()
    return _with_own(data, source.samples, request.seed) if source.samples else data


def _most_digits(
    request: TrainingRequest, report: Callable[[Message], None], check: Callable[[], object]
) -> RunData:
    """Return the digits that are not a person's samples."""
    source = request.source
    if source.kind is DataKind.FILES:
        names = " and ".join(path.name for path in source.files)
        return _parted(load_files(source.files), "files_test", f"digits from {names}")
    if source.kind is DataKind.GENERATED:
        from model.training.generator import generated_digits

        digits = generated_digits(GENERATED_TRAIN, GENERATED_TEST, request.seed)
        return _parted(digits, "generated_test", "digits made by Inkdigits' own generator")
    return _parted(obtain_mnist(request, report, check), "mnist_test", _MNIST_CREDIT)


def obtain_mnist(
    request: TrainingRequest, report: Callable[[Message], None], check: Callable[[], object]
) -> MnistData:
    """Return MNIST from where the request says, fetched first where that is allowed and needed.

    Args:
        request: Names the folder and allows the download.
        report: Called with the progress of a download.
        check: Called again and again during a download; what it raises ends it.

    Raises:
        DataError: If it is nowhere, damaged, or cannot be fetched.
    """
    try:
        folder = find_mnist(request.data)
    except DataError:
        if not request.allow_download:
            raise
        folder = None
    if folder is None:
        if not request.allow_download:
            raise DataError(f"MNIST is not on this machine. {WHAT_TO_DO}")
        folder = request.data or paths.user_paths().mnist

        def arrived(share: float) -> None:
            check()
            report(Downloading(share))

        from model.training.download import download_mnist

        download_mnist(folder, arrived)
    return load_mnist(folder)


def _parted(data: MnistData, test_name: str, credit: str) -> RunData:
    """Return digits with the last of the training part held out."""
    every = Examples(data.train_images, data.train_labels)
    kept_back = min(HELD_OUT, int(len(every) * LARGEST_HELD_OUT_SHARE))
    training, held_out = every.without_last(kept_back)
    test = Examples(data.test_images, data.test_labels)
    return RunData(training, held_out, test, test_name, _none(), (f"{len(training):,} {credit}",))


def _with_own(data: RunData, samples: tuple[NewSample, ...], seed: int) -> RunData:
    """Return digits with variations of a person's samples among them."""
    parts = own_digits.divide(samples)
    learned = (*parts.training, *parts.held_out)
    own = own_digits.variations(learned, round(OWN_SHARE * len(data.training)), seed)
    credit = f"{len(learned):,} of your own samples, with {len(own):,} variations"
    return replace(
        data,
        training=data.training.joined(own),
        own_test=own_digits.fields(own_digits.digits_only(parts.test)),
        credits=(*data.credits, credit),
    )


def _own_alone(samples: tuple[NewSample, ...], seed: int) -> RunData:
    """Return a person's samples, the only ones to learn from.

    Raises:
        DataError: If there are too few.
    """
    missing = lacking(samples)
    if missing:
        few = ", ".join(map(str, missing))
        raise DataError(f"There are too few samples to train on nothing else; too few of {few}.")
    parts = own_digits.divide(samples)
    training = own_digits.variations(parts.training, OWN_ALONE, seed)
    held_out = own_digits.digits_only(parts.held_out)
    # Few drawings say little about temperature and threshold: these are varied, too.
    varied = own_digits.variations(held_out, OWN_ALONE // 5, seed + 1)
    credit = f"{len(parts.training):,} of your own samples, with {len(training):,} variations"
    test = own_digits.fields(own_digits.digits_only(parts.test))
    return RunData(training, varied, test, "own_test", _none(), (credit,))


def _none() -> Examples:
    return Examples(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
