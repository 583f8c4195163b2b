"""Ink on the clipboard: InkML, under its own name and as text."""

from pathlib import Path

from PySide6.QtCore import QMimeData

from gui.file_dialogs import INK_SUFFIX
from model.ink import Ink
from model.inkml import inkml_bytes, parse_inkml, read_inkml

INK_TYPE = "application/inkml+xml"
"""InkML's media type (W3C Recommendation, 20 September 2011, appendix)."""

_NAMED_IN_FIRST = 4000


def ink_data(ink: Ink, truth: str) -> QMimeData:
    """Return a drawing for the clipboard.

    Args:
        ink: The drawing.
        truth: What it says; may be empty.

    Raises:
        EmptyDrawingError: If the drawing is blank.
    """
    content = inkml_bytes(ink, truth)
    data = QMimeData()
    data.setData(INK_TYPE, content)
    data.setText(content.decode("utf-8"))
    return data


def offered_ink(data: QMimeData, name: str) -> Ink | None:
    """Return the drawing that is offered as InkML or as an InkML file, or None.

    Args:
        data: The clipboard's content.
        name: What messages call it, translated.

    Raises:
        InkFileError: If it is InkML that cannot be read.
    """
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return read_inkml(files[0]) if files[0].suffix.lower() == INK_SUFFIX else None
    if data.hasFormat(INK_TYPE):
        return parse_inkml(bytes(data.data(INK_TYPE).data()), name)
    return parse_inkml(data.text(), name) if offers_ink(data) else None


def offers_ink(data: QMimeData) -> bool:
    """Tell whether there is InkML, by its name or by how its text begins."""
    text = data.text() if data.hasText() else ""
    is_named = text.lstrip().startswith("<") and "<ink" in text[:_NAMED_IN_FIRST]
    return is_named or data.hasFormat(INK_TYPE)
