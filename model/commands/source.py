"""What every command reads from: the model in use, and files that hold ink in either form."""

from pathlib import Path
from typing import Final

from model import paths
from model.bundle import load_bundle
from model.commands.console import complain
from model.errors import BundleError
from model.images import Picture, decode
from model.ink import Ink
from model.inkml import read_inkml
from model.library.model_library import ModelLibrary
from model.native import native_messages_silenced
from model.reader import Reader
from model.recognizer import Recognizer

INKML_SUFFIX: Final = ".inkml"


def open_reader(folder: Path | None = None) -> Reader:
    """Return a reader with the model in ``folder``, or with the one in use.

    Raises:
        BundleError: If the model, and the bundled one that stands in for it, cannot be used.
    """
    if folder is not None:
        return Reader(Recognizer(load_bundle(folder)))
    library = ModelLibrary(paths.bundled_model(), paths.user_paths().models)
    active = library.active()
    problem = active.problem
    try:
        recognizer = Recognizer(active.bundle)
    except BundleError as error:
        if active.is_bundled:
            raise
        problem = str(error)
        recognizer = Recognizer(library.bundled())
    if problem:
        is_bundled = recognizer.bundle.folder == paths.bundled_model()
        used = "The bundled model" if is_bundled else f"“{recognizer.bundle.card.title}”"
        complain(f"{problem} {used} is used.")
    return Reader(recognizer)


def open_file(path: Path) -> Ink | Picture:
    """Return the drawing or the picture in a file: drawings are named ``.inkml``.

    Raises:
        InkFileError: If it is named as a drawing and cannot be read as one.
        PictureError: If it is named otherwise and cannot be read as a picture.
    """
    if path.suffix.lower() == INKML_SUFFIX:
        return read_inkml(path)
    with native_messages_silenced():
        return decode(path)
