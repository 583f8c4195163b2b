"""A store in a temporary folder, and drawings to keep in it."""

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from model.ink import Ink, Stroke, StrokePoint
from model.samples.sample import NewSample, Source
from model.samples.store import SampleStore

NOBODY = 65534


class Clock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def go(self, **by: float) -> None:
        self.time += timedelta(**by)


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


def png(gray: int = 200) -> bytes:
    """Return a small picture of one shade."""
    file = io.BytesIO()
    Image.new("L", (12, 20), gray).save(file, "PNG")
    return file.getvalue()


def drawing(seed: int = 0) -> Ink:
    """Return two strokes with values that do not round well."""
    first = [StrokePoint(seed + i / 3, -7.1 * i, 0.1 + i / 30, 16.67 * i) for i in range(9)]
    return Ink((Stroke(tuple(first)), Stroke((StrokePoint(1e-9, 1e6 + seed, 1.0, 250.0),))))


def new_sample(label: int = 4, profile: str = "Ada", seed: int = 0) -> NewSample:
    """Return a correction made on the canvas: read as a nine."""
    return NewSample(
        label=label,
        profile=profile,
        source=Source.CANVAS,
        ink=drawing(seed),
        read_digit=9,
        read_confidence=0.61,
    )
