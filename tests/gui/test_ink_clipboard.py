from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.ink_clipboard import INK_TYPE, ink_data, offered_ink
from gui.main_window import MainWindow
from model.errors import EmptyDrawingError, InkFileError
from model.ink import Ink, Stroke
from model.inkml import write_inkml
from tests.gui.driving import draw, ink_of, wait_for_reading

INK = Ink((Stroke.from_xy([(1.25, 2), (3, 4)]),))


def text(content: str) -> QMimeData:
    data = QMimeData()
    data.setText(content)
    return data


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_copied_ink_is_offered_as_it_was_in_both_forms() -> None:
    data = ink_data(INK, "7")
    assert offered_ink(data, "it") == INK
    assert offered_ink(text(data.text()), "it") == INK
    assert 'type="truth">7<' in data.text()
    with pytest.raises(EmptyDrawingError):
        ink_data(Ink(), "")


@pytest.mark.parametrize("content", ["", "hello", "<svg xmlns='x'/>", "ink <ink>", "<a> <ink"])
def test_other_text_is_no_ink(content: str) -> None:
    if content == "<a> <ink":
        with pytest.raises(InkFileError, match="it is not InkML"):
            offered_ink(text(content), "it")
    else:
        assert offered_ink(text(content), "it") is None


@pytest.mark.parametrize(
    "content",
    [
        "<ink>",
        "<ink xmlns='http://www.w3.org/2003/InkML'/>",
        "<ink><trace>1 nan</trace></ink>",
        "<!DOCTYPE ink [<!ENTITY a 'a'>]><ink><trace>1 &a;</trace></ink>",
    ],
)
def test_bad_ink_is_named(content: str) -> None:
    with pytest.raises(InkFileError, match=r"^it "):
        offered_ink(text(content), "it")
    data = QMimeData()
    data.setData(INK_TYPE, content.encode())
    with pytest.raises(InkFileError, match=r"^it "):
        offered_ink(data, "it")


def test_text_may_declare_any_encoding() -> None:
    content = "<?xml version='1.0' encoding='UTF-16'?><ink><trace>1 2, 3 4</trace></ink>"
    ink = offered_ink(text(content), "it")
    assert ink is not None
    assert ink.strokes[0].xy.tolist() == [[1, 2], [3, 4]]


def test_an_ink_file_is_offered_and_another_file_is_not(tmp_path: Path) -> None:
    write_inkml(tmp_path / "a.InkML", INK)
    assert offered_ink(files(tmp_path / "a.InkML"), "it") == INK
    assert offered_ink(files(tmp_path / "a.png", tmp_path / "a.InkML"), "it") is None
    with pytest.raises(InkFileError, match=r"b\.inkml"):
        offered_ink(files(tmp_path / "b.inkml"), "it")


def test_ink_copied_in_the_window_is_pasted_beside_the_drawing_in_one_step(
    qtbot: QtBot, window: MainWindow
) -> None:
    draw(qtbot, window, 4, side_px=100, x=80)
    before = window.drawing.ink
    window.menu_actions.copy_ink.trigger()
    window.menu_actions.paste.trigger()
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "44"
    assert len(window.drawing.strokes) == 2 * len(before.strokes)
    assert window.drawing.undo_stack.undoText() == "Paste"
    window.menu_actions.undo.trigger()
    assert window.drawing.ink == before


def test_a_copied_ink_file_is_pasted_into_the_drawing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "two.inkml"
    write_inkml(path, ink_of(2))
    QGuiApplication.clipboard().setMimeData(files(path))
    window.menu_actions.paste.trigger()
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "2"


def test_pasting_damaged_ink_says_so_and_leaves_the_drawing(
    qtbot: QtBot, window: MainWindow
) -> None:
    draw(qtbot, window, 1)
    before = window.drawing.ink
    QGuiApplication.clipboard().setText("<ink><trace>oh</trace></ink>")
    window.menu_actions.paste.trigger()
    assert window.message_bar.message is not None
    assert "clipboard" in window.message_bar.message.text
    assert window.drawing.ink is before


def test_copying_a_blank_drawing_as_ink_says_so(window: MainWindow) -> None:
    window.menu_actions.copy_ink.trigger()
    assert window.message_bar.message is not None
    assert "nothing to copy" in window.message_bar.message.text
