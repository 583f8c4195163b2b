"""The stroke under way: it grows segment by segment, whatever is drawn already."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from gui.canvas.curve import flatten
from gui.canvas.layer import blank, device_pixels, erase_pixels, fill_areas
from gui.canvas.outline import CURVE_STEP_PX, curve_area, pen_radii
from gui.canvas.view import View
from model.ink import StrokePoint


class GrowingInk:
    """A layer of the screen's own pixels with all of a stroke but its last segment.

    That segment still bends with the next sample, so it is painted on the screen only.
    """

    def __init__(self) -> None:
        self._layer = QImage()
        self._points: Sequence[StrokePoint] = ()
        self._seen = 0
        self._settled = 0
        self._box = QRectF()
        self._tail = QPainterPath()

    def follow(
        self,
        points: Sequence[StrokePoint],
        view: View,
        pen_width_px: float,
        color: QColor,
        size: QSize,
        ratio: float,
    ) -> QRectF:
        """Paint what came since the last call; another sequence is another stroke.

        Args:
            points: The stroke: one sequence that only grows until the pen is lifted.
            view: How it lies on the canvas.
            pen_width_px: How wide the pen looks.
            color: Of the ink.
            size: Of the layer, in device pixels.
            ratio: Device pixels per pixel.

        Returns:
            The part of the canvas that looks different, in device-independent pixels.
        """
        dirty = QRectF()
        if points is not self._points or len(points) < self._seen:
            dirty = self._drop(ratio)
            self._points = points
        if len(points) == self._seen:
            return dirty
        # The neighbours of a segment bend it, so the curve begins one sample early.
        start = max(0, self._settled - 1)
        window = points[start:]
        curve = flatten(view.shown(np.array([(p.x, p.y) for p in window])), CURVE_STEP_PX)
        radii = pen_radii(curve.values([p.pressure for p in window]), pen_width_px)
        tail_from = max(0, len(points) - 2)
        changed = self._tail.controlPointRect()
        if tail_from > self._settled:
            part = (curve.at >= self._settled - start) & (curve.at <= tail_from - start)
            settled = curve_area(curve.part(part), radii[part])
            if self._layer.isNull():
                self._layer = blank(size)
            fill_areas(self._layer, [settled], color, ratio)
            changed = changed.united(settled.controlPointRect())
        part = curve.at >= tail_from - start
        self._tail = curve_area(curve.part(part), radii[part])
        self._settled, self._seen = tail_from, len(points)
        changed = changed.united(self._tail.controlPointRect())
        self._box = self._box.united(changed)
        return dirty.united(changed)

    def forget(self) -> None:
        """Begin anew: everything about the stroke looks different."""
        self._layer = QImage()
        self._drop(1.0)
        self._points = ()

    def paint_layer(self, painter: QPainter, whole: QRect) -> None:
        """Paint the settled part; the painter counts device pixels."""
        if not self._layer.isNull() and self._seen:
            painter.drawImage(whole, self._layer, whole)

    def paint_tail(self, painter: QPainter, color: QColor) -> None:
        """Paint the last segment; the painter counts device-independent pixels."""
        painter.fillPath(self._tail, color)

    def _drop(self, ratio: float) -> QRectF:
        """Take the stroke off the layer; return where it was."""
        dropped = self._box
        if not self._layer.isNull() and not dropped.isEmpty():
            painter = QPainter(self._layer)
            erase_pixels(painter, device_pixels(dropped, ratio))
            painter.end()
        self._seen = self._settled = 0
        self._box = QRectF()
        self._tail = QPainterPath()
        return dropped
