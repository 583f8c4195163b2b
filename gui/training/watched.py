"""Ten drawings that are watched while a model learns: the person's own, else the program's."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from model.errors import InkdigitsError
from model.inkml import read_inkml
from model.paths import asset
from model.preprocess import preprocess_ink
from model.samples.field import field_of
from model.samples.sample import NewSample

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watched:
    """One drawing.

    Attributes:
        digit: What it is.
        field: What a model reads of it, 28 rows of 28 bytes.
        is_own: True for a drawing of the person's.
    """

    digit: int
    field: bytes
    is_own: bool


def watched_drawings(samples: Iterable[NewSample]) -> tuple[Watched, ...]:
    """Return one drawing of each digit: the newest sample, or the program's own where none is.

    Args:
        samples: The person's, the oldest first.
    """
    newest = {sample.label: sample for sample in samples}
    return tuple(_own(digit, newest.get(digit)) or _example(digit) for digit in range(10))


def _own(digit: int, sample: NewSample | None) -> Watched | None:
    if sample is None:
        return None
    try:
        return Watched(digit, field_of(sample).tobytes(), is_own=True)
    except InkdigitsError as error:
        log.info("A sample is not shown: %s", error)
        return None


def _example(digit: int) -> Watched:
    ink = read_inkml(asset("strokes", f"{digit}.inkml"))
    return Watched(digit, preprocess_ink(ink).field.tobytes(), is_own=False)
