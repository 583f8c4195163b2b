"""A dialog on a store of its own, and samples to put into it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from gui.samples.samples_dialog import SamplesDialog
from gui.settings import Settings
from model.paths import UserPaths
from model.samples.sample import NewSample, Source
from model.samples.store import SampleStore
from tests.gui.driving import ink_of

Open = Callable[[], SamplesDialog]


def sample(
    label: int, profile: str = "Me", *, read: int | None = None, source: Source = Source.CANVAS
) -> NewSample:
    """Return a drawing of a digit; ``read`` is what was read, the label where nothing is said."""
    return NewSample(
        label=label,
        profile=profile,
        source=source,
        ink=ink_of(label % 10),
        read_digit=label if read is None else read,
        read_confidence=0.75,
    )


def fill(paths: UserPaths, *samples: NewSample) -> tuple[int, ...]:
    """Keep samples and return their numbers."""
    with SampleStore.open(paths.samples, paths.backups) as store:
        return store.add_all(samples)


def kept(paths: UserPaths) -> list[tuple[str, int]]:
    """Return writer and label of what the store has, the oldest first."""
    with SampleStore.open(paths.samples, paths.backups) as store:
        return [(one.profile, one.label) for one in reversed(store.list())]


@pytest.fixture
def settings(paths: UserPaths) -> Settings:
    """Return the settings of the dialog."""
    return Settings(paths.settings)


@pytest.fixture
def open_dialog(qtbot: QtBot, paths: UserPaths, settings: Settings) -> Iterator[Open]:
    """Return what opens the dialog and waits for its samples; the test's end closes it."""
    opened: list[SamplesDialog] = []

    def open_it() -> SamplesDialog:
        dialog = SamplesDialog(paths, settings)
        opened.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_loaded)
        dialog.grid.setFocus()
        return dialog

    yield open_it
    for dialog in opened:
        dialog.stop()
        dialog.deleteLater()
    QCoreApplication.processEvents()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for what is imported and exported."""
    place = tmp_path / "exchange"
    place.mkdir()
    return place
