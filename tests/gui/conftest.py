"""The real window, with the real model, in a home of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from model.paths import UserPaths
from tests.gui.driving import open_window


@pytest.fixture
def paths(tmp_path: Path) -> UserPaths:
    """Return folders for settings and models that no other test uses."""
    return UserPaths.below(tmp_path / "home")


@pytest.fixture
def window(qtbot: QtBot, paths: UserPaths) -> Iterator[MainWindow]:
    """Return the main window, shown and ready to read."""
    window = open_window(qtbot, paths)
    yield window
    window.close()
