"""What a drop onto the canvas brings: a file, a picture, ink, or a reason why none of them."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileInfo, QMimeData

from gui.ink_clipboard import offers_ink


@dataclass(frozen=True, slots=True)
class Drop:
    """What was dropped.

    Attributes:
        files: The file to open, or nothing. Of several files it is the first: the canvas shows one
            picture.
        message: One translated line that says what was not opened; may be empty.
        has_content: True where there is no file, but the pixels of a picture, or ink.
    """

    files: tuple[Path, ...] = ()
    message: str = ""
    has_content: bool = False


def read_drop(data: QMimeData) -> Drop:
    """Return the file in dropped data, and what to tell about the rest.

    Whether the file exists and can be read is for its reader to say.
    """
    urls = data.urls() if data.hasUrls() else []
    local = [url.toLocalFile() for url in urls if url.isLocalFile()]
    files = [Path(path) for path in local if not QFileInfo(path).isDir()]
    if len(files) > 1:
        return Drop((files[0],), _tr("Of {0} files, only the first was opened.").format(len(files)))
    if files:
        return Drop((files[0],))
    if data.hasImage() or offers_ink(data):  # a browser sends the pixels beside the address
        return Drop(has_content=True)
    if local:
        return Drop(message=_tr("That is a folder. Drop a picture file instead."))
    if urls:
        return Drop(
            message=_tr("Web addresses cannot be opened. Save the picture, then drop its file.")
        )
    return Drop(message=_tr("There is no picture in what was dropped. Drop a picture file."))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Drop", text)
