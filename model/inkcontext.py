"""Which traces an InkML document draws, and the channels that hold for each (section 4)."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from model.inktrace import ChannelFormat, TraceError

Channels = tuple[ChannelFormat, ...]

XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_PLAIN: Final = (ChannelFormat("X"), ChannelFormat("Y"))
_DEEPEST_CONTEXT: Final = 16


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace of the drawing, not decoded yet.

    Attributes:
        element: The ``trace`` element.
        channels: What each value of its points is.
    """

    element: ET.Element
    channels: Channels


def drawn_traces(root: ET.Element) -> Iterator[Trace]:
    """Yield the traces that are drawn, in document order, each with its channels.

    What stands in ``definitions`` is only named there. A format that nothing refers to is taken
    all the same where no other holds, for that is what its writer meant.
    """
    by_id = {name: item for item in root.iter() if (name := identity(item))}
    named = next(root.iterfind("definitions//traceFormat"), None)
    current = _PLAIN if named is None else _channels(named)
    for child in root:
        if child.tag in {"context", "traceFormat"}:
            # Streaming form: a context among the traces holds for those after it.
            current = _resolve(child, by_id) or current
        else:
            yield from _traces_within(child, current, by_id)


def _traces_within(
    top: ET.Element, channels: Channels, by_id: Mapping[str, ET.Element]
) -> Iterator[Trace]:
    """Yield the traces of one element; groups hand their context down."""
    pending = [(top, channels)]
    while pending:
        element, inherited = pending.pop()
        if element.tag not in {"trace", "traceGroup"}:
            continue
        context = by_id.get(reference(element, "contextRef"))
        own = (_resolve(context, by_id) if context is not None else None) or inherited
        if element.tag == "traceGroup":
            pending.extend((child, own) for child in reversed(element))
        elif element.get("type", "penDown") != "penUp":
            yield Trace(element, own)


def _resolve(element: ET.Element, by_id: Mapping[str, ET.Element]) -> Channels | None:
    """Return the channels that a context, an ink source or a format stands for, if any."""
    found: ET.Element | None = element
    for _ in range(_DEEPEST_CONTEXT):  # References may go round in circles.
        if found is None:
            break
        inner = found if found.tag == "traceFormat" else next(found.iter("traceFormat"), None)
        if inner is not None:
            return _channels(inner)
        references = (
            by_id.get(reference(found, key))
            for key in ("traceFormatRef", "inkSourceRef", "contextRef")
        )
        found = next((item for item in references if item is not None), None)
    return None


def _channels(trace_format: ET.Element) -> Channels:
    """Return the channels of a format in order, those that may be left out last.

    Raises:
        TraceError: If it lacks X or Y.
    """
    regular = [_channel(item, is_regular=True) for item in trace_format if item.tag == "channel"]
    others = trace_format.findall("intermittentChannels/channel")
    found = (*regular, *(_channel(item, is_regular=False) for item in others))
    if not {"X", "Y"} <= {channel.name for channel in regular}:
        raise TraceError("its traces have no X and Y")
    return found


def _channel(element: ET.Element, *, is_regular: bool) -> ChannelFormat:
    return ChannelFormat(
        element.get("name", ""),
        is_regular=is_regular,
        sign=-1 if element.get("orientation", "").strip() == "-ve" else 1,
        units=element.get("units", ""),
        default=_number(element, "default") or 0.0,
        minimum=_number(element, "min"),
        maximum=_number(element, "max"),
    )


def _number(element: ET.Element, key: str) -> float | None:
    """Return a numeric attribute, or None where it is missing or no finite number."""
    try:
        value = float(element.get(key, ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def identity(element: ET.Element) -> str:
    """Return an element's id, or nothing."""
    return element.get(XML_ID) or element.get("id") or ""


def reference(element: ET.Element, key: str) -> str:
    """Return the id that an attribute refers to; references to other files are not followed."""
    return element.get(key, "").strip().removeprefix("#")
