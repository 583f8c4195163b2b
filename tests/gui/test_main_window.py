import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from gui.file_dialogs import FileDialogs
from gui.ink_clipboard import ink_data
from gui.main_window import MainWindow
from gui.training.retrain_dialog import RetrainDialog
from model.ink import Ink, Stroke
from model.paths import UserPaths
from tests.gui.driving import draw, ink_of, open_window, wait_for_reading, write_picture


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_drawn_with_the_mouse_is_read(qtbot: QtBot, window: MainWindow, digit: int) -> None:
    draw(qtbot, window, digit)
    assert window.reading_panel.text == str(digit)
    assert window.chart.scores is not None
    assert window.chart.scores.digit == digit
    assert all(text.endswith("%") for text in window.chart.texts)
    field = window.stages_panel.field
    assert field is not None
    assert (field.width(), field.height()) == (28, 28)


def test_a_blank_canvas_shows_no_digit_and_no_bars(window: MainWindow) -> None:
    assert window.reading_panel.text == ""
    assert window.chart.scores is None
    assert window.chart.texts == [""] * 10
    assert window.stages_panel.field is None


def test_clearing_takes_the_reading_away_and_undo_brings_it_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    draw(qtbot, window, 3)
    window.menu_actions.clear.trigger()
    assert window.reading_panel.text == ""
    assert window.chart.scores is None
    window.menu_actions.undo.trigger()
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "3"


def test_the_reading_follows_the_pen_before_it_lifts(qtbot: QtBot, window: MainWindow) -> None:
    QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
    for y in range(90, 300, 10):
        QTest.mouseMove(window.canvas, QPoint(200, y))
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "1"
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 300))


def test_pen_width_never_changes_the_reading(qtbot: QtBot, window: MainWindow) -> None:
    draw(qtbot, window, 8)
    before = window.session.shown.digit
    window.canvas.pen_width_px = 40
    window.session.read_again()
    wait_for_reading(qtbot, window)
    after = window.session.shown.digit
    assert before is not None
    assert after is not None
    assert np.array_equal(before.stages.field, after.stages.field)


def test_a_picture_opened_through_the_dialog_is_shown_and_read(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_picture(tmp_path / "five.png", 5)
    monkeypatch.setattr(FileDialogs, "ask_open", lambda *_: path)
    window.menu_actions.open.trigger()
    wait_for_reading(qtbot, window)
    assert window.picture_page.isVisible()
    assert window.picture_page.view.image.width() > 0
    assert window.reading_panel.text == "5"


def test_a_picture_leaves_the_drawing_as_it_was(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    draw(qtbot, window, 4)
    before = window.drawing.ink
    window.files.open_path(write_picture(tmp_path / "two.png", 2))
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "2"
    window.menu_actions.show_drawing.trigger()
    wait_for_reading(qtbot, window)
    assert window.canvas.isVisible()
    assert window.reading_panel.text == "4"
    assert window.drawing.ink == before


def test_a_bad_picture_gives_one_message_and_keeps_drawing_and_reading(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    draw(qtbot, window, 6)
    before = window.drawing.ink
    path = tmp_path / "broken.png"
    path.write_bytes(b"no picture at all")
    with qtbot.waitSignal(window.session.picture_refused):
        window.files.open_path(path)
    assert window.message_bar.message is not None
    assert "broken.png" in window.message_bar.message.text
    assert window.reading_panel.text == "6"
    assert window.drawing.ink == before
    assert window.canvas.isVisible()


def test_a_blank_picture_shows_no_digit(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    cv2.imwrite(str(path), np.full((200, 200), 255, np.uint8))
    window.files.open_path(path)
    wait_for_reading(qtbot, window)
    assert window.picture_page.isVisible()
    assert window.reading_panel.text == ""
    assert window.chart.scores is None


def test_a_drawing_saved_as_ink_opens_as_it_was(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nine.inkml"
    monkeypatch.setattr(FileDialogs, "ask_save", lambda *_: path)
    draw(qtbot, window, 9)
    before = window.drawing.ink
    window.menu_actions.save.trigger()
    window.menu_actions.clear.trigger()
    window.files.open_path(path)
    wait_for_reading(qtbot, window)
    assert window.drawing.ink == before
    assert window.reading_panel.text == "9"


def test_a_drawing_that_cannot_be_saved_is_kept_and_said(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setattr(FileDialogs, "ask_save", lambda *_: tmp_path / "file" / "x.inkml")
    draw(qtbot, window, 1)
    window.menu_actions.save.trigger()
    assert window.message_bar.message is not None
    assert "could not be saved" in window.message_bar.message.text
    assert not window.drawing.is_blank


def test_a_saved_picture_of_the_drawing_reads_the_same(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "three.png"
    monkeypatch.setattr(FileDialogs, "ask_save", lambda *_: path)
    draw(qtbot, window, 3)
    window.menu_actions.save.trigger()
    window.files.open_path(path)
    wait_for_reading(qtbot, window)
    assert window.picture_page.isVisible()
    assert window.reading_panel.text == "3"


def test_a_pasted_picture_is_read(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    image = QImage(str(write_picture(tmp_path / "x.png", 2)))
    QGuiApplication.clipboard().setImage(image)
    window.menu_actions.paste.trigger()
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "2"


def test_a_pasted_file_is_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(write_picture(tmp_path / "x.png", 7)))])
    QGuiApplication.clipboard().setMimeData(mime)
    window.menu_actions.paste.trigger()
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "7"


def test_ink_dropped_without_a_file_is_added_to_the_drawing(
    qtbot: QtBot, window: MainWindow
) -> None:
    mime = ink_data(ink_of(4), "")
    place, keys = QPointF(60, 60), Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    for event in (
        QDragEnterEvent(place.toPoint(), copy, mime, left, keys),
        QDropEvent(place, copy, mime, left, keys),
    ):
        QCoreApplication.sendEvent(window.canvas, event)
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "4"
    assert window.drawing.undo_stack.count() == 1


def test_a_picture_dropped_without_a_file_is_read(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/two.png")])
    mime.setImageData(QImage(str(write_picture(tmp_path / "x.png", 2))))
    window.canvas.content_dropped.emit(mime)
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "2"


def test_pasting_something_useless_says_so(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("hello")
    window.menu_actions.paste.trigger()
    assert window.message_bar.message is not None
    assert "clipboard" in window.message_bar.message.text


def test_the_reading_can_be_copied(qtbot: QtBot, window: MainWindow) -> None:
    draw(qtbot, window, 5)
    window.menu_actions.copy_text.trigger()
    assert QGuiApplication.clipboard().text() == "5"


def test_hidden_panels_stay_hidden_at_the_next_start(
    qtbot: QtBot, window: MainWindow, paths: UserPaths
) -> None:
    window.menu_actions.stages_panel.trigger()
    assert not window.stages_panel.isVisible()
    window.close()
    again = open_window(qtbot, paths)
    assert not again.stages_panel.isVisible()
    assert again.chart.isVisible()
    again.close()


def test_without_panels_the_canvas_has_the_whole_window_at_the_next_start_too(
    qtbot: QtBot, window: MainWindow, paths: UserPaths
) -> None:
    actions = window.menu_actions
    for action in (actions.reading_panel, actions.probability_panel, actions.stages_panel):
        action.trigger()
    assert not window.panels.isVisible()
    window.close()
    again = open_window(qtbot, paths)
    assert not again.panels.isVisible()
    again.menu_actions.probability_panel.trigger()
    assert again.chart.isVisible()
    again.close()


def test_two_digits_side_by_side_are_read_as_a_number(qtbot: QtBot, window: MainWindow) -> None:
    draw(qtbot, window, 4, side_px=150, x=120)
    draw(qtbot, window, 2, side_px=150, x=330)
    assert window.reading_panel.text == "42"
    assert window.chart.scores is not None
    assert window.chart.scores.digit == 2  # the one drawn last


def test_the_drawing_of_last_time_is_offered_and_comes_back(
    qtbot: QtBot, window: MainWindow, paths: UserPaths
) -> None:
    draw(qtbot, window, 6)
    before = window.drawing.ink
    window.close()
    again = open_window(qtbot, paths)
    message = again.message_bar.message
    assert message is not None
    assert message.action is not None
    assert again.drawing.is_blank
    button = next(b for b in again.message_bar.findChildren(QPushButton) if "Bring" in b.text())
    button.click()
    wait_for_reading(qtbot, again)
    assert again.drawing.ink == before
    assert again.reading_panel.text == "6"
    again.close()


def test_an_opened_file_is_found_again_under_open_recent(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    for name, digit in (("one & only.png", 1), ("two.png", 2)):
        window.files.open_path(write_picture(tmp_path / name, digit))
        wait_for_reading(qtbot, window)
    window.recent.aboutToShow.emit()
    newest, older = window.recent.actions()
    assert "two.png" in newest.text()
    assert "one && only.png" in older.text()
    older.trigger()
    wait_for_reading(qtbot, window)
    assert window.reading_panel.text == "1"


def test_what_was_saved_is_found_again_under_open_recent(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(qtbot, window, 6)
    for name in ("six.inkml", "six.svg"):  # a drawing for other programs cannot be opened here
        monkeypatch.setattr(FileDialogs, "ask_save", lambda *_, name=name: tmp_path / name)
        window.menu_actions.save.trigger()
    window.recent.aboutToShow.emit()
    (entry,) = window.recent.actions()
    assert entry.text().endswith("six.inkml")


def test_a_drawing_is_saved_under_what_it_says_unless_another_name_is_typed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = iter(["Ink, can be opened again (*.inkml)", "Picture (*.png)"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (asked[2], next(forms)))
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path))
    draw(qtbot, window, 6)
    window.menu_actions.save.trigger()
    window.menu_actions.save.trigger()
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"6.inkml", "6.png"}


def test_a_recent_file_that_is_gone_is_not_offered(window: MainWindow, tmp_path: Path) -> None:
    window.recent.add(tmp_path / "gone.png")
    window.recent.aboutToShow.emit()
    (entry,) = window.recent.actions()
    assert not entry.isEnabled()


@pytest.mark.parametrize("name", ["drawing.svg", "drawing.png", "drawing.inkml"])
def test_the_ending_of_the_name_decides_the_form(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setattr(FileDialogs, "ask_save", lambda *_: tmp_path / name)
    draw(qtbot, window, 7)
    window.menu_actions.save.trigger()
    begins = {"drawing.svg": b"<svg", "drawing.png": b"\x89PNG", "drawing.inkml": b"<?xml"}
    assert (tmp_path / name).read_bytes().startswith(begins[name])


def test_the_drawing_can_be_copied_as_a_picture_and_pasted(
    qtbot: QtBot, window: MainWindow
) -> None:
    draw(qtbot, window, 8)
    window.menu_actions.copy_picture.trigger()
    window.menu_actions.paste.trigger()
    wait_for_reading(qtbot, window)
    assert window.picture_page.isVisible()
    assert window.reading_panel.text == "8"


def three_point_one_four() -> Ink:
    """Return a drawing of 3.14, its point a tap."""
    strokes: list[Stroke] = []
    for digit, left in ((3, 0), (1, 150), (4, 250)):
        strokes += [
            Stroke.from_xy(np.add(stroke.xy, (left + 40, 40))) for stroke in ink_of(digit).strokes
        ]
        if digit == 3:
            strokes.append(Stroke.from_xy([(150.0, 172.0)]))
    return Ink(tuple(strokes))


def test_a_decimal_point_is_read_unless_that_is_turned_off(
    qtbot: QtBot, window: MainWindow, paths: UserPaths
) -> None:
    window.drawing.replace(three_point_one_four())
    wait_for_reading(qtbot, window)
    assert window.session.shown.reading.text == "3.14"
    window.menu_actions.read_punctuation.trigger()
    wait_for_reading(qtbot, window)
    assert window.session.shown.reading.text == "314"
    window.close()
    again = open_window(qtbot, paths)
    assert not again.menu_actions.read_punctuation.isChecked()
    again.close()


def test_a_drawing_is_not_saved_under_the_reading_of_a_picture(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileDialogs, "ask_save", lambda *_: tmp_path / "four.inkml")
    draw(qtbot, window, 4)
    window.files.open_path(write_picture(tmp_path / "seven.png", 7))
    wait_for_reading(qtbot, window)
    window.menu_actions.save.trigger()
    assert "7" not in re.findall(r"truth[^<]*>([^<]*)<", (tmp_path / "four.inkml").read_text())


def test_a_file_is_not_replaced_unasked_where_the_ending_was_left_out(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seven.inkml").write_text("old")
    answers = [False, True]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "seven"), ""))
    monkeypatch.setattr(FileDialogs, "ask_overwrite", lambda *_: answers.pop(0))
    assert FileDialogs.ask_save(window, "", "") is None
    assert FileDialogs.ask_save(window, "", "") == tmp_path / "seven.inkml"


def test_the_first_window_fits_on_the_screen(window: MainWindow) -> None:
    available = window.screen().availableSize()
    assert window.width() <= available.width()
    assert window.height() <= available.height()


def test_a_message_goes_when_the_person_goes_on(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.session.picture_refused):
        window.files.open_path(tmp_path / "missing.png")
    assert window.message_bar.message is not None
    window.files.open_path(write_picture(tmp_path / "two.png", 2))
    wait_for_reading(qtbot, window)
    assert window.message_bar.message is None


def test_a_kept_drawing_brought_back_over_a_picture_is_seen(
    qtbot: QtBot, window: MainWindow, paths: UserPaths, tmp_path: Path
) -> None:
    draw(qtbot, window, 6)
    window.close()
    again = open_window(qtbot, paths)
    again.files.open_path(write_picture(tmp_path / "two.png", 2))
    wait_for_reading(qtbot, again)
    message = again.message_bar.message
    assert message is not None
    assert message.action is not None
    message.action.run()
    wait_for_reading(qtbot, again)
    assert again.canvas.isVisible()
    assert again.reading_panel.text == "6"
    again.close()


def test_drawing_goes_on_beside_the_retrain_dialog(qtbot: QtBot, window: MainWindow) -> None:
    window.menu_actions.retrain.trigger()
    draw(qtbot, window, 5)
    assert window.reading_panel.text == "5"
    window.menu_actions.retrain.trigger()
    dialogs = window.findChildren(RetrainDialog)
    assert len(dialogs) == 1
    dialogs[0].reject()
