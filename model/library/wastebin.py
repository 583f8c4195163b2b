"""Deleted models can come back for a while: they are renamed away, and removed later.

A rename is one step for the file system: a model is either in the library or deleted, whole.
"""

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.errors import BundleError

_PREFIX: Final = ".deleted-"
_KEPT_S: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class DeletedModel:
    """A model that was deleted and can come back.

    Attributes:
        folder: Where it was.
        place: Where it is now.
        title: What people call it.
        was_active: Whether it was the chosen model.
    """

    folder: Path
    place: Path
    title: str
    was_active: bool


def put_away(folder: Path) -> Path:
    """Rename a model's folder out of sight and return where it is.

    Raises:
        OSError: If it cannot be renamed; it is where it was then.
    """
    holder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder.parent))
    try:
        return folder.rename(holder / folder.name)
    except OSError:
        holder.rmdir()
        raise


def take_back(deleted: DeletedModel) -> None:
    """Rename a deleted model back to where it was.

    Raises:
        BundleError: If it is gone for good, or another model has its place by now.
        OSError: If it cannot be renamed.
    """
    if not deleted.place.exists():
        raise BundleError(f"“{deleted.title}” has been removed for good meanwhile.")
    if deleted.folder.exists():
        raise BundleError(f"There is another model in the place of “{deleted.title}” by now.")
    deleted.place.rename(deleted.folder)
    shutil.rmtree(deleted.place.parent, ignore_errors=True)


def remove(deleted: DeletedModel) -> None:
    """Remove a deleted model for good; what cannot be removed now is tried again by ``sweep``."""
    _remove(deleted.place.parent)


def sweep(trained: Path) -> None:
    """Remove what was deleted, or left half-written, more than a day ago.

    Another window may still offer to bring back what was deleted since. A time in the future
    means that the clock was set back: then nobody knows the age, and it has been long enough.
    """
    if not trained.is_dir():
        return
    now = time.time()
    for path in trained.iterdir():
        try:
            if _is_waste(path.name) and abs(now - path.stat().st_mtime) > _KEPT_S:
                _remove(path)
        except OSError:
            continue


def _is_waste(name: str) -> bool:
    """Tell whether a name is one that deleting, or writing beside a place, has given."""
    return name.startswith(_PREFIX) or (name.startswith(".") and name.endswith(".part"))


def _remove(path: Path) -> None:
    for child in path.iterdir() if path.is_dir() else ():
        if child.is_symlink():  # A folder that a person keeps elsewhere stays there.
            child.unlink(missing_ok=True)
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
