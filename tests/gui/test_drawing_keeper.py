from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from gui.drawing_keeper import DrawingKeeper
from model.ink import Ink
from model.inkml import read_inkml
from tests.gui.driving import ink_of


@pytest.fixture
def drawing(qtbot: QtBot) -> Drawing:
    """Return a blank drawing."""
    return Drawing()


def keep(drawing: Drawing, folder: Path) -> DrawingKeeper:
    """Return a keeper that nothing else holds on to."""
    keeper = DrawingKeeper(drawing, folder, QObject(drawing))
    keeper.begin()
    return keeper


def test_a_drawing_is_on_the_disk_soon_after_it_changes(
    qtbot: QtBot, drawing: Drawing, tmp_path: Path
) -> None:
    keeper = keep(drawing, tmp_path)
    drawing.replace(ink_of(4))
    qtbot.waitUntil((tmp_path / "drawing-1.inkml").exists)
    keeper.stop()
    assert read_inkml(tmp_path / "drawing-1.inkml") == drawing.ink


def test_what_a_window_left_behind_is_there_for_the_next(drawing: Drawing, tmp_path: Path) -> None:
    first = keep(drawing, tmp_path)
    assert first.left_behind is None
    drawing.replace(ink_of(7))
    first.stop()
    second = keep(Drawing(), tmp_path)
    assert second.left_behind == drawing.ink
    second.stop()


def test_a_cleared_drawing_is_not_offered_again(drawing: Drawing, tmp_path: Path) -> None:
    keeper = keep(drawing, tmp_path)
    drawing.replace(ink_of(7))
    keeper.keep_now()
    drawing.clear()
    keeper.stop()
    again = keep(Drawing(), tmp_path)
    assert again.left_behind is None
    again.stop()


def test_two_windows_keep_two_drawings(drawing: Drawing, tmp_path: Path) -> None:
    other = Drawing()
    first, second = keep(drawing, tmp_path), keep(other, tmp_path)
    drawing.replace(ink_of(1))
    other.replace(ink_of(2))
    first.stop()
    second.stop()
    kept = {read_inkml(path).bounds for path in tmp_path.glob("*.inkml")}
    assert kept == {drawing.ink.bounds, other.ink.bounds}


def test_a_damaged_file_is_no_trouble(drawing: Drawing, tmp_path: Path) -> None:
    (tmp_path / "drawing-1.inkml").write_text("<ink><trace>1 2, 3")
    keeper = keep(drawing, tmp_path)
    assert keeper.left_behind is None
    keeper.stop()


def test_where_nothing_can_be_written_drawing_goes_on(drawing: Drawing, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    keeper = keep(drawing, tmp_path / "file")
    drawing.replace(ink_of(3))
    keeper.keep_now()
    keeper.stop()
    assert drawing.ink != Ink()


def test_a_drawing_that_takes_long_to_write_is_written_less_often(
    drawing: Drawing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = keep(drawing, tmp_path)
    drawing.replace(ink_of(3))
    waits = [keeper._timer.interval()]
    clock = count(0, 2)  # every look at it comes two seconds after the last
    monkeypatch.setattr("gui.drawing_keeper.perf_counter", lambda: float(next(clock)))
    keeper.keep_now()
    drawing.replace(ink_of(4))
    waits.append(keeper._timer.interval())
    keeper.stop()
    assert waits == [400, 20_000]


def test_what_a_second_window_left_behind_is_offered_to_a_single_one(
    drawing: Drawing, tmp_path: Path
) -> None:
    first, second = keep(Drawing(), tmp_path), keep(drawing, tmp_path)
    drawing.replace(ink_of(2))
    first.stop()
    second.stop()
    alone = keep(Drawing(), tmp_path)
    assert alone.left_behind == drawing.ink
    alone.stop()
