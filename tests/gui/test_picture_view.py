from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.canvas.highlights import DigitBox
from gui.picture_view import PictureView
from model.geometry import Box
from model.images import from_rgba
from tests.gui.canvas.pixels import shown

BOXES = (
    DigitBox(Box(20, 20, 30, 40), "4", certain=True, active=False),
    DigitBox(Box(120, 20, 30, 40), "2?", certain=False, active=True),
)


@pytest.fixture
def view(qtbot: QtBot) -> PictureView:
    """Return a view of a white picture with two frames."""
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_picture(from_rgba(np.full((80, 200, 4), 255, np.uint8)))
    view.set_highlights(BOXES)
    view.show()
    return view


def middle(view: PictureView, index: int) -> QPoint:
    return view.box_area(index).center().toPoint()


def test_the_picture_is_enlarged_and_centred_with_its_frames(view: PictureView) -> None:
    areas = [view.box_area(index) for index in range(2)]
    assert areas[0].width() > 30
    assert (areas[0].left() + areas[0].right() + areas[1].left() + areas[1].right()) / 4 < 200
    assert all(view.rect().contains(area.toAlignedRect()) for area in areas)


def test_frames_are_painted_and_go(view: PictureView) -> None:
    framed, area = shown(view), view.box_area(0)
    view.set_highlights(())
    plain = shown(view)
    assert (framed != plain).any()
    changed = np.argwhere((framed != plain).any(axis=2))
    top, left = changed.min(axis=0)
    assert area.adjusted(-2, -2, 2, 2).contains(QPointF(left, top))


def test_a_click_into_a_frame_chooses_its_digit(qtbot: QtBot, view: PictureView) -> None:
    with qtbot.waitSignal(view.digit_clicked) as clicked:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, 1))
    assert clicked.args == [1]
    with qtbot.assertNotEmitted(view.digit_clicked):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


@pytest.mark.parametrize(
    ("reason", "index"),
    [(QContextMenuEvent.Reason.Mouse, 0), (QContextMenuEvent.Reason.Keyboard, 1)],
)
def test_the_menu_is_for_the_digit_under_the_mouse_or_for_the_active_one(
    qtbot: QtBot, view: PictureView, reason: QContextMenuEvent.Reason, index: int
) -> None:
    place = middle(view, 0)
    event = QContextMenuEvent(reason, place, view.mapToGlobal(place))
    with qtbot.waitSignal(view.digit_menu_requested) as asked:
        QCoreApplication.sendEvent(view, event)
    assert asked.args == [index, view.mapToGlobal(middle(view, index))]


def test_another_picture_can_be_dropped_onto_it(
    qtbot: QtBot, view: PictureView, tmp_path: Path
) -> None:
    file = tmp_path / "next.png"
    file.touch()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(view, QDragEnterEvent(QPoint(50, 50), copy, data, left, plain))
    with qtbot.waitSignal(view.files_dropped) as dropped:
        QCoreApplication.sendEvent(view, QDropEvent(QPointF(50, 50), copy, data, left, plain))
    assert dropped.args == [[file]]
