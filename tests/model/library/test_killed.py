"""The program may end between any two writes; after each, a verified model is in use.

Python announces every change of the file system before it makes it. Here each announcement takes
a picture of the folder, which is what a kill at that moment would have left behind.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.library.exchange import export_model, import_model
from model.library.model_library import ModelLibrary
from tests.model.library.modelfiles import make_model

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate"}


class Camera:
    """Copies a folder before each change of a file below it. There can be only one: hooks stay."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._album = Path()
        self._count = 0
        sys.addaudithook(self._on_event)

    @contextmanager
    def on(self, folder: Path, album: Path) -> Iterator[None]:
        self._folder, self._album, self._count = folder, album, 0
        try:
            yield
        finally:
            self._folder = None

    def pictures(self) -> list[Path]:
        return [self._album / f"{number}" for number in range(self._count)]

    def _on_event(self, event: str, arguments: tuple[object, ...]) -> None:
        folder = self._folder
        if folder is None or not _is_change(event, arguments):
            return
        if not str(arguments[0]).startswith(str(folder)):
            return
        self._folder = None  # Copying is a change, too.
        shutil.copytree(folder, self._album / f"{self._count}", symlinks=True)
        self._count += 1
        self._folder = folder


def _is_change(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and flags & 3 != 0
    return event in _CHANGES


@pytest.fixture(scope="module")
def camera() -> Camera:
    return Camera()


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    """Return a library with two trained models, the second of which is active."""
    make_model(tmp_path / "bundled", litert=b"bundled")
    library = ModelLibrary(tmp_path / "bundled", tmp_path / "trained")
    for name in ("first", "second"):
        make_model(tmp_path / "trained" / name, litert=name.encode())
        library.activate(tmp_path / "trained" / name)
    return library


def activate(library: ModelLibrary) -> None:
    library.activate(library.trained / "first")


def delete_active(library: ModelLibrary) -> None:
    library.delete(library.trained / "second")


def delete_other(library: ModelLibrary) -> None:
    library.delete(library.trained / "first")


def delete_and_bring_back(library: ModelLibrary) -> None:
    library.bring_back(library.delete(library.trained / "second"))


def delete_for_good(library: ModelLibrary) -> None:
    library.forget(library.delete(library.trained / "second"))


def rename(library: ModelLibrary) -> None:
    library.rename(library.trained / "second", "Other")


def go_back(library: ModelLibrary) -> None:
    library.go_back()


def restore(library: ModelLibrary) -> None:
    library.restore_bundled()


def bring_in(library: ModelLibrary) -> None:
    import_model(library.trained.parent / "file", library, NOW, trial=lambda _bundle: None)


OPERATIONS = (
    activate,
    delete_active,
    delete_other,
    delete_and_bring_back,
    delete_for_good,
    rename,
    go_back,
    restore,
    bring_in,
)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda item: item.__name__)
def test_after_a_kill_at_any_point_a_whole_model_is_in_use(
    camera: Camera,
    library: ModelLibrary,
    operation: Callable[[ModelLibrary], None],
    tmp_path: Path,
) -> None:
    export_model(make_model(tmp_path / "elsewhere", litert=b"third"), tmp_path / "file")

    with camera.on(library.trained, tmp_path / "album"):
        operation(library)

    pictures = camera.pictures()
    assert len(pictures) >= 2
    for picture in [*pictures, library.trained]:
        found = ModelLibrary(tmp_path / "bundled", picture)
        active = found.active()
        assert not active.problem, picture
        entries = found.models()
        assert [entry.problem for entry in entries] == [""] * len(entries)
        # The other trained model is there whatever happened, and can be chosen.
        survivor = "second" if operation is delete_other else "first"
        found.activate(picture / survivor)
        assert found.active().bundle.folder == picture / survivor
        found.tidy()
        assert found.go_back().folder in {entry.folder for entry in entries}
