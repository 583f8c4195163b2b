"""The surface that is drawn on: it takes pointers and keys, and hands them to its tools."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from gui.canvas.cursors import ACROSS, HANDS, ring_cursor
from gui.canvas.drawing import Drawing
from gui.canvas.eraser_tool import EraserTool
from gui.canvas.highlights import DigitBox, frame_area, shown_highlights
from gui.canvas.ink_sheet import InkSheet
from gui.canvas.navigation import navigate
from gui.canvas.pen_tool import PenTool
from gui.canvas.pinch import Pinch
from gui.canvas.select_tool import SelectTool
from gui.canvas.stroke_recorder import PenSample, StrokeRecorder, Tool
from gui.canvas.surface import CanvasTool
from model.edges import EdgeMove

__all__ = ["DigitBox", "DrawingCanvas", "Tool"]

_SMALLEST_ERASER_PX = 20.0


class DrawingCanvas(InkSheet):
    """Draws into a ``Drawing`` with mouse, pen or finger.

    Attributes:
        can_zoom: True where wheels, touchpads and two fingers zoom and pan.

    Signals:
        digit_clicked: Index of the digit that the person chose, among those highlighted. Told
            again when a reading arrives that speaks of another digit than the one held.
        digit_menu_requested: Index of a digit whose menu is wanted, and where on the screen.
        edge_moved: An ``EdgeMove``: an edge of a digit's frame was dragged to where it takes
            another digit, or gives ink away.
    """

    digit_clicked = Signal(int)
    digit_menu_requested = Signal(int, QPoint)
    edge_moved = Signal(object)
    can_zoom: bool = False  # of the class: Qt sends events while it is still being made

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(drawing, parent)
        self._recorder = StrokeRecorder(self)
        self._pinch = Pinch(self, self._recorder.makes_way_for_pinch)
        self._found: tuple[DigitBox, ...] = ()
        self._eraser = EraserTool(self)
        self._select = SelectTool(self)
        self._tools: dict[Tool, CanvasTool] = {
            Tool.PEN: PenTool(self),
            Tool.ERASER: self._eraser,
            Tool.SELECT: self._select,
        }
        self._in_use = self._tools[Tool.PEN]
        self._pointed: tuple[Tool, bool, bool] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setTabletTracking(True)
        self.setMouseTracking(True)  # a move without a button tells of a release that was lost
        self._name_for_assistive_tools()
        self._show_cursor(Tool.PEN)

    @property
    def tool(self) -> Tool:
        """What the left button, the pen's tip and a finger do."""
        return self._recorder.tool

    @tool.setter
    def tool(self, tool: Tool) -> None:
        if tool is not self._recorder.tool:
            self._select.forget()
            self._recorder.tool = tool
            self.dress_digits()
        self._show_cursor(tool)

    @property
    def erases_whole_strokes(self) -> bool:
        """True while the eraser takes every stroke that it touches, as with Shift."""
        return self._eraser.takes_whole_strokes

    @erases_whole_strokes.setter
    def erases_whole_strokes(self, whole: bool) -> None:
        self._eraser.takes_whole_strokes = whole

    def set_highlights(self, boxes: Sequence[DigitBox]) -> None:
        """Frame the digits that were found; a single digit is framed only to be selected."""
        self._found = tuple(boxes)
        if self.tool is Tool.SELECT:
            self._select.read_anew(boxes)
        self.dress_digits()
        if self.tool is Tool.SELECT:
            chosen = self._select.chosen_among(boxes)
            if chosen is not None and not boxes[chosen].active:
                self.digit_clicked.emit(chosen)

    def erase_chosen_digit(self) -> None:
        """Erase the digit that the select tool shows as chosen."""
        if self.tool is Tool.SELECT:
            self._select.erase()

    # What tools may know of the canvas.

    @property
    def eraser_width_px(self) -> float:
        """How wide the eraser looks."""
        return max(_SMALLEST_ERASER_PX, self._pen_width_px * 1.5)

    def choose_digit(self, index: int) -> None:
        """Tell that the person chose a digit."""
        self.digit_clicked.emit(index)

    def move_edge(self, move: EdgeMove) -> None:
        """Tell that the person put an edge of a digit's frame elsewhere."""
        self.edge_moved.emit(move)

    def dress_digits(self) -> None:
        """Show the digits as the tool wants them."""
        if self.tool is Tool.SELECT:
            self.show_digits(self._select.dressed(self._found))
        else:
            self.show_digits(shown_highlights(self._found))

    # What the recorder reports.

    def pen_began(self, tool: Tool, sample: PenSample) -> None:
        """Begin with a tool."""
        self._in_use = self._tools[tool]
        self._in_use.begin(sample)
        self._point(tool, sample.x_px, sample.y_px)

    def pen_moved(self, sample: PenSample) -> None:
        """Go on with the tool."""
        self._in_use.go_on(sample)

    def pen_lifted(self) -> None:
        """Finish."""
        self._in_use.lift()
        self._show_cursor(self.tool)

    def pen_cancelled(self) -> None:
        """Drop what was done."""
        self._in_use.cancel()
        self._show_cursor(self.tool)

    def pen_hovered(self, tool: Tool, x_px: float, y_px: float) -> None:
        """Show which end of the pen is down, and what can be clicked or taken."""
        self._point(tool, x_px, y_px)

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
            if not (self.can_zoom and self._pinch.takes(event)):
                self._recorder.on_touch(event)
            event.accept()
            return True
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and self._takes_before_shortcuts(event):
            event.accept()  # else a shortcut of the window would take the key first
            return True
        if self.can_zoom and not self._recorder.is_recording and navigate(self, event):
            event.accept()
            return True
        if kind in {QEvent.Type.UngrabMouse, QEvent.Type.WindowDeactivate}:
            self._finish()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape drop the stroke under way, and let keys move the chosen digit."""
        if self._escapes(event):
            self._recorder.cancel()
        elif self.tool is Tool.SELECT and self._select.takes_key(event):
            self._select.press_key(event)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Make one step of what a held key has moved."""
        self._select.release_key(event)
        super().keyReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the digit that is there, or is chosen."""
        if self._recorder.is_recording:
            return
        index: int | None = None
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self._select.chosen_among(self._highlights)
        elif self.tool is Tool.SELECT:
            index = self.digit_at(event.pos().x(), event.pos().y())
        if index is None:
            super().contextMenuEvent(event)
            return
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            frame = frame_area(self._highlights[index], self.view, self.highlight_style)
            place = self.mapToGlobal(frame.bottomLeft().toPoint())
        if self.tool is Tool.SELECT:
            self._select.choose(index)
        else:
            self.choose_digit(index)
        self.digit_menu_requested.emit(index, place)

    def _takes_before_shortcuts(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        return self._escapes(event) or (self.tool is Tool.SELECT and self._select.takes_key(event))

    def _escapes(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self._recorder.is_recording

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish what is under way: its release would be missed."""
        self._finish()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Finish what is under way: its release would be missed."""
        self._finish()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_for_assistive_tools()
            self.update()

    def look_changed(self) -> None:
        """Paint everything again, and make the pointer as large as the pen."""
        super().look_changed()
        self._refresh_cursor()

    def _finish(self) -> None:
        self._recorder.lose()
        self._pinch.end()
        self._select.let_go()

    def _name_for_assistive_tools(self) -> None:
        self.setAccessibleName(self.tr("Canvas"))
        self.setAccessibleDescription(
            self.tr(
                "Draw digits here with a mouse, a pen or a finger. Escape drops a stroke. "
                "With the select tool, Page Up and Page Down choose a digit, arrow keys move it, "
                "Delete erases it and the menu key tells what else can be done."
            )
        )

    def _point(self, tool: Tool, x_px: float, y_px: float) -> None:
        """Show a pointer that says what is under it."""
        find = {Tool.PEN: self.label_at, Tool.SELECT: self.digit_at}.get(tool)
        over = find is not None and find(x_px, y_px) is not None
        on_edge = tool is Tool.SELECT and self.edge_at(x_px, y_px) is not None
        self._show_cursor(tool, over=over, on_edge=on_edge)

    def _show_cursor(self, tool: Tool, *, over: bool = False, on_edge: bool = False) -> None:
        if (tool, over, on_edge) != self._pointed or tool is Tool.SELECT:
            self._pointed = tool, over, on_edge
            self._refresh_cursor()

    def _refresh_cursor(self) -> None:
        tool, over, on_edge = self._pointed or (Tool.PEN, False, False)
        if on_edge:
            self.setCursor(ACROSS)
        elif over:
            self.setCursor(HANDS[tool, self._recorder.is_recording])
        elif tool is Tool.SELECT:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            crossed = tool is Tool.ERASER
            width = self.eraser_width_px if crossed else self.shown_pen_width_px
            ring = ring_cursor(width, self.palette(), self.devicePixelRatioF(), crossed=crossed)
            self.setCursor(ring)
