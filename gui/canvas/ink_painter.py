"""Strokes painted at device resolution, each painted once and then kept."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from gui.canvas.curve import flatten
from gui.canvas.outline import CURVE_STEP_PX, WIDEST, curve_area, pen_radii, stroke_area
from gui.canvas.view import View
from model.ink import Stroke, StrokePoint

_NOTHING = QRectF()


@dataclass(frozen=True, eq=False, slots=True)
class _Shape:
    """A finished stroke as it looks; holding it keeps its ``id`` from being reused."""

    stroke: Stroke
    area: QPainterPath
    box: QRectF


class InkPainter:
    """Follows a drawing and holds its picture, transparent where there is no ink.

    There are two layers of the screen's own pixels. Finished strokes lie in one. The stroke under
    way grows in the other, segment by segment, so that a pen move costs the same whatever is
    drawn already; its last segment still bends with the next sample, so that one is painted on
    the screen only. A finished stroke is painted afresh in one piece: its edge is then smooth.
    """

    def __init__(self, color: QColor, pen_width_px: float) -> None:
        self._color = color
        self._pen_width_px = pen_width_px
        self._view = View()
        self._ratio = 1.0
        self._finished = QImage()
        self._growing = QImage()
        self._strokes: tuple[Stroke, ...] = ()
        self._shapes: dict[int, _Shape] = {}
        self._live: Sequence[StrokePoint] = ()
        self._live_seen = 0
        self._settled = 0
        self._live_box = QRectF()
        self._tail = QPainterPath()

    @property
    def view(self) -> View:
        """How the drawing lies on the canvas."""
        return self._view

    @property
    def store_size(self) -> QSize:
        """Size of the picture, in device pixels."""
        return self._finished.size()

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
        self._finished = _blank(wanted)
        self._growing = QImage()
        if old.isNull() or not same_pixels:
            self._repaint(self._finished.rect())
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
            self._shapes = self._shapes_of(self._strokes, known={})
        self._repaint(self._finished.rect())
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
        if live is not self._live or len(live) < self._live_seen:
            dirty = dirty.united(self._drop_live())
            self._live = live
        return dirty.united(self._follow_live())

    def paint(self, painter: QPainter) -> None:
        """Paint the ink; the painter's clip says how much of it, its origin where."""
        painter.save()
        # Device pixels onto device pixels: scaling by a fraction would blur every line.
        painter.scale(1 / self._ratio, 1 / self._ratio)
        whole = QRectF(self._finished.rect())
        painter.drawImage(whole, self._finished, whole)
        if not self._growing.isNull() and self._live_seen:
            painter.drawImage(whole, self._growing, whole)
        painter.restore()
        painter.fillPath(self._tail, self._color)

    def covers(self, x_px: float, y_px: float) -> bool:
        """Tell whether finished ink is seen at a pixel of the canvas."""
        x, y = math.floor(x_px * self._ratio), math.floor(y_px * self._ratio)
        return self._finished.valid(x, y) and self._finished.pixelColor(x, y).alpha() > 0

    def _follow_finished(self, strokes: tuple[Stroke, ...]) -> QRectF:
        known, self._strokes = self._shapes, strokes
        self._shapes = self._shapes_of(strokes, known)
        fresh = [shape for key, shape in self._shapes.items() if key not in known]
        gone = [shape for key, shape in known.items() if key not in self._shapes]
        if not gone:
            self._fill(self._finished, [shape.area for shape in fresh])
            return _around(shape.box for shape in fresh)
        dirty = self._difference(gone, fresh)
        self._repaint(self._pixels(dirty))
        return dirty

    def _difference(self, gone: Sequence[_Shape], fresh: Sequence[_Shape]) -> QRectF:
        """Return where two sets of strokes look different.

        Erasing leaves pieces of a stroke with most of its samples. The curve is another only
        within two samples of one that came or went, so the rest needs no painting.
        """
        was, now = ({p for s in shapes for p in s.stroke.points} for shapes in (gone, fresh))
        pen = self._view.pen_width(self._pen_width_px) * WIDEST / 2 + 1
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

    def _shapes_of(self, strokes: Iterable[Stroke], known: dict[int, _Shape]) -> dict[int, _Shape]:
        return {id(stroke): known.get(id(stroke)) or self._shape(stroke) for stroke in strokes}

    def _shape(self, stroke: Stroke) -> _Shape:
        area = stroke_area(stroke, self._view, self._view.pen_width(self._pen_width_px))
        return _Shape(stroke, area, area.controlPointRect())

    def _follow_live(self) -> QRectF:
        live = self._live
        if len(live) == self._live_seen:
            return _NOTHING
        # The neighbours of a segment bend it, so the curve begins one sample early.
        start = max(0, self._settled - 1)
        window = live[start:]
        curve = flatten(self._view.shown(np.array([(p.x, p.y) for p in window])), CURVE_STEP_PX)
        radii = pen_radii(
            curve.values([p.pressure for p in window]), self._view.pen_width(self._pen_width_px)
        )
        tail_from = max(0, len(live) - 2)
        dirty = self._tail.controlPointRect()
        if tail_from > self._settled:
            part = (curve.at >= self._settled - start) & (curve.at <= tail_from - start)
            settled = curve_area(curve.part(part), radii[part])
            if self._growing.isNull():
                self._growing = _blank(self._finished.size())
            self._fill(self._growing, [settled])
            dirty = dirty.united(settled.controlPointRect())
        part = curve.at >= tail_from - start
        self._tail = curve_area(curve.part(part), radii[part])
        self._settled, self._live_seen = tail_from, len(live)
        dirty = dirty.united(self._tail.controlPointRect())
        self._live_box = self._live_box.united(dirty)
        return dirty

    def _drop_live(self) -> QRectF:
        """Take the stroke under way off the picture; return where it was."""
        dropped = self._live_box
        if not self._growing.isNull() and not dropped.isEmpty():
            painter = QPainter(self._growing)
            _erase(painter, self._pixels(dropped))
            painter.end()
        self._live_seen = self._settled = 0
        self._live_box = QRectF()
        self._tail = QPainterPath()
        return dropped

    def _regrow(self) -> None:
        """Paint the stroke under way again, after everything about it changed."""
        self._drop_live()
        self._growing = QImage()
        self._follow_live()

    def _repaint(self, pixels: QRect) -> None:
        """Paint finished strokes again within some device pixels."""
        if pixels.isEmpty() or self._finished.isNull():
            return
        r = self._ratio
        box = QRectF(pixels.x() / r, pixels.y() / r, pixels.width() / r, pixels.height() / r)
        painter = QPainter(self._finished)
        painter.setClipRect(pixels)
        _erase(painter, pixels)
        self._fill_with(
            painter,
            [shape.area for shape in self._shapes.values() if shape.box.intersects(box)],
        )
        painter.end()

    def _fill(self, layer: QImage, areas: Iterable[QPainterPath]) -> None:
        if layer.isNull():
            return
        painter = QPainter(layer)
        self._fill_with(painter, areas)
        painter.end()

    def _fill_with(self, painter: QPainter, areas: Iterable[QPainterPath]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._ratio, self._ratio)
        for area in areas:
            painter.fillPath(area, self._color)

    def _pixels(self, box: QRectF) -> QRect:
        """Return the device pixels that a box touches."""
        r = self._ratio
        corner = QPointF(box.x() * r, box.y() * r)
        return QRectF(corner, box.size() * r).toAlignedRect().adjusted(-1, -1, 1, 1)


def _around(boxes: Iterable[QRectF]) -> QRectF:
    """Return the smallest box around all boxes."""
    return reduce(QRectF.united, boxes, QRectF())


def _blank(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image


def _erase(painter: QPainter, pixels: QRect) -> None:
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillRect(pixels, QColor(0, 0, 0))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
