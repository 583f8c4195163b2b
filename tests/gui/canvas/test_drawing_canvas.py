import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, QTranslator
from PySide6.QtGui import QColor, QImage, QPaintEvent, QPalette
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DigitBox, DrawingCanvas, Tool
from model.geometry import Box
from model.ink import Ink, Stroke, rasterise
from tests.gui.canvas.pixels import inked, rgba, shown
from tests.gui.canvas.pointers import Mouse, Pen

LINE = [(60.0, 150.0), (140.0, 150.0), (220.0, 150.0), (300.0, 150.0)]


def bitmap(drawing: Drawing) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return rasterise([stroke.xy for stroke in drawing.ink.strokes])


def dark() -> QPalette:
    palette = QPalette(QColor("#303030"), QColor("#202020"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#252932"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#e8eaf0"))
    return palette


def test_an_empty_canvas_says_what_to_do(canvas: DrawingCanvas) -> None:
    with_hint = shown(canvas)
    canvas.hint_text = "Draw"
    assert canvas.hint_text == "Draw"
    assert (shown(canvas) != with_hint).any()


def test_the_hint_goes_with_the_first_touch_and_comes_back(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    middle = QRect(100, 90, 200, 120)
    hinted = rgba(canvas.grab(middle).toImage())
    mouse.press(10, 10)
    assert len(np.unique(rgba(canvas.grab(middle).toImage()).reshape(-1, 4), axis=0)) == 1
    mouse.release(10, 10)
    drawing.clear()
    assert (rgba(canvas.grab(middle).toImage()) == hinted).all()


def test_a_tap_shows_a_dot_of_the_pens_width(canvas: DrawingCanvas, mouse: Mouse) -> None:
    canvas.pen_width_px = 20
    mouse.press(150, 100)
    assert inked(canvas).sum() == pytest.approx(np.pi * 100, rel=0.08)
    mouse.release(150, 100)
    ink = inked(canvas)
    assert ink.sum() == pytest.approx(np.pi * 100, rel=0.08)
    assert ink[100, 150]


def test_ink_shows_where_it_was_drawn(canvas: DrawingCanvas, mouse: Mouse) -> None:
    mouse.drag(LINE)
    ink = inked(canvas)
    assert ink[150, 60:300].all()
    assert not ink[100].any()


def test_pen_width_changes_what_is_seen_and_not_what_is_read(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    ink, read, seen = drawing.ink, bitmap(drawing), inked(canvas).sum()
    canvas.pen_width_px = 30
    assert inked(canvas).sum() > 2 * seen
    assert drawing.ink is ink
    np.testing.assert_array_equal(bitmap(drawing), read)


def test_pressure_changes_what_is_seen_and_not_what_is_read(canvas: DrawingCanvas) -> None:
    drawing = canvas._drawing
    Pen(canvas).drag(LINE, pressure=0.1)
    faint, read = inked(canvas).sum(), bitmap(drawing)
    drawing.clear()
    Pen(canvas).drag(LINE, pressure=0.9)
    assert inked(canvas).sum() > 1.5 * faint
    np.testing.assert_array_equal(bitmap(drawing), read)


@pytest.mark.parametrize(("asked", "given"), [(0.1, 2), (12.5, 12.5), (400, 40)])
def test_the_pen_keeps_to_sensible_widths(
    canvas: DrawingCanvas, asked: float, given: float
) -> None:
    canvas.pen_width_px = asked
    assert canvas.pen_width_px == given


def test_undo_takes_ink_off_the_screen(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    first = inked(canvas)
    mouse.drag([(60, 60), (300, 240)])
    drawing.undo_stack.undo()
    np.testing.assert_array_equal(inked(canvas), first)
    drawing.undo_stack.undo()
    drawing.undo_stack.redo()
    np.testing.assert_array_equal(inked(canvas), first)


def test_the_eraser_takes_ink_off_the_screen(canvas: DrawingCanvas, mouse: Mouse) -> None:
    mouse.drag(LINE)
    canvas.tool = Tool.ERASER
    mouse.drag([(180, 100), (180, 200)])
    row = inked(canvas)[150]
    assert not row[172:188].any()
    assert row[60:160].all()
    assert row[200:300].all()


class PaintWatch(QObject):
    """Collects the areas that are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[QRect] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


def test_a_move_repaints_only_its_surroundings(
    canvas: DrawingCanvas, mouse: Mouse, qtbot: QtBot
) -> None:
    watch = PaintWatch()
    canvas.installEventFilter(watch)
    mouse.drag(LINE)
    mouse.press(50, 50)
    mouse.move(60, 50)
    qtbot.waitUntil(lambda: bool(watch.areas))
    watch.areas.clear()
    mouse.move(70, 55)
    qtbot.waitUntil(lambda: bool(watch.areas))
    assert QRect(30, 30, 60, 50).contains(watch.areas[0])
    mouse.release(70, 55)


def test_resizing_keeps_ink_in_place_and_what_is_outside_in_the_drawing(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    ink = drawing.ink
    before = inked(canvas)
    canvas.resize(180, 160)
    assert inked(canvas)[150, 60:170].all()
    canvas.resize(400, 300)
    assert drawing.ink is ink
    np.testing.assert_array_equal(inked(canvas), before)


def test_fitting_shows_all_ink_and_changes_none(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    far = Ink((Stroke.from_xy([(-500, 20), (2500, 900)]),))
    drawing.replace(far)
    canvas.fit_to_view()
    assert canvas.is_fitted
    columns = np.flatnonzero(inked(canvas).any(axis=0))
    assert columns[0] > 20
    assert columns[-1] < 380
    assert drawing.ink == far
    canvas.resize(200, 300)
    assert np.flatnonzero(inked(canvas).any(axis=0))[-1] < 180
    mouse.drag([(100, 50), (120, 250)])
    (x, y), _ = drawing.strokes[-1].xy
    assert -500 < x < 2500
    assert y < 20  # far above the line, in the drawing's own units
    assert inked(canvas)[150, 110]


def test_a_cleared_canvas_is_back_at_its_actual_size(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    drawing.replace(Ink((Stroke.from_xy([(-500, 20), (2500, 900)]),)))
    canvas.fit_to_view()
    drawing.clear()
    assert not canvas.is_fitted
    mouse.drag(LINE)
    assert drawing.strokes[0].xy.tolist() == [list(position) for position in LINE]


def test_a_blank_canvas_cannot_be_fitted(canvas: DrawingCanvas) -> None:
    canvas.fit_to_view()
    assert not canvas.is_fitted


def test_actual_size_undoes_fitting(canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse) -> None:
    mouse.drag([(100, 100), (120, 100)])
    before = inked(canvas)
    canvas.fit_to_view()
    assert (inked(canvas) != before).any()
    canvas.show_actual_size()
    np.testing.assert_array_equal(inked(canvas), before)


def test_the_canvas_follows_the_palette(canvas: DrawingCanvas, mouse: Mouse) -> None:
    mouse.drag(LINE)
    canvas.setPalette(dark())
    picture = shown(canvas)
    assert picture[150, 180, :3].tolist() == [0xE8, 0xEA, 0xF0]
    assert picture[80, 180, :3].tolist() == [0x25, 0x29, 0x32]


def test_the_focus_can_be_seen(canvas: DrawingCanvas) -> None:
    focused = shown(canvas)
    canvas.clearFocus()
    assert (shown(canvas)[0] != focused[0]).any()
    assert (shown(canvas)[40] == focused[40])[5:-5].all()


def test_the_cursor_is_as_large_as_what_it_draws(canvas: DrawingCanvas) -> None:
    canvas.pen_width_px = 8
    small = canvas.cursor().pixmap().width()
    canvas.pen_width_px = 38
    large = canvas.cursor().pixmap().width()
    assert 8 <= small < 38 <= large
    canvas.tool = Tool.ERASER
    assert canvas.cursor().pixmap().width() > large


def test_digits_are_framed_when_there_are_several(
    canvas: DrawingCanvas, drawing: Drawing, mouse: Mouse
) -> None:
    mouse.drag(LINE)
    plain = shown(canvas)
    one = DigitBox(Box(60, 100, 80, 80), "1", certain=True, active=True)
    other = DigitBox(Box(220, 100, 80, 80), "7?", certain=False, active=False)
    canvas.set_highlights([one])
    np.testing.assert_array_equal(shown(canvas), plain)
    canvas.set_highlights([one, other])
    changed = (shown(canvas) != plain).any(axis=2)
    assert changed[60:220, 30:160].any()
    assert changed[60:220, 200:330].any()
    assert not changed[:, 165:195].any()
    canvas.set_highlights([])
    np.testing.assert_array_equal(shown(canvas), plain)


def test_the_same_frames_are_not_painted_again(
    canvas: DrawingCanvas, mouse: Mouse, qtbot: QtBot
) -> None:
    def boxes(first_stroke: int) -> list[DigitBox]:
        return [
            DigitBox(Box(x, 50, 40, 60), "1", certain=True, active=False, strokes=(stroke,))
            for stroke, x in enumerate((20, 120), first_stroke)
        ]

    canvas.set_highlights(boxes(0))
    watch = PaintWatch()
    canvas.installEventFilter(watch)
    canvas.update(0, 0, 1, 1)
    qtbot.waitUntil(lambda: bool(watch.areas))
    watch.areas.clear()
    canvas.set_highlights(boxes(3))  # the same to the eye
    canvas.update(0, 0, 1, 1)
    qtbot.waitUntil(lambda: bool(watch.areas))
    assert watch.areas == [QRect(0, 0, 1, 1)]
    assert [digit.strokes for digit in canvas.digits] == [(3,), (4,)]


def test_the_picture_is_black_on_white_and_as_long_as_asked(
    canvas: DrawingCanvas, mouse: Mouse
) -> None:
    canvas.setPalette(dark())
    mouse.drag(LINE)
    picture = canvas.picture(500)
    assert (picture.width(), picture.height() < 200) == (500, True)
    pixels = rgba(picture)
    assert pixels[0, 0].tolist() == [255, 255, 255, 255]
    assert pixels[picture.height() // 2, 250].tolist() == [0, 0, 0, 255]


def test_the_picture_of_nothing_is_white(canvas: DrawingCanvas) -> None:
    assert (rgba(canvas.picture(64)) == 255).all()
    with pytest.raises(ValueError, match="at least one pixel"):
        canvas.picture(0)


def test_the_picture_holds_ink_that_is_out_of_sight(
    canvas: DrawingCanvas, drawing: Drawing
) -> None:
    drawing.replace(Ink((Stroke.from_xy([(5000, 5000), (5000, 6000)]),)))
    picture = canvas.picture(300)
    assert isinstance(picture, QImage)
    assert (rgba(picture)[..., 0] == 0).any()


def test_assistive_tools_can_name_the_canvas(canvas: DrawingCanvas) -> None:
    assert canvas.accessibleName()
    assert "Escape" in canvas.accessibleDescription()
    assert canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus


class Capitals(QTranslator):
    """Answers every text of the canvas in capitals."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return text.upper() if context in {"DrawingCanvas", "Sheet"} else ""


def test_a_change_of_language_reaches_the_canvas(canvas: DrawingCanvas) -> None:
    translator = Capitals()
    QCoreApplication.installTranslator(translator)
    try:
        QCoreApplication.sendPostedEvents()
        assert canvas.accessibleName() == "CANVAS"
        assert canvas.hint_text.isupper()
    finally:
        QCoreApplication.removeTranslator(translator)


def test_a_small_canvas_shows_the_words_without_the_pen(canvas: DrawingCanvas) -> None:
    accent = canvas.palette().accent().color()
    rgb = np.array([accent.red(), accent.green(), accent.blue()])

    def accent_px() -> int:
        inner = shown(canvas)[5:-5, 5:-5, :3].astype(int)
        return int((np.abs(inner - rgb).sum(axis=2) < 30).sum())

    assert accent_px() > 20
    canvas.setMinimumSize(1, 1)
    canvas.resize(300, 90)
    assert accent_px() == 0
    assert inked(canvas).any()


def test_moving_to_another_screen_sharpens_the_ink(
    canvas: DrawingCanvas, mouse: Mouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouse.drag(LINE)
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 1.5)
    QCoreApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert canvas._ink.store_size.toTuple() == (600, 450)


_AT_ANOTHER_SCALE = """
from PySide6.QtWidgets import QApplication
from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas
from model.ink import Ink, Stroke
app = QApplication([])
drawing = Drawing()
canvas = DrawingCanvas(drawing)
canvas.resize(201, 161)
drawing.replace(Ink((Stroke.from_xy([(40, 80), (160, 80)]),)))
picture, store = canvas.grab().toImage(), canvas._ink.store_size
middle = round(80 * canvas.devicePixelRatioF())
dark = [picture.pixelColor(x, middle).lightness() < 128 for x in range(picture.width())]
print(store.width(), store.height(), sum(dark))
"""


@pytest.mark.parametrize(("scale", "store"), [(1.5, (302, 242)), (2.0, (402, 322))])
def test_a_scaled_screen_gets_its_own_pixels(scale: float, store: tuple[int, int]) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _AT_ANOTHER_SCALE],
        env={**os.environ, "QT_SCALE_FACTOR": str(scale)},
        capture_output=True,
        text=True,
        check=True,
    )
    width, height, dark_px = map(int, answer.stdout.split())
    assert (width, height) == store
    # A line of 120 px with two round ends of 6 px.
    assert dark_px == pytest.approx(132 * scale, abs=2)
