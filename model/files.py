"""Writing files so that a crash, a full disk or a power cut leaves the old ones whole."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file beside ``path`` and rename it into place.

    Raises:
        OSError: If it cannot be written; what was at ``path`` is unchanged then.
    """
    path = path.resolve()  # What a link points to is replaced, not the link.
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_for(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode_for(path: Path) -> int:
    """Return the permissions of a file that is to be replaced, or those of any new file.

    A temporary file is readable by its owner alone, which is not what people expect of a drawing.
    """
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def write_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder beside ``folder`` and rename it into place, replacing what was there.

    Args:
        folder: Where the result shall be.
        fill: Writes the files into the empty folder that it is given.

    Raises:
        OSError: If it cannot be written; what was at ``folder`` is unchanged then.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _scratch_folder(folder) as scratch:
        new = scratch / "new"
        new.mkdir()
        fill(new)
        for path in new.rglob("*"):
            _sync(path)
        if folder.exists():
            folder.rename(scratch / "old")
            try:
                new.rename(folder)
            except OSError:
                (scratch / "old").rename(folder)
                raise
        else:
            new.rename(folder)
        _sync(folder.parent)


@contextmanager
def _scratch_folder(beside: Path) -> Iterator[Path]:
    scratch = Path(tempfile.mkdtemp(prefix=f".{beside.name}.", suffix=".part", dir=beside.parent))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _sync(path: Path) -> None:
    """Push a file or a folder's entries to the disk; Windows cannot open folders for that."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
