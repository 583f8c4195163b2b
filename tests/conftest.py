"""What every test gets: no screen, no access to the user's files, and nothing left running."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer

# Read when the first QApplication or TensorFlow starts, in this process or in a child.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["LC_ALL"] = "C.UTF-8"  # numbers and messages read the same on every machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask for the measuring data, so that `-m "not data"` leaves them out."""
    for item in items:
        if "data_dir" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.data)


@pytest.fixture(autouse=True)
def inkdigits_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that holds this test's settings, samples, models and caches."""
    home = tmp_path / "inkdigits-home"
    monkeypatch.setenv("INKDIGITS_HOME", str(home))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras-home"))
    return home


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Return the folder of measuring data, or skip the test where there is none."""
    named = os.environ.get("INKDIGITS_DATA")
    if not named:
        pytest.skip("INKDIGITS_DATA does not name the folder of measuring data")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"INKDIGITS_DATA names {folder}, which is not a folder")
    return folder


@pytest.fixture(autouse=True)
def _nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a child process, a thread of Qt's or a ticking timer behind."""
    before = _child_processes()
    yield
    left = [f"process {process}" for process in _child_processes() - before]
    if "qapp" in request.fixturenames:
        left += _running_qt_objects()
    if left:
        pytest.fail(f"left running: {', '.join(left)}", pytrace=False)


def _child_processes() -> set[psutil.Process]:
    """Return the living child processes, without the one that multiprocessing keeps for itself."""
    living = set()
    for process in psutil.Process().children():
        try:
            helper = any("resource_tracker" in part for part in process.cmdline())
            if not helper and process.status() != psutil.STATUS_ZOMBIE:
                living.add(process)
        except psutil.NoSuchProcess:
            continue
    return living


def _running_qt_objects() -> list[str]:
    """Return a name for each running QThread and active QTimer that Python knows of."""
    # pytest-qt has closed the windows; what they asked to delete goes with the next event loop.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = []
    for thing in gc.get_objects():
        kind = type(thing)  # isinstance would ask proxies, and wake lazily loaded modules
        if issubclass(kind, QThread) and shiboken6.isValid(thing) and thing.isRunning():
            left.append(f"thread {thing.objectName() or kind.__name__}")
        elif issubclass(kind, QTimer) and shiboken6.isValid(thing) and thing.isActive():
            left.append(f"timer {thing.objectName() or kind.__name__}")
    return left
