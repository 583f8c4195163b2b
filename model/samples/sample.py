"""One labelled drawing, and its strokes as text."""

import json
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from model.errors import SampleStoreError
from model.ink import Ink, Stroke, StrokePoint

NOT_A_DIGIT: Final = 10
"""The label of what is no digit; the number that training uses for it too."""

LABELS: Final = range(11)
"""All labels: the ten digits and ``NOT_A_DIGIT``."""

LONGEST_PROFILE_NAME: Final = 100

LARGEST_PICTURE_BYTES: Final = 4 * 1024 * 1024
"""A cropped digit takes a few kilobytes; more than this is not one."""

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Source(StrEnum):
    """Where a sample comes from. The values are stored, so they never change."""

    CANVAS = "canvas"
    PICTURE = "picture"
    TEACH = "teach"
    IMPORT = "import"


def now() -> datetime:
    """Return the time by the clock, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSample:
    """A labelled drawing that is not stored yet: strokes or a picture, never both.

    Attributes:
        label: 0–9, or ``NOT_A_DIGIT``.
        profile: Name of the writer.
        source: Where it comes from.
        ink: Its strokes, at least one; None for a picture.
        picture: The cropped picture, encoded as PNG; None for strokes.
        read_digit: What was read, as a label; None where nothing was.
        read_confidence: Probability of ``read_digit``, 0–1; None where nothing was read.
        created: When it was labelled, in UTC.

    Raises:
        SampleStoreError: If a value is outside what is said above.
    """

    label: int
    profile: str
    source: Source
    ink: Ink | None = None
    picture: bytes | None = None
    read_digit: int | None = None
    read_confidence: float | None = None
    created: datetime = field(default_factory=now)

    def __post_init__(self) -> None:
        check_label(self.label)
        check_profile(self.profile)
        _check_drawing(self.ink, self.picture)
        _check_what_was_read(self.read_digit, self.read_confidence)
        if self.created.utcoffset() is None:
            raise SampleStoreError("The time of a sample needs a time zone.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(NewSample):
    """A labelled drawing as it is stored.

    Attributes:
        id: Its number in the store; never given to another sample.
    """

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFacts:
    """What is known of a stored sample, without its drawing: quick to have of all samples.

    Attributes:
        id: Its number in the store.
        label: 0–9, or ``NOT_A_DIGIT``.
        profile: Name of the writer.
        source: Where it comes from.
        read_digit: What was read, as a label; None where nothing was.
        read_confidence: Probability of ``read_digit``, 0–1; None where nothing was read.
        created: When it was labelled, in UTC.
        is_deleted: True until it is brought back or removed for good.
    """

    id: int
    label: int
    profile: str
    source: Source
    read_digit: int | None
    read_confidence: float | None
    created: datetime
    is_deleted: bool = False

    @property
    def is_misread(self) -> bool:
        """True where something else was read than it is."""
        return self.read_digit is not None and self.read_digit != self.label


def check_label(label: int) -> None:
    """Do nothing for a label that exists.

    Raises:
        SampleStoreError: If it does not.
    """
    if isinstance(label, bool) or label not in LABELS:
        raise SampleStoreError(f"A sample is a digit from 0 to 9 or not a digit, not {label!r}.")


def check_profile(name: str) -> None:
    """Do nothing for what can be the name of a writer.

    Raises:
        SampleStoreError: If it cannot.
    """
    if not name or name != name.strip() or not name.isprintable():
        raise SampleStoreError(f"{name!r} cannot be the name of a profile.")
    if len(name) > LONGEST_PROFILE_NAME:
        raise SampleStoreError(f"The name of a profile has at most {LONGEST_PROFILE_NAME} letters.")


def strokes_to_text(ink: Ink) -> str:
    """Return strokes as compact JSON, from which ``strokes_from_text`` makes the same strokes.

    The form is ``[stroke, …]``, a stroke ``[[x, y, pressure, time_ms], …]``. Python writes the
    shortest decimal that reads back as the same float, so nothing is rounded.
    """
    strokes = [
        [[float(p.x), float(p.y), float(p.pressure), float(p.time_ms)] for p in stroke.points]
        for stroke in ink.strokes
    ]
    return json.dumps(strokes, separators=(",", ":"), allow_nan=False)


def strokes_from_text(text: str) -> Ink:
    """Return the strokes that ``strokes_to_text`` wrote.

    Raises:
        SampleStoreError: If the text is damaged.
    """
    try:
        return Ink(
            tuple(
                Stroke(tuple(StrokePoint(*map(float, point)) for point in stroke))
                for stroke in json.loads(text)
            )
        )
    except (ValueError, TypeError) as error:
        raise SampleStoreError("The strokes of a sample are damaged.") from error


def time_to_text(time: datetime) -> str:
    """Return a time as ISO 8601 in UTC, which sorts as text."""
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _check_drawing(ink: Ink | None, picture: bytes | None) -> None:
    if (ink is None) == (picture is None):
        raise SampleStoreError("A sample has either strokes or a picture.")
    if ink is not None:
        if ink.is_blank:
            raise SampleStoreError("There is no ink in this sample.")
        values = (
            v for s in ink.strokes for p in s.points for v in (p.x, p.y, p.pressure, p.time_ms)
        )
        if not all(math.isfinite(value) for value in values):
            raise SampleStoreError("The strokes of this sample lead to infinity.")
    if picture is not None:
        if not picture.startswith(_PNG_SIGNATURE):
            raise SampleStoreError("The picture of a sample has to be a PNG.")
        if len(picture) > LARGEST_PICTURE_BYTES:
            raise SampleStoreError("The picture of this sample is too large for a single digit.")


def _check_what_was_read(digit: int | None, confidence: float | None) -> None:
    if digit is not None:
        check_label(digit)
    if confidence is not None and not 0 <= confidence <= 1:
        raise SampleStoreError(f"A confidence lies between 0 and 1; {confidence} does not.")
