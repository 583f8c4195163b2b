from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from pytestqt.qtbot import QtBot

from gui.canvas.drawing_canvas import DrawingCanvas
from tests.gui.canvas.pixels import shown

_COPY = Qt.DropAction.CopyAction
_LEFT = Qt.MouseButton.LeftButton
_PLAIN = Qt.KeyboardModifier.NoModifier


def of_urls(*urls: QUrl) -> QMimeData:
    data = QMimeData()
    data.setUrls(list(urls))
    return data


def of_text(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def drag(canvas: DrawingCanvas, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(50, 50), _COPY, data, _LEFT, _PLAIN)
    QCoreApplication.sendEvent(canvas, event)
    return event.isAccepted()


def drop(canvas: DrawingCanvas, data: QMimeData) -> None:
    assert drag(canvas, data)
    QCoreApplication.sendEvent(canvas, QDropEvent(QPointF(50, 50), _COPY, data, _LEFT, _PLAIN))


def test_a_file_is_handed_over(canvas: DrawingCanvas, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "drei Ä 3.png"
    file.touch()
    with (
        qtbot.assertNotEmitted(canvas.drop_refused),
        qtbot.waitSignal(canvas.files_dropped) as dropped,
    ):
        drop(canvas, of_urls(QUrl.fromLocalFile(str(file))))
    assert dropped.args == [[file]]


def test_of_several_files_the_first_is_opened_and_that_is_said(
    canvas: DrawingCanvas, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [tmp_path / f"{n}.png" for n in range(3)]
    urls = [QUrl.fromLocalFile(str(file)) for file in files]
    with (
        qtbot.waitSignal(canvas.drop_refused) as said,
        qtbot.waitSignal(canvas.files_dropped) as dropped,
    ):
        drop(canvas, of_urls(*urls))
    assert dropped.args == [files[:1]]
    assert said.args == ["Of 3 files, only the first was opened."]


def test_a_file_beside_a_folder_is_opened(
    canvas: DrawingCanvas, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "3.png"
    with qtbot.waitSignal(canvas.files_dropped) as dropped:
        drop(canvas, of_urls(*(QUrl.fromLocalFile(str(path)) for path in (tmp_path, file))))
    assert dropped.args == [[file]]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (of_urls(QUrl("https://example.org/seven.png")), "Web addresses"),
        (of_text("seven"), "no picture"),
        (QMimeData(), "no picture"),
    ],
    ids=["address", "text", "nothing"],
)
def test_what_cannot_be_opened_is_answered(
    canvas: DrawingCanvas, qtbot: QtBot, data: QMimeData, word: str
) -> None:
    with (
        qtbot.assertNotEmitted(canvas.files_dropped),
        qtbot.waitSignal(canvas.drop_refused) as said,
    ):
        drop(canvas, data)
    assert said.args is not None
    assert word in said.args[0]


def test_a_folder_is_answered(canvas: DrawingCanvas, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(canvas.drop_refused) as said:
        drop(canvas, of_urls(QUrl.fromLocalFile(str(tmp_path))))
    assert said.args is not None
    assert "folder" in said.args[0]


def test_the_canvas_welcomes_a_file_that_hovers(canvas: DrawingCanvas, tmp_path: Path) -> None:
    before = shown(canvas)
    drag(canvas, of_urls(QUrl.fromLocalFile(str(tmp_path / "7.png"))))
    assert (shown(canvas) != before).any()
    QCoreApplication.sendEvent(canvas, QDragLeaveEvent())
    assert (shown(canvas) == before).all()


def test_the_pixels_of_a_picture_are_handed_over_where_there_is_no_file(
    canvas: DrawingCanvas, qtbot: QtBot
) -> None:
    data = of_urls(QUrl("https://example.org/seven.png"))
    data.setImageData(QImage(3, 2, QImage.Format.Format_RGB32))
    widths: list[int] = []
    canvas.content_dropped.connect(lambda dropped: widths.append(dropped.imageData().width()))
    with qtbot.assertNotEmitted(canvas.drop_refused):
        drop(canvas, data)
    assert widths == [3]
