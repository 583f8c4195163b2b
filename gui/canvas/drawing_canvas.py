"""The surface that is drawn on: it takes pointers in and shows the ink."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from gui.canvas.cursors import ring_cursor
from gui.canvas.drawing import Drawing
from gui.canvas.export import ink_picture
from gui.canvas.highlights import (
    DigitBox,
    HighlightStyle,
    highlight_area,
    paint_highlight,
    shown_highlights,
)
from gui.canvas.ink_painter import InkPainter
from gui.canvas.sheet import Sheet
from gui.canvas.stroke_recorder import PenSample, StrokeRecorder, Tool
from gui.canvas.view import View
from model.ink import StrokePoint

__all__ = ["DigitBox", "DrawingCanvas", "Tool"]

PEN_WIDTHS_PX = (2.0, 40.0)
TREMOR_PX = 2.0
_FIT_MARGIN_PX = 32.0
_SMALLEST_ERASER_PX = 20.0


class DrawingCanvas(Sheet):
    """Draws into a ``Drawing`` with mouse, pen or finger, and paints it."""

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._recorder = StrokeRecorder(self)
        self._pen_width_px = 12.0
        self._ink = InkPainter(self._ink_color(), self._pen_width_px)
        self._highlights: tuple[DigitBox, ...] = ()
        self._is_fitted = False
        self._stroke_began_ms = 0.0
        self._eraser_at: tuple[float, float] | None = None
        self._cursor_tool: Tool | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setTabletTracking(True)
        self.setMouseTracking(True)  # a move without a button tells of a release that was lost
        self._name_for_assistive_tools()
        self._ink.resize(self.size(), self.devicePixelRatioF())
        self.on_ink_changed()
        self._show_cursor(Tool.PEN)
        drawing.ink_changed.connect(self.on_ink_changed)

    @property
    def tool(self) -> Tool:
        """What the left button, the pen's tip and a finger do."""
        return self._recorder.tool

    @tool.setter
    def tool(self, tool: Tool) -> None:
        self._recorder.tool = tool
        self._show_cursor(tool)

    @property
    def pen_width_px(self) -> float:
        """How wide ink looks under middling pressure, 2–40; what is recognised never changes."""
        return self._pen_width_px

    @pen_width_px.setter
    def pen_width_px(self, width_px: float) -> None:
        wanted = min(max(float(width_px), PEN_WIDTHS_PX[0]), PEN_WIDTHS_PX[1])
        if wanted == self._pen_width_px:
            return
        self._pen_width_px = wanted
        self._ink.restyle(pen_width_px=self._pen_width_px)
        self._refresh_cursor()
        self.update()

    @property
    def is_fitted(self) -> bool:
        """True while the drawing is scaled to fit the canvas."""
        return self._is_fitted

    def set_highlights(self, boxes: Sequence[DigitBox]) -> None:
        """Frame the digits that were found; a single digit gets no frame."""
        wanted = shown_highlights(boxes)
        if wanted == self._highlights:
            return
        style = self._highlight_style()
        for digit in {*wanted} ^ {*self._highlights}:
            self.update(highlight_area(digit, self._ink.view, style).toAlignedRect())
        self._highlights = wanted

    def fit_to_view(self) -> None:
        """Scale the painting so that the whole drawing is in sight; the drawing stays as it is."""
        self._is_fitted = not self._drawing.is_blank
        self._set_view(self._fitting_view())

    def show_actual_size(self) -> None:
        """Paint the drawing where and as large as it was drawn."""
        self._is_fitted = False
        self._set_view(View())

    def picture(self, long_side_px: int) -> QImage:
        """Return the drawing black on white, its longer side ``long_side_px`` pixels."""
        return ink_picture(self._drawing.ink, self._pen_width_px, long_side_px)

    @Slot()
    def on_ink_changed(self) -> None:
        """Paint what changed, and no more."""
        dirty = self._ink.follow(self._drawing.strokes, self._drawing.live_points)
        self.shows_hint = self._drawing.is_blank
        if not dirty.isEmpty():
            self.update(dirty.toAlignedRect().adjusted(-1, -1, 1, 1))
        if self._drawing.is_blank and self._is_fitted:
            self.show_actual_size()

    # What the recorder reports.

    def pen_began(self, tool: Tool, sample: PenSample) -> None:
        """Start a stroke of ink or of the eraser."""
        self._show_cursor(tool)
        if tool is Tool.ERASER:
            self._eraser_at = self._ink.view.drawn(sample.x_px, sample.y_px)
            self._erase_to(self._eraser_at)
        else:
            self._stroke_began_ms = self._drawing.elapsed_ms()
            self._drawing.begin_stroke(self._stroke_point(sample))

    def pen_moved(self, sample: PenSample) -> None:
        """Carry the stroke on."""
        if self._eraser_at is not None:
            self._erase_to(self._ink.view.drawn(sample.x_px, sample.y_px))
        else:
            self._drawing.extend_stroke(self._stroke_point(sample))

    def pen_lifted(self) -> None:
        """Finish the stroke."""
        self._eraser_at = None
        self._drawing.finish_erasing()
        self._drawing.finish_stroke(TREMOR_PX / self._ink.view.scale)
        self._show_cursor(self.tool)

    def pen_cancelled(self) -> None:
        """Drop the stroke."""
        self._eraser_at = None
        self._drawing.cancel()
        self._show_cursor(self.tool)

    def pen_hovered(self, tool: Tool) -> None:
        """Show which end of the pen is down."""
        self._show_cursor(tool)

    def _stroke_point(self, sample: PenSample) -> StrokePoint:
        """Return a sample as a point of the drawing: the one way from any pointer to ink."""
        x, y = self._ink.view.drawn(sample.x_px, sample.y_px)
        return StrokePoint(x, y, sample.pressure, self._stroke_began_ms + sample.time_ms)

    def _erase_to(self, position: tuple[float, float]) -> None:
        start = position if self._eraser_at is None else self._eraser_at
        # Ink is as wide as the pen, so its middle line is cut that much farther away: the round
        # ends that are left then touch the eraser's edge.
        shown_radius = (self._eraser_width_px() + self._shown_pen_width_px()) / 2
        self._drawing.erase_along(start, position, shown_radius / self._ink.view.scale)
        self._eraser_at = position

    # Events.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Record."""
        self._recorder.on_mouse(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Record: the second of two quick strokes begins with a double click."""
        self._recorder.on_mouse(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Record."""
        self._recorder.on_mouse(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Record."""
        self._recorder.on_mouse(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Record."""
        if event.type() == QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._recorder.on_tablet(event)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Handle what has no handler of its own in Qt."""
        if isinstance(event, QTouchEvent):
            self._recorder.on_touch(event)
            event.accept()
            return True
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and self._escapes(event):
            event.accept()  # else a shortcut of the window would take the key first
            return True
        if kind in {QEvent.Type.UngrabMouse, QEvent.Type.WindowDeactivate}:
            self._recorder.lose()
        elif kind == QEvent.Type.DevicePixelRatioChange:
            self._ink.resize(self.size(), self.devicePixelRatioF())
            self._refresh_cursor()
            self.update()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape drop the stroke under way."""
        if self._escapes(event):
            self._recorder.cancel()
        else:
            super().keyPressEvent(event)

    def _escapes(self, event: QEvent) -> bool:
        return (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._recorder.is_recording
        )

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish a stroke whose release would be missed."""
        self._recorder.lose()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Finish a stroke whose release would be missed."""
        self._recorder.lose()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the desktop's colours and the language."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._ink.restyle(color=self._ink_color())
            self._refresh_cursor()
            self.update()
        elif event.type() == QEvent.Type.LanguageChange:
            self._name_for_assistive_tools()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ink where it is, or in sight while it is fitted."""
        super().resizeEvent(event)
        self._ink.resize(self.size(), self.devicePixelRatioF())
        if self._is_fitted:
            self._set_view(self._fitting_view())

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        """Paint ink and frames."""
        self._ink.paint(painter)
        style = self._highlight_style()
        for digit in self._highlights:
            if highlight_area(digit, self._ink.view, style).intersects(area):
                paint_highlight(painter, digit, self._ink.view, style)

    def _name_for_assistive_tools(self) -> None:
        self.setAccessibleName(self.tr("Canvas"))
        self.setAccessibleDescription(
            self.tr("Draw digits here with a mouse, a pen or a finger. Escape drops a stroke.")
        )

    def _set_view(self, view: View) -> None:
        self._ink.restyle(view=view)
        self.update()

    def _fitting_view(self) -> View:
        ink = self._drawing.ink
        if ink.is_blank:
            return View()
        return View.fitting(ink.bounds, self.width(), self.height(), _FIT_MARGIN_PX)

    def _ink_color(self) -> QColor:
        return self.palette().text().color()

    def _shown_pen_width_px(self) -> float:
        return self._ink.view.pen_width(self._pen_width_px)

    def _eraser_width_px(self) -> float:
        return max(_SMALLEST_ERASER_PX, self._pen_width_px * 1.5)

    def _highlight_style(self) -> HighlightStyle:
        return HighlightStyle(self.palette(), self.font(), self._shown_pen_width_px())

    def _show_cursor(self, tool: Tool) -> None:
        if tool is not self._cursor_tool:
            self._cursor_tool = tool
            self._refresh_cursor()

    def _refresh_cursor(self) -> None:
        erases = self._cursor_tool is Tool.ERASER
        width = self._eraser_width_px() if erases else self._shown_pen_width_px()
        self.setCursor(ring_cursor(width, self.palette(), self.devicePixelRatioF(), crossed=erases))
