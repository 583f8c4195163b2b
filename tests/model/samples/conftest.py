"""A store in a temporary folder, and folders that cannot be written."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.samples.store import SampleStore
from tests.model.samples.drawings import Clock

NOBODY = 65534


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "samples.sqlite3"


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "data" / "backups"


@pytest.fixture
def open_store(path: Path, backups: Path, clock: Clock) -> Callable[[], SampleStore]:
    """Return what opens the store of this test, without waiting for anybody."""
    return lambda: SampleStore.open(path, backups, clock=clock, patience_s=0)


@pytest.fixture
def readable_folder() -> Iterator[Path]:
    """Return a folder that a test without rights can reach, and do without those of root."""
    if not hasattr(os, "geteuid"):
        pytest.skip("rights are not kept in this way here")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for sub in [folder, *folder.rglob("*")]:
            sub.chmod(0o755)


@pytest.fixture
def give_up_rights() -> Iterator[Callable[[], None]]:
    """Return what makes the rest of the test run without root's right to write anywhere."""
    before = os.geteuid()

    def give_up() -> None:
        if before == 0:
            os.seteuid(NOBODY)

    yield give_up
    os.seteuid(before)
