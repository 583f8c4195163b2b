"""What a drop onto the canvas brings: a file, a picture, or a reason why neither."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileInfo, QMimeData


@dataclass(frozen=True, slots=True)
class Drop:
    """What was dropped.

    Attributes:
        files: The file to open, or nothing. Of several files it is the first: the canvas shows one
            picture.
        message: One translated line that says what was not opened; may be empty.
        is_picture: True where there is no file, but the pixels of a picture.
    """

    files: tuple[Path, ...] = ()
    message: str = ""
    is_picture: bool = False


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
    if data.hasImage():  # a browser sends the pixels beside the address
        return Drop(is_picture=True)
    if local:
        return Drop(message=_tr("That is a folder. Drop a picture file instead."))
    if urls:
        return Drop(
            message=_tr("Web addresses cannot be opened. Save the picture, then drop its file.")
        )
    return Drop(message=_tr("There is no picture in what was dropped. Drop a picture file."))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Drop", text)
