"""Strokes painted at device resolution, each painted once and then kept."""

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from gui.canvas.growing_ink import GrowingInk
from gui.canvas.layer import blank, device_pixels, fill_areas
from gui.canvas.outline import WIDEST
from gui.canvas.shapes import Shape
from gui.canvas.sketch import sketch
from gui.canvas.view import View
from model.ink import Stroke, StrokePoint

MOST_AT_ONCE = 2000
"""Points whose outlines are made at once, in about 20 ms; of more, a sketch is shown first."""

_NOTHING = QRectF()


class InkPainter:
    """Follows a drawing and holds its picture, transparent where there is no ink.

    Finished strokes lie in one layer of the screen's own pixels, the stroke under way grows in
    another, so that a pen move costs the same whatever is drawn already. A finished stroke is
    painted afresh in one piece: its edge is then smooth.

    What changes the look of everything is done at the next ``paint`` and not before, however
    often it changes. Where that is very much ink, the picture is a sketch at first, and whoever
    paints calls ``refine`` until it is not.
    """

    def __init__(self, color: QColor, pen_width_px: float) -> None:
        self._color = color
        self._pen_width_px = pen_width_px
        self._view = View()
        self._ratio = 1.0
        self._finished = QImage()
        self._growing = GrowingInk()
        self._strokes: tuple[Stroke, ...] = ()
        self._shapes: dict[int, Shape] = {}
        self._live: Sequence[StrokePoint] = ()
        self._is_stale = False
        self._is_sketch = False
        self._refined: QImage | None = None
        self._to_refine: Iterator[QPainterPath] = iter(())

    @property
    def view(self) -> View:
        """How the drawing lies on the canvas."""
        return self._view

    @property
    def store_size(self) -> QSize:
        """Size of the picture, in device pixels."""
        return self._finished.size()

    @property
    def is_sketch(self) -> bool:
        """True while what was painted last can be refined."""
        return self._is_sketch

    def resize(self, size: QSize, ratio: float) -> None:
        """Give the picture a size in device-independent pixels; ink stays where it is.

        Args:
            size: Size of the canvas.
            ratio: Device pixels per pixel; may be a fraction.
        """
        wanted = QSize(*(max(1, math.ceil(side * ratio)) for side in size.toTuple()))
        if wanted == self._finished.size() and ratio == self._ratio:
            return
        old, same_pixels = self._finished, ratio == self._ratio
        self._ratio = ratio
        self._finished = blank(wanted)
        self._refined = None
        if old.isNull() or not same_pixels or self._is_stale or self._is_sketch:
            self._is_stale = bool(self._shapes)
        else:
            painter = QPainter(self._finished)
            painter.drawImage(0, 0, old)
            painter.end()
            width, height = old.width(), old.height()
            self._repaint(QRect(width, 0, wanted.width() - width, wanted.height()))
            self._repaint(QRect(0, height, width, wanted.height() - height))
        self._regrow()

    def restyle(
        self,
        color: QColor | None = None,
        pen_width_px: float | None = None,
        view: View | None = None,
    ) -> None:
        """Change the look of all ink; what is not named stays."""
        if color is not None:
            self._color = color
        if pen_width_px is not None or view is not None:
            self._pen_width_px = self._pen_width_px if pen_width_px is None else pen_width_px
            self._view = self._view if view is None else view
            shown = self._shown_pen_width_px()
            self._shapes = {k: s.restyled(self._view, shown) for k, s in self._shapes.items()}
        self._is_stale = self._is_stale or bool(self._shapes)
        self._regrow()

    def follow(self, strokes: tuple[Stroke, ...], live: Sequence[StrokePoint]) -> QRectF:
        """Paint what changed since the last call.

        Args:
            strokes: All finished strokes; the same tuple means the same strokes.
            live: The stroke under way: one sequence that only grows until the pen is lifted.

        Returns:
            The part of the canvas that looks different, in device-independent pixels.
        """
        dirty = _NOTHING
        if strokes is not self._strokes:
            dirty = self._follow_finished(strokes)
        self._live = live
        return dirty.united(self._follow_live())

    def paint(self, painter: QPainter) -> None:
        """Paint the ink; the painter's clip says how much of it, its origin where."""
        if self._is_stale:
            self._catch_up()
        painter.save()
        # Device pixels onto device pixels: scaling by a fraction would blur every line.
        painter.scale(1 / self._ratio, 1 / self._ratio)
        whole = self._finished.rect()
        painter.drawImage(whole, self._finished, whole)
        self._growing.paint_layer(painter, whole)
        painter.restore()
        self._growing.paint_tail(painter, self._color)

    def refine(self, budget_ms: float) -> bool:
        """Work on the careful picture; return True when it has taken the sketch's place.

        Args:
            budget_ms: How long to work at most, but for at least one piece of a stroke.
        """
        if self._refined is None:
            self._refined = blank(self._finished.size())
            self._to_refine = _areas(s for s in self._shapes.values() if self._sees(s))
        until = time.perf_counter() + budget_ms / 1000
        for area in self._to_refine:
            fill_areas(self._refined, [area], self._color, self._ratio)
            if time.perf_counter() >= until:
                return False
        self._finished, self._refined = self._refined, None
        self._is_sketch = False
        return True

    def covers(self, x_px: float, y_px: float) -> bool:
        """Tell whether finished ink is seen at a pixel of the canvas."""
        x, y = math.floor(x_px * self._ratio), math.floor(y_px * self._ratio)
        return self._finished.valid(x, y) and self._finished.pixelColor(x, y).alpha() > 0

    def _catch_up(self) -> None:
        """Paint everything that is in sight: with care, or as a sketch where that takes long."""
        self._is_stale, self._refined = False, None
        in_sight = [s for s in self._shapes.values() if self._sees(s)]
        self._is_sketch = _points(s for s in in_sight if not s.is_made) > MOST_AT_ONCE
        if self._is_sketch:
            size = self._finished.size()
            self._finished = sketch(in_sight, self._view, self._color, size, self._ratio)
        else:
            self._repaint(self._finished.rect())

    def _follow_finished(self, strokes: tuple[Stroke, ...]) -> QRectF:
        known, self._strokes = self._shapes, strokes
        width = self._shown_pen_width_px()
        self._shapes = {
            id(stroke): known.get(id(stroke)) or Shape(stroke, self._view, width)
            for stroke in strokes
        }
        fresh = [shape for key, shape in self._shapes.items() if key not in known]
        gone = [shape for key, shape in known.items() if key not in self._shapes]
        if fresh or gone:
            self._refined = None
        if self._is_stale or _points(fresh) > MOST_AT_ONCE:
            self._is_stale = True
            return self._sight()
        if not gone:
            fill_areas(self._finished, _areas(fresh), self._color, self._ratio)
            return _around(shape.box for shape in fresh)
        dirty = self._difference(gone, fresh)
        self._repaint(device_pixels(dirty, self._ratio))
        return dirty

    def _difference(self, gone: Sequence[Shape], fresh: Sequence[Shape]) -> QRectF:
        """Return where two sets of strokes look different.

        Erasing leaves pieces of a stroke with most of its samples. The curve is another only
        within two samples of one that came or went, so the rest needs no painting.
        """
        if not fresh or _points(gone) > MOST_AT_ONCE:
            return _around(shape.box for shape in (*gone, *fresh))
        was, now = ({p for s in shapes for p in s.stroke.points} for shapes in (gone, fresh))
        pen = self._shown_pen_width_px() * WIDEST / 2 + 1
        boxes = []
        for shape in (*gone, *fresh):
            points = shape.stroke.points
            other = np.array([point not in was or point not in now for point in points])
            near = np.convolve(other, np.ones(5))[2:-2] > 0
            if near.any():
                xy = self._view.shown(shape.stroke.xy)[near]
                # Between samples the curve bulges by less than a third of their distance.
                reach = pen + np.hypot(*np.diff(xy, axis=0).T).max(initial=0.0) / 3
                (left, top), (right, bottom) = xy.min(axis=0) - reach, xy.max(axis=0) + reach
                boxes.append(QRectF(left, top, right - left, bottom - top))
        return _around(boxes)

    def _follow_live(self) -> QRectF:
        return self._growing.follow(
            self._live,
            self._view,
            self._shown_pen_width_px(),
            self._color,
            self._finished.size(),
            self._ratio,
        )

    def _regrow(self) -> None:
        """Paint the stroke under way again, after everything about it changed."""
        self._growing.forget()
        self._follow_live()

    def _repaint(self, pixels: QRect) -> None:
        """Paint finished strokes again within some device pixels."""
        if pixels.isEmpty() or self._finished.isNull():
            return
        r = self._ratio
        box = QRectF(pixels.x() / r, pixels.y() / r, pixels.width() / r, pixels.height() / r)
        areas = _areas(shape for shape in self._shapes.values() if shape.box.intersects(box))
        fill_areas(self._finished, areas, self._color, self._ratio, afresh=pixels)

    def _sees(self, shape: Shape) -> bool:
        return shape.box.intersects(self._sight())

    def _sight(self) -> QRectF:
        """Return all of the canvas, in device-independent pixels."""
        size = self._finished.size()
        return QRectF(0, 0, size.width() / self._ratio, size.height() / self._ratio)

    def _shown_pen_width_px(self) -> float:
        return self._view.pen_width(self._pen_width_px)


def _areas(shapes: Iterable[Shape]) -> Iterator[QPainterPath]:
    return chain.from_iterable(shape.areas() for shape in shapes)


def _points(shapes: Iterable[Shape]) -> int:
    return sum(len(shape.stroke.points) for shape in shapes)


def _around(boxes: Iterable[QRectF]) -> QRectF:
    """Return the smallest box around all boxes."""
    return reduce(QRectF.united, boxes, QRectF())
