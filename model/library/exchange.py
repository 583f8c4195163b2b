"""A model as one file: exported to be carried away, imported after every check there is.

The file is a zip file of the three files of a model folder. What comes from elsewhere is
believed in nothing: names, sizes, checksums, what the Keras model would build and how the
compiled one behaves are checked before the model is among the person's own.
"""

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from model.bundle import (
    CARD_NAME,
    KERAS_NAME,
    LARGEST_CARD_BYTES,
    LARGEST_MODEL_BYTES,
    LITERT_NAME,
    ModelBundle,
    ModelCard,
    NewerCardError,
    load_bundle,
)
from model.errors import BundleError
from model.files import write_bytes, write_folder
from model.library.archives import ArchiveError, read_members
from model.library.kerasfile import check_keras_file
from model.library.model_library import ModelLibrary
from model.library.titles import tidy_title
from model.library.trial import try_out

FILE_SUFFIX: Final = ".inkdigits-model"

_LIMITS: Final = {
    CARD_NAME: LARGEST_CARD_BYTES,
    LITERT_NAME: LARGEST_MODEL_BYTES,
    KERAS_NAME: LARGEST_MODEL_BYTES,
}
_LARGEST_FILE_BYTES: Final = sum(_LIMITS.values()) + (1 << 16)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Attributes:
        bundle: The verified model folder.
        is_new: False where the very same model was there already.
    """

    bundle: ModelBundle
    is_new: bool


def export_model(bundle: ModelBundle, target: Path) -> None:
    """Write a model as one file, replacing what was at ``target``.

    Raises:
        BundleError: If the model is damaged by now.
        OSError: If the file cannot be written; what was there is unchanged then.
    """
    bundle = load_bundle(bundle.folder)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _LIMITS:
            # An entry made by name alone has a fixed date: the same model gives the same file.
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (bundle.folder / name).read_bytes())
    content = packed.getvalue()
    _checked(content)  # A file that is changed while it is read must not go out.
    write_bytes(target, content)


def import_model(
    path: Path,
    library: ModelLibrary,
    now: datetime,
    trial: Callable[[ModelBundle], None] = try_out,
) -> Imported:
    """Add the model in a file to the library; it is not activated.

    Args:
        path: The file.
        library: Where it goes.
        now: When, with its zone.
        trial: Runs the compiled model where it can do no harm.

    Raises:
        BundleError: If it is not a whole, harmless model; the library is unchanged then.
        OSError: If it cannot be written; the library is unchanged then.
    """
    try:
        parts, card = _checked(_content(path))
        check_keras_file(parts[KERAS_NAME])
    except BundleError as error:
        raise BundleError(f"{path.name} cannot be imported. {error}") from error
    twin = library.find_twin(card.sha256)
    if twin is not None:
        return Imported(twin, is_new=False)
    card = replace(
        card,
        title=tidy_title(card.title) or path.stem,
        imported=now.isoformat(timespec="seconds"),
    )

    def fill(new: Path) -> None:
        for name in (KERAS_NAME, LITERT_NAME):
            (new / name).write_bytes(parts[name])
        (new / CARD_NAME).write_text(card.to_json(), encoding="utf-8")
        try:
            trial(load_bundle(new))
        except BundleError as error:
            raise BundleError(f"{path.name} cannot be imported. {error}") from error

    folder = library.new_folder("imported", now)
    write_folder(folder, fill)
    return Imported(load_bundle(folder), is_new=True)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise BundleError(f"It cannot be read: {error.strerror}.") from error
    if len(content) > _LARGEST_FILE_BYTES:
        raise BundleError("It is too large to be a model.")
    return content


def _checked(content: bytes) -> tuple[dict[str, bytes], ModelCard]:
    """Return the files in a model file, which match the card in it, and that card.

    Raises:
        BundleError: If it is no model file, is damaged, or comes from a later version.
    """
    try:
        parts = read_members(content, _LIMITS)
        card = ModelCard.from_json(parts[CARD_NAME].decode())
    except ArchiveError as error:
        raise BundleError(f"It is not a whole model file: {error}.") from error
    except NewerCardError as error:
        text = "It was made by a newer version of Inkdigits. Please update Inkdigits to use it."
        raise BundleError(text) from error
    except ValueError as error:
        raise BundleError(f"Its model card is damaged: {error}.") from error
    for name in (KERAS_NAME, LITERT_NAME):
        if hashlib.sha256(parts[name]).hexdigest() != card.sha256.get(name):
            raise BundleError(f"Its part {name} is damaged: the checksum is wrong.")
    return parts, card
