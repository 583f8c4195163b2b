"""One InkML file with a group of traces for each drawing, and its label as the truth."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from model.errors import InkFileError, SampleFileError, SampleStoreError
from model.files import write_bytes
from model.inkgroups import LARGEST_COLLECTION_BYTES, read_noted_ink
from model.inkwriting import NotedInk, inkml_document
from model.samples.formats.common import Watch, check_count, label_name, label_named
from model.samples.sample import NewSample, Source, now, time_to_text

_LARGEST_MB = LARGEST_COLLECTION_BYTES >> 20


def read_ink_file(path: Path, profile: str, watch: Watch) -> list[NewSample]:
    """Return the drawings of a file.

    A drawing that names its writer is theirs, else it is of ``profile``. What was read and when,
    as ``write_ink_file`` notes them, come along.

    Raises:
        SampleFileError: If the file is not what it should be, or a truth is not one digit.
    """
    try:
        drawings = read_noted_ink(path, watch)
    except InkFileError as error:
        raise SampleFileError(str(error)) from error
    check_count(path.name, len(drawings))
    return [
        _sample(drawing, f"Drawing {number} in {path.name}", profile)
        for number, drawing in enumerate(drawings, start=1)
    ]


def write_ink_file(path: Path, samples: Sequence[NewSample], watch: Watch) -> int:
    """Write drawings with all that is known of them; return how many.

    Args:
        path: Where the file shall be; what is there is replaced.
        samples: Drawings only; the form has no pictures.
        watch: Is told how far it is.

    Raises:
        SampleFileError: If they make a file larger than can be read again.
        OSError: If it cannot be written; what was at ``path`` is unchanged then.
    """
    drawings = []
    for number, sample in enumerate(samples):
        watch(number, len(samples))
        if sample.ink is not None:
            drawings.append(NotedInk(sample.ink, _notes(sample)))
    content = inkml_document(drawings)
    if len(content) > LARGEST_COLLECTION_BYTES:
        raise SampleFileError(
            f"These samples make more than {_LARGEST_MB} MB of InkML; export one writer at a time."
        )
    write_bytes(path, content)
    return len(drawings)


def _notes(sample: NewSample) -> tuple[tuple[str, str], ...]:
    notes = [
        ("truth", label_name(sample.label)),
        ("writer", sample.profile),
        ("created", time_to_text(sample.created)),
    ]
    if sample.read_digit is not None:
        notes.append(("read", label_name(sample.read_digit)))
    if sample.read_confidence is not None:
        notes.append(("confidence", repr(sample.read_confidence)))
    return tuple(notes)


def _sample(drawing: NotedInk, where: str, profile: str) -> NewSample:
    truth = drawing.note("truth")
    label = label_named(truth)
    if label is None:
        raise SampleFileError(f"{where} is “{truth[:40]}”, not one digit.")
    try:
        return NewSample(
            label=label,
            profile=drawing.note("writer") or profile,
            source=Source.IMPORT,
            ink=drawing.ink,
            read_digit=label_named(drawing.note("read")),
            read_confidence=_confidence(drawing.note("confidence")),
            created=_time(drawing.note("created")),
        )
    except SampleStoreError as error:
        raise SampleFileError(f"{where} cannot be kept. {error}") from error


def _confidence(text: str) -> float | None:
    """Return a share of 0–1; None where other programs mean something else by the word."""
    try:
        share = float(text)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def _time(text: str) -> datetime:
    """Return a time with its zone; the present where there is none."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return now()
    return time if time.utcoffset() is not None else now()
