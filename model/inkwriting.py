"""Writes InkML: one drawing or many, each with what is known of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from model.errors import EmptyDrawingError
from model.ink import Ink, StrokePoint
from model.inkcontext import XML_ID

_NAMESPACE: Final = "http://www.w3.org/2003/InkML"


@dataclass(frozen=True, slots=True)
class NotedInk:
    """A drawing with annotations.

    Attributes:
        ink: The drawing.
        notes: Type and text of each annotation, such as ``("truth", "7")``.
    """

    ink: Ink
    notes: tuple[tuple[str, str], ...] = ()

    def note(self, kind: str) -> str:
        """Return the text of the first annotation of a type, empty where there is none."""
        return next((text for name, text in self.notes if name == kind), "")


def inkml_document(drawings: Iterable[NotedInk]) -> bytes:
    """Return drawings as one InkML document in UTF-8, a ``traceGroup`` for each.

    Raises:
        EmptyDrawingError: If a drawing is blank.
    """
    root = ET.Element("ink", {"xmlns": _NAMESPACE})
    context = ET.SubElement(root, "context", {XML_ID: "canvas"})
    channels = ET.SubElement(context, "traceFormat", {XML_ID: "format"})
    for attributes in (
        {"name": "X", "type": "double", "units": "dev"},
        {"name": "Y", "type": "double", "units": "dev"},
        {"name": "F", "type": "double", "min": "0", "max": "1", "units": "dev"},
        {"name": "T", "type": "double", "units": "ms"},
    ):
        ET.SubElement(channels, "channel", attributes)
    for drawing in drawings:
        if drawing.ink.is_blank:
            raise EmptyDrawingError("There is no ink in this drawing.")
        group = ET.SubElement(root, "traceGroup", {"contextRef": "#canvas"})
        for kind, text in drawing.notes:
            # XML cannot carry control characters, not even escaped.
            kept = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
            ET.SubElement(group, "annotation", {"type": kind}).text = kept
        for stroke in drawing.ink.strokes:
            points = ", ".join(_point_text(point) for point in stroke.points)
            ET.SubElement(group, "trace").text = points
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"


def _point_text(point: StrokePoint) -> str:
    """Return a point's channels; ``repr`` of a float reads back as the same float."""
    values = (point.x, point.y, point.pressure, point.time_ms)
    return " ".join(repr(float(value)) for value in values)
