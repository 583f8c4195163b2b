"""Reads and writes drawings as InkML (W3C Recommendation, 20 September 2011).

Read: traces in any channel order, plain and as differences, with the formats that contexts and
definitions give them. Left aside: channels that a drawing does not keep (height, tilt, …), pens
that are up, brushes, views and canvas transforms. InkML's y axis points down, as ours does.
"""

import math
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

from model.errors import InkFileError
from model.files import write_bytes
from model.ink import Ink, Stroke, StrokePoint
from model.inkcontext import Channels, Trace, drawn_traces, identity, reference
from model.inktrace import TraceError, decode_trace
from model.inkwriting import NotedInk, inkml_document

LARGEST_FILE_BYTES: Final = 32 << 20
MOST_POINTS: Final = 500_000
"""An hour of scribbling at 120 points a second has 432,000."""
MOST_STROKES: Final = 5_000

_FARTHEST: Final = 1e9
"""Coordinates beyond this are refused: no tablet has them, and arithmetic on them loses ink."""
_LONGEST_MS: Final = 86_400_000.0
"""A first time beyond a day is a clock's reading and not the time since the drawing began."""
_MS_PER_UNIT: Final = {"s": 1e3, "ms": 1.0, "us": 1e-3, "ns": 1e-6}


def read_inkml(path: Path) -> Ink:
    """Return the drawing in an InkML file.

    Pressure is brought to 0–1 and time to milliseconds that never run backwards.

    Raises:
        InkFileError: If the file cannot be read, is no InkML, is damaged, holds no ink, or has
            more of it than this program takes.
    """
    name = path.name or str(path)
    return parse_inkml(file_content(path, name), name)


def parse_inkml(content: bytes | str, name: str) -> Ink:
    """Return the drawing that InkML holds, as ``read_inkml`` does.

    Args:
        content: A whole document; text is taken as it is, whatever encoding it declares.
        name: What messages call it.

    Raises:
        InkFileError: If it is no InkML, is damaged, holds no ink, or has more than this program
            takes.
    """
    root = parse_root(content, name)
    try:
        strokes = strokes_of(drawn_traces(root))
    except TraceError as error:
        raise InkFileError(f"{name} is not a drawing that can be read: {error}.") from error
    return Ink(tuple(strokes))


def write_inkml(path: Path, ink: Ink, truth: str = "") -> None:
    """Write a drawing as InkML, beside ``path`` and then renamed into place.

    Args:
        path: Where the file shall be.
        ink: The drawing.
        truth: What it says, kept as the annotation ``truth``; empty for none.

    Raises:
        EmptyDrawingError: If the drawing is blank.
        OSError: If it cannot be written; what was at ``path`` is unchanged then.
    """
    write_bytes(path, inkml_bytes(ink, truth))


def inkml_bytes(ink: Ink, truth: str = "") -> bytes:
    """Return a drawing as an InkML document in UTF-8.

    Reading it gives the same drawing, number for number, as long as its pressures lie in 0–1 and
    its times do not run backwards.

    Args:
        ink: The drawing.
        truth: What it says, kept as the annotation ``truth``; empty for none.

    Raises:
        EmptyDrawingError: If the drawing is blank.
    """
    notes = (("truth", truth),) if truth else ()
    return inkml_document([NotedInk(ink, notes)])


def parse_root(content: bytes | str, name: str, largest_bytes: int | None = None) -> ET.Element:
    """Return the root element of InkML, with names freed of their namespace.

    Raises:
        InkFileError: If it is no InkML, is damaged, or is larger than ``largest_bytes``, or
            else than ``LARGEST_FILE_BYTES``.
    """
    if len(content) > (largest_bytes or LARGEST_FILE_BYTES):
        raise _too_large(name, largest_bytes)
    try:
        root: ET.Element = fromstring(content, forbid_dtd=True)
    except (ET.ParseError, ValueError, LookupError) as error:
        # ValueError covers forbidden entities and wrong bytes, LookupError unknown encodings.
        raise InkFileError(f"{name} is not InkML, or it is damaged.") from error
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    if root.tag != "ink":
        raise InkFileError(f"{name} is XML but not InkML: its root is <{root.tag[:40]}>.")
    return root


def file_content(path: Path, name: str, largest_bytes: int | None = None) -> bytes:
    """Return the bytes of a regular file of decent size.

    Raises:
        InkFileError: If it is no such file, cannot be opened, or is empty.
    """
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):  # Reading a pipe or a device would never end.
            kind = "a folder" if stat.S_ISDIR(facts.st_mode) else "not a regular file"
            raise InkFileError(f"{name} is {kind}, so it is no InkML.")
        if facts.st_size > (largest_bytes or LARGEST_FILE_BYTES):
            raise _too_large(name, largest_bytes)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InkFileError(f"There is no file {path}.") from error
    except PermissionError as error:
        raise InkFileError(f"{name} cannot be opened: permission denied.") from error
    except (OSError, ValueError) as error:  # A name too long or with a null byte, a lost drive.
        reason = getattr(error, "strerror", None) or error
        raise InkFileError(f"{name} cannot be opened: {reason}.") from error
    if not content.strip():
        raise InkFileError(f"{name} is empty.")
    return content


def _too_large(name: str, largest_bytes: int | None) -> InkFileError:
    megabytes = (largest_bytes or LARGEST_FILE_BYTES) >> 20
    return InkFileError(f"{name} is larger than the {megabytes} MB that a drawing may have.")


def strokes_of(traces: Iterable[Trace]) -> list[Stroke]:
    """Return the strokes of a drawing.

    Raises:
        TraceError: If there are none or too many, or one cannot be decoded.
    """
    decoded: list[tuple[Channels, list[dict[str, float]]]] = []
    by_id: dict[str, int] = {}
    points = 0
    for trace in traces:
        samples = decode_trace(trace.element.text or "", trace.channels)
        points += len(samples)
        if points > MOST_POINTS or len(decoded) >= MOST_STROKES:
            raise TraceError(f"it has more than {MOST_STROKES:,} traces or {MOST_POINTS:,} points")
        if not samples:
            continue
        earlier = by_id.get(reference(trace.element, "priorRef"))
        if trace.element.get("continuation") in {"middle", "end"} and earlier is not None:
            decoded[earlier][1].extend(samples)
        else:
            earlier = len(decoded)
            decoded.append((trace.channels, samples))
        if name := identity(trace.element):
            by_id[name] = earlier
    if not decoded:
        raise TraceError("it has no traces")
    pressure = _pressure_scale(decoded)
    clock = _Clock()
    return [_stroke(channels, samples, pressure, clock) for channels, samples in decoded]


def _stroke(
    channels: Channels,
    samples: list[dict[str, float]],
    pressure: tuple[float, float],
    clock: "_Clock",
) -> Stroke:
    by_name = {channel.name: channel for channel in channels}
    x_sign, y_sign = by_name["X"].sign, by_name["Y"].sign
    ms_per_unit = _MS_PER_UNIT.get(by_name["T"].units if "T" in by_name else "ms", 1.0)
    low, span = pressure
    clock.begin_stroke()
    points = []
    for sample in samples:
        x, y = x_sign * sample["X"], y_sign * sample["Y"]
        if max(abs(x), abs(y)) > _FARTHEST:
            raise TraceError("a coordinate is too large")
        force = min(max((sample["F"] - low) / span, 0.0), 1.0) if "F" in sample else 0.5
        time_ms = clock.forward(sample["T"] * ms_per_unit) if "T" in sample else 0.0
        points.append(StrokePoint(x, y, force, time_ms))
    return Stroke(tuple(points))


def _pressure_scale(decoded: list[tuple[Channels, list[dict[str, float]]]]) -> tuple[float, float]:
    """Return the pressure that means 0 and the span up to 1: as declared, else as seen."""
    for channels, _ in decoded:
        for channel in channels:
            if channel.name == "F" and channel.maximum is not None:
                low = channel.minimum or 0.0
                return (low, channel.maximum - low) if channel.maximum > low else (0.0, 1.0)
    seen = [sample["F"] for _, samples in decoded for sample in samples if "F" in sample]
    return 0.0, max([1.0, *seen])


class _Clock:
    """Turns a file's times into milliseconds that never run backwards.

    Late events within a stroke are held at the time reached. A stroke that begins before the
    last one ended comes from a clock that restarts, so it and what follows is moved behind that.
    """

    def __init__(self) -> None:
        self._origin: float | None = None
        self._shift = 0.0
        self._reached = -math.inf
        self._is_new_stroke = True

    def begin_stroke(self) -> None:
        """Take the next time as the first of a stroke."""
        self._is_new_stroke = True

    def forward(self, time_ms: float) -> float:
        """Return the time of the next point."""
        if self._origin is None:
            self._origin = time_ms if abs(time_ms) > _LONGEST_MS else 0.0
        now = time_ms - self._origin + self._shift
        if self._is_new_stroke and now < self._reached:
            self._shift += self._reached - now
        self._is_new_stroke = False
        self._reached = max(self._reached, now)
        return self._reached
