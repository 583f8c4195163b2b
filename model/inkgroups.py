"""Reads InkML in which annotations say what each group of traces is: many drawings in one file."""

from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from model.errors import InkFileError
from model.ink import Ink
from model.inkcontext import Trace, drawn_traces
from model.inkml import file_content, parse_root, strokes_of
from model.inktrace import TraceError
from model.inkwriting import NotedInk

LARGEST_COLLECTION_BYTES: Final = 128 << 20
"""A drawn digit takes 2 to 4 kB."""

_TRUTH: Final = "truth"

Watch = Callable[[int, int], None]


def read_noted_ink(path: Path, watch: Watch) -> list[NotedInk]:
    """Return the drawings in a file that have a truth, in the order of the file.

    A truth that stands in no group is of all traces together.

    Args:
        path: The file.
        watch: Is told how many of how many drawings are done; what it raises ends the reading.

    Raises:
        InkFileError: If the file cannot be read, is no InkML, or is damaged; if there is no
            truth in it, or traces that no truth speaks of.
    """
    name = path.name
    content = file_content(path, name, LARGEST_COLLECTION_BYTES)
    root = parse_root(content, name, LARGEST_COLLECTION_BYTES)
    drawings: list[NotedInk] = []
    where = name
    try:
        groups = _groups(root, name)
        for number, (group, traces) in enumerate(groups):
            watch(number, len(groups))
            where = f"Drawing {number + 1} in {name}"
            drawings.append(NotedInk(Ink(tuple(strokes_of(traces))), _notes(group)))
    except TraceError as error:
        raise InkFileError(f"{where} cannot be read: {error}.") from error
    return drawings


def _groups(root: ET.Element, name: str) -> list[tuple[ET.Element, list[Trace]]]:
    """Return each element that has a truth with the traces within it.

    Raises:
        InkFileError: If there is none, or a trace lies outside of all.
        TraceError: If the format of the traces cannot be read.
    """
    named = [group for group in root.iter("traceGroup") if _has_truth(group)]
    named = named or [root] * _has_truth(root)
    if not named:
        raise InkFileError(f"{name} does not say what is drawn: it has no annotation “truth”.")
    owner = {id(trace): group for group in named for trace in group.iter("trace")}
    traces: dict[int, list[Trace]] = {id(group): [] for group in named}
    for trace in drawn_traces(root):
        group = owner.get(id(trace.element))
        if group is None:
            raise InkFileError(f"{name} has traces without an annotation “truth”.")
        traces[id(group)].append(trace)
    return [(group, traces[id(group)]) for group in named]


def _has_truth(element: ET.Element) -> bool:
    return any(kind == _TRUTH for kind, _ in _notes(element))


def _notes(element: ET.Element) -> tuple[tuple[str, str], ...]:
    found = element.findall("annotation")
    return tuple((note.get("type", ""), (note.text or "").strip()) for note in found)
