"""A sheet with ink on it, seen at some scale, and with frames around the digits found."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.canvas.commands import Accompany
from gui.canvas.drawing import Drawing
from gui.canvas.export import ink_picture
from gui.canvas.frame_edges import Edge, edge_at
from gui.canvas.highlights import (
    DigitBox,
    HighlightStyle,
    digit_at,
    highlight_area,
    label_at,
    paint_highlight,
)
from gui.canvas.ink_painter import InkPainter
from gui.canvas.moving import centred
from gui.canvas.navigation import STEP
from gui.canvas.sheet import Sheet
from gui.canvas.view import View
from model.ink import Ink

PEN_WIDTHS_PX = (2.0, 40.0)
_FIT_MARGIN_PX = 32.0
_LOOK_CHANGES = {
    QEvent.Type.PaletteChange,
    QEvent.Type.StyleChange,
    QEvent.Type.FontChange,
}
_REACH_PX = 48.0
"""So much of the box around a drawing stays in sight, however far it is moved."""
_REST_MS = 80
"""After so long without another change, very much ink is painted with care."""
_SLICE_MS = 6.0
"""For so long at a time, so that no pointer waits."""


class InkSheet(Sheet):
    """Paints a ``Drawing``; what pointers and keys do to it is for the canvas to say."""

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._pen_width_px = 12.0
        self._ink = InkPainter(self._ink_color(), self._pen_width_px)
        self._highlights: tuple[DigitBox, ...] = ()
        self._areas: dict[DigitBox, QRectF] = {}
        self._is_fitted = False
        self._refining = QTimer(self, singleShot=True)
        self._refining.timeout.connect(self._on_refining)
        self._ink.resize(self.size(), self.devicePixelRatioF())
        self.on_ink_changed()
        drawing.ink_changed.connect(self.on_ink_changed)

    @property
    def drawing(self) -> Drawing:
        """What is shown."""
        return self._drawing

    @property
    def view(self) -> View:
        """How the drawing lies on the sheet."""
        return self._ink.view

    @property
    def pen_width_px(self) -> float:
        """How wide ink looks under middling pressure, 2–40; what is recognised never changes."""
        return self._pen_width_px

    @pen_width_px.setter
    def pen_width_px(self, width_px: float) -> None:
        wanted = min(max(float(width_px), PEN_WIDTHS_PX[0]), PEN_WIDTHS_PX[1])
        if wanted != self._pen_width_px:
            self._pen_width_px = wanted
            self._ink.restyle(pen_width_px=wanted)
            self.look_changed()

    @property
    def shown_pen_width_px(self) -> float:
        """How wide ink looks in the present view."""
        return self.view.pen_width(self._pen_width_px)

    @property
    def is_fitted(self) -> bool:
        """True while the drawing is scaled to fit the sheet."""
        return self._is_fitted

    @property
    def digits(self) -> tuple[DigitBox, ...]:
        """The digits that are framed."""
        return self._highlights

    @property
    def highlight_style(self) -> HighlightStyle:
        """What all frames share."""
        return HighlightStyle(self.palette(), self.font(), self.shown_pen_width_px)

    def show_digits(self, digits: tuple[DigitBox, ...]) -> None:
        """Frame digits; only those that look different are painted."""
        gone, come = set(self._highlights), set(digits)
        style = self.highlight_style
        for digit in come - gone:
            self._areas[digit] = highlight_area(digit, self.view, style)
        for digit in gone ^ come:
            self.update(self._areas[digit].toAlignedRect())
        for digit in gone - come:
            del self._areas[digit]
        self._highlights = digits

    def label_at(self, x_px: float, y_px: float) -> int | None:
        """Return the index of the digit whose label is there and not under ink, or None."""
        position, near = QPointF(x_px, y_px), self._near(x_px, y_px)
        digits = [self._highlights[index] for index in near]
        found = label_at(digits, position, self.view, self.highlight_style)
        return None if found is None or self._ink.covers(x_px, y_px) else near[found]

    def digit_at(self, x_px: float, y_px: float) -> int | None:
        """Return the index of the digit that is there, or None."""
        position, near = QPointF(x_px, y_px), self._near(x_px, y_px)
        digits, style = [self._highlights[index] for index in near], self.highlight_style
        found = digit_at(digits, position, self.view, style, self._drawing.strokes)
        return None if found is None else near[found]

    def edge_at(self, x_px: float, y_px: float) -> Edge | None:
        """Return the edge of a frame that is there, or None.

        A label lies over it, and so does ink, but not over the edges of the active digit.
        """
        position, style = QPointF(x_px, y_px), self.highlight_style
        edge = edge_at(self._highlights, position, self.view, style)
        if edge is None or label_at(self._highlights, position, self.view, style) is not None:
            return None
        is_free = self._highlights[edge.index].active or not self._ink.covers(x_px, y_px)
        return edge if is_free else None

    def fit_to_view(self) -> None:
        """Scale the painting so that the whole drawing is in sight; the drawing stays as it is."""
        self._is_fitted = not self._drawing.is_blank
        self._set_view(self._fitting_view())

    def show_actual_size(self) -> None:
        """Paint the drawing where and as large as it was drawn."""
        self._is_fitted = False
        self._set_view(View())

    def zoom(self, factor: float, x_px: float | None = None, y_px: float | None = None) -> None:
        """Paint the drawing larger or smaller; what is seen at a pixel stays there.

        Args:
            factor: Above 1 for larger.
            x_px: The middle of the sheet where it is None.
            y_px: Likewise.
        """
        x = self.width() / 2 if x_px is None else x_px
        y = self.height() / 2 if y_px is None else y_px
        self._look_at(self.view.zoomed(factor, x, y))

    @Slot()
    def zoom_in(self) -> None:
        """Paint everything larger by a step."""
        self.zoom(STEP)

    @Slot()
    def zoom_out(self) -> None:
        """Paint everything smaller by a step."""
        self.zoom(1 / STEP)

    def pan(self, dx_px: float, dy_px: float) -> None:
        """Move the painting over the sheet, but never all of it out of sight."""
        self._look_at(self.view.panned(dx_px, dy_px))

    def open_drawing(self, ink: Ink) -> None:
        """Show another drawing, all of it in sight; undoing this brings the view back too."""
        stack, view, was_fitted = self._drawing.undo_stack, self.view, self._is_fitted

        def bring_view_back() -> None:
            self._is_fitted = was_fitted and not self._drawing.is_blank
            self._set_view(self._fitting_view() if self._is_fitted else view)

        stack.beginMacro(self.tr("Open Drawing"))
        # Undoing goes backwards, so that each view is set when its drawing is there.
        stack.push(Accompany(on_undo=bring_view_back))
        self._drawing.replace(ink)
        stack.push(Accompany(on_redo=self.fit_to_view))
        stack.endMacro()

    def insert(self, ink: Ink) -> None:
        """Add ink in the middle of what is in sight, as one undoable step; show all if it is large.

        Raises:
            EmptyDrawingError: If there is none.
        """
        middle = self.view.drawn(self.width() / 2, self.height() / 2)
        self._drawing.insert(centred(ink, middle))
        shown = self.view.shown_box(ink.bounds)
        if shown.width() > self.width() or shown.height() > self.height():
            self.fit_to_view()

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

    def look_changed(self) -> None:
        """Paint everything again."""
        self._refining.stop()  # It starts again after painting, if there is still a need.
        style = self.highlight_style
        self._areas = {digit: highlight_area(digit, self.view, style) for digit in self._areas}
        self.update()

    @Slot()
    def _on_refining(self) -> None:
        if self._ink.refine(_SLICE_MS):
            self.update()
        else:
            self._refining.start(0)

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        """Paint ink and frames."""
        self._ink.paint(painter)
        if self._ink.is_sketch and not self._refining.isActive():
            self._refining.start(_REST_MS)
        style = self.highlight_style
        for digit in self._highlights:
            if self._areas[digit].intersects(area):
                paint_highlight(painter, digit, self.view, style)

    def event(self, event: QEvent) -> bool:
        """Take the pixels of another screen."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._ink.resize(self.size(), self.devicePixelRatioF())
            self.look_changed()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the desktop's colours."""
        super().changeEvent(event)
        if event.type() in _LOOK_CHANGES:
            self._ink.restyle(color=self._ink_color())
            self.look_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ink where it is, or in sight while it is fitted."""
        super().resizeEvent(event)
        self._ink.resize(self.size(), self.devicePixelRatioF())
        if self._is_fitted:
            self._set_view(self._fitting_view())

    def _set_view(self, view: View) -> None:
        if view != self.view:
            self._ink.restyle(view=view)
            self.look_changed()

    def _near(self, x_px: float, y_px: float) -> list[int]:
        """Return the digits whose frame or label may be there."""
        position = QPointF(x_px, y_px)
        return [i for i, d in enumerate(self._highlights) if self._areas[d].contains(position)]

    def _look_at(self, view: View) -> None:
        """Show the drawing as the person wants it; a blank sheet has nothing to look at."""
        if not self._drawing.is_blank:
            self._is_fitted = False
            around = self._drawing.ink.bounds
            self._set_view(view.within_reach(around, self.width(), self.height(), _REACH_PX))

    def _fitting_view(self) -> View:
        ink = self._drawing.ink
        if ink.is_blank:
            return View()
        return View.fitting(ink.bounds, self.width(), self.height(), _FIT_MARGIN_PX)

    def _ink_color(self) -> QColor:
        return self.palette().text().color()
