"""Driving the window as a person does: real mouse events, and waiting for what they show."""

from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.settings import Settings
from model.ink import Ink, rasterise
from model.inkml import read_inkml
from model.library.model_library import ModelLibrary
from model.paths import UserPaths, asset, bundled_model


def ink_of(digit: int) -> Ink:
    """Return the drawing of a digit that ships with the program."""
    return read_inkml(asset("strokes", f"{digit}.inkml"))


def draw(
    qtbot: QtBot, window: MainWindow, digit: int, *, side_px: float = 200, x: float = 250
) -> None:
    """Draw a digit with the mouse, its middle ``x`` px from the left, and wait for its reading."""
    ink = ink_of(digit)
    scale = side_px / ink.bounds.long_side
    middle = QPointF(*ink.bounds.center)
    place = QPointF(x, window.canvas.height() / 2)
    for stroke in ink.strokes:
        points = [
            ((QPointF(point.x, point.y) - middle) * scale + place).toPoint()
            for point in stroke.points
        ]
        QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(window.canvas, point)
        QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=points[-1])
    wait_for_reading(qtbot, window)


def wait_for_reading(qtbot: QtBot, window: MainWindow) -> None:
    """Return when the newest request has been answered and shown."""

    def is_caught_up() -> bool:
        newest = window.recognition.newest_number
        return window.recognition.is_idle and window.session.shown.number == newest

    qtbot.waitUntil(is_caught_up)


def open_window(qtbot: QtBot, paths: UserPaths) -> MainWindow:
    """Open a window and return it when it can read."""
    library = ModelLibrary(bundled_model(), paths.models)
    window = MainWindow(Settings(paths.settings), library, paths)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.models.model_changed):
        window.show()
    return window


def write_picture(path: Path, digit: int) -> Path:
    """Write a picture of a digit, dark on white with a margin."""
    bitmap = rasterise([stroke.xy for stroke in ink_of(digit).strokes])
    cv2.imwrite(str(path), 255 - np.pad(bitmap, 40))
    return path
