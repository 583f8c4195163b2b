"""What the sample store asks of its tables, and the samples that the rows of an answer are."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, TypeVar

from model.errors import SampleStoreError
from model.ink import Ink
from model.samples.sample import (
    NewSample,
    Sample,
    SampleFacts,
    Source,
    strokes_from_text,
    strokes_to_text,
    time_to_text,
)

log = logging.getLogger(__name__)

_Found = TypeVar("_Found")

LIST: Final = """
    SELECT samples.id, label, strokes, picture, read_digit, read_confidence, created, source, name
    FROM samples JOIN profiles ON profiles.id = samples.profile
    WHERE samples.deleted IS NULL
      AND (:profile IS NULL OR name = :profile)
      AND (:label IS NULL OR label = :label)
    ORDER BY samples.id DESC
    LIMIT :limit OFFSET :offset
"""

GET: Final = """
    SELECT samples.id, label, strokes, picture, read_digit, read_confidence, created, source, name
    FROM samples JOIN profiles ON profiles.id = samples.profile
    WHERE samples.id = ?
"""

FACTS: Final = """
    SELECT samples.id, label, name, source, read_digit, read_confidence, created,
           samples.deleted IS NOT NULL
    FROM samples JOIN profiles ON profiles.id = samples.profile
    ORDER BY samples.id DESC
"""

COUNT: Final = """
    SELECT label, count(*)
    FROM samples JOIN profiles ON profiles.id = samples.profile
    WHERE samples.deleted IS NULL AND (:profile IS NULL OR name = :profile)
    GROUP BY label
"""

INSERT: Final = """
    INSERT INTO samples
        (profile, label, strokes, picture, read_digit, read_confidence, created, source)
    SELECT id, :label, :strokes, :picture, :read_digit, :read_confidence, :created, :source
    FROM profiles WHERE name = :profile
"""

RELABEL: Final = "UPDATE samples SET label = :label WHERE id = :id AND deleted IS NULL"

MOVE: Final = """
    UPDATE samples SET profile = (SELECT id FROM profiles WHERE name = :profile)
    WHERE id = :id AND deleted IS NULL
"""

DELETE: Final = "UPDATE samples SET deleted = :moment WHERE id = :id AND deleted IS NULL"

RESTORE: Final = "UPDATE samples SET deleted = NULL WHERE id = :id AND deleted IS NOT NULL"


def values_of(new: NewSample) -> dict[str, Any]:
    """Return what ``INSERT`` takes."""
    return {
        "profile": new.profile,
        "label": new.label,
        "strokes": None if new.ink is None else strokes_to_text(new.ink),
        "picture": new.picture,
        "read_digit": new.read_digit,
        "read_confidence": new.read_confidence,
        "created": time_to_text(new.created),
        "source": new.source.value,
    }


def sample_of(row: tuple[Any, ...]) -> Sample:
    """Return the sample in a row of ``LIST`` or ``GET``.

    Raises:
        SampleStoreError: If it is damaged.
    """
    number, label, strokes, picture, read_digit, read_confidence, created, source, profile = row
    ink: Ink | None = None if strokes is None else strokes_from_text(strokes)
    try:
        return Sample(
            id=number,
            label=label,
            profile=profile,
            source=Source(source),
            ink=ink,
            picture=picture,
            read_digit=read_digit,
            read_confidence=read_confidence,
            created=datetime.fromisoformat(created),
        )
    except (ValueError, TypeError) as error:
        raise SampleStoreError(f"Sample {number} is damaged.") from error


def facts_of(row: tuple[Any, ...]) -> SampleFacts:
    """Return the facts in a row of ``FACTS``.

    Raises:
        SampleStoreError: If it is damaged.
    """
    number, label, profile, source, read_digit, read_confidence, created, is_deleted = row
    try:
        return SampleFacts(
            id=number,
            label=label,
            profile=profile,
            source=Source(source),
            read_digit=read_digit,
            read_confidence=read_confidence,
            created=datetime.fromisoformat(created),
            is_deleted=bool(is_deleted),
        )
    except (ValueError, TypeError) as error:
        raise SampleStoreError(f"Sample {number} is damaged.") from error


def readable(
    rows: Iterable[tuple[Any, ...]], read: Callable[[tuple[Any, ...]], _Found]
) -> tuple[tuple[_Found, ...], int]:
    """Return what rows hold, and how many of them cannot be read: one must not hide the others."""
    found: list[_Found] = []
    unreadable = 0
    for row in rows:
        try:
            found.append(read(row))
        except SampleStoreError as error:
            log.warning("Sample %s is left out: %s", row[0], error)
            unreadable += 1
    return tuple(found), unreadable
