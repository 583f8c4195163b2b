"""A shown canvas with a drawing of its own, and a mouse over it."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas
from tests.gui.canvas.pointers import Mouse


@pytest.fixture
def drawing(qapp: object) -> Drawing:
    """Return a blank drawing."""
    return Drawing()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Return an empty window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 400)
    return window


@pytest.fixture
def canvas(qtbot: QtBot, window: QWidget, drawing: Drawing) -> DrawingCanvas:
    """Return a focused canvas of 400 × 300 px, in a window that it does not fill."""
    canvas = DrawingCanvas(drawing, window)
    canvas.setGeometry(20, 30, 400, 300)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    return canvas


@pytest.fixture
def mouse(canvas: DrawingCanvas) -> Mouse:
    """Return a mouse over the canvas."""
    return Mouse(canvas)
