"""Thin frames around the digits that were found, each with what it was read as."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen

from gui.canvas.eraser import touches
from gui.canvas.view import View
from gui.theme import RADIUS_PX
from model.geometry import Box
from model.ink import Stroke

_GAP_PX = 7.0
_PILL_PADDING_PX = 7.0
_NEAR_INK_PX = 6.0


@dataclass(frozen=True, slots=True)
class DigitBox:
    """A digit found in the drawing.

    Attributes:
        box: Around its ink, in canvas units, without the pen's width.
        label: What it was read as; a short word.
        certain: False gives a dashed frame.
        active: True for the one digit that the panels speak of.
        strokes: Indices of its strokes in the drawing; empty in a picture. Boxes that differ in
            nothing else look the same, so they count as equal.
        ink: Those strokes, or its own pieces of them; empty in a picture.
        line: In which line of digits it stands, counted from 0.
    """

    box: Box
    label: str
    certain: bool
    active: bool
    strokes: tuple[int, ...] = field(default=(), compare=False)
    ink: tuple[Stroke, ...] = field(default=(), compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class HighlightStyle:
    """What all frames share.

    Attributes:
        palette: Of the canvas.
        font: Of the canvas; labels are set a little smaller.
        pen_width_px: How wide the ink looks, so that frames keep clear of it.
    """

    palette: QPalette
    font: QFont
    pen_width_px: float

    @property
    def gap_px(self) -> float:
        """How far a frame keeps from the middle lines of its strokes."""
        return self.pen_width_px / 2 + _GAP_PX

    @cached_property
    def label_font(self) -> QFont:
        """The font of the labels."""
        font = QFont(self.font)
        font.setPointSizeF(max(font.pointSizeF() * 0.9, 7.0))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    @cached_property
    def label_metrics(self) -> QFontMetricsF:
        """How large that font is."""
        return QFontMetricsF(self.label_font)


def shown_highlights(boxes: Sequence[DigitBox]) -> tuple[DigitBox, ...]:
    """Return the boxes worth a frame: none where a drawing is one digit, which is plain to see."""
    return tuple(boxes) if len(boxes) > 1 else ()


def highlight_area(digit: DigitBox, view: View, style: HighlightStyle) -> QRectF:
    """Return all that a frame and its label cover, in pixels of the canvas."""
    frame = frame_area(digit, view, style)
    return frame.united(_pill(digit, frame, style)).adjusted(-2, -2, 2, 2)


def frame_area(digit: DigitBox, view: View, style: HighlightStyle) -> QRectF:
    """Return what lies within the frame, in pixels of the canvas."""
    gap = style.gap_px
    return view.shown_box(digit.box).adjusted(-gap, -gap, gap, gap)


def label_area(digit: DigitBox, view: View, style: HighlightStyle) -> QRectF:
    """Return what the label covers, in pixels of the canvas."""
    return _pill(digit, frame_area(digit, view, style), style)


def label_at(
    digits: Sequence[DigitBox], position: QPointF, view: View, style: HighlightStyle
) -> int | None:
    """Return the index of the digit whose label is at a pixel of the canvas, or None."""
    found = (i for i, d in enumerate(digits) if label_area(d, view, style).contains(position))
    return next(found, None)


def digit_at(
    digits: Sequence[DigitBox],
    position: QPointF,
    view: View,
    style: HighlightStyle,
    strokes: tuple[Stroke, ...],
) -> int | None:
    """Return the index of the digit at a pixel of the canvas, or None.

    Where frames overlap, a label counts before ink, ink before an empty place, and a small frame
    before a large one.

    Args:
        digits: With their frames shown.
        position: In device-independent pixels.
        view: How the drawing lies on the canvas.
        style: Of the frames.
        strokes: The drawing.
    """
    label = label_at(digits, position, view, style)
    if label is not None:
        return label
    place = view.drawn(position.x(), position.y())
    reach = max(style.pen_width_px / 2, _NEAR_INK_PX) / view.scale

    def rank(index: int) -> tuple[bool, float]:
        digit = digits[index]
        ink = (strokes[stroke] for stroke in digit.strokes if stroke < len(strokes))
        is_on_ink = any(touches(stroke, place, reach) for stroke in ink)
        return not is_on_ink, digit.box.width * digit.box.height

    found = [i for i, d in enumerate(digits) if frame_area(d, view, style).contains(position)]
    return min(found, key=rank, default=None)


def paint_highlight(painter: QPainter, digit: DigitBox, view: View, style: HighlightStyle) -> None:
    """Paint one frame and its label."""
    accent = style.palette.accent().color()
    frame = frame_area(digit, view, style)
    line = QColor(accent)
    line.setAlphaF(0.95 if digit.active else 0.5)
    pen = QPen(line, 2.0 if digit.active else 1.25)
    if not digit.certain:
        pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
    _paint_label(painter, digit, _pill(digit, frame, style), style)


def _paint_label(painter: QPainter, digit: DigitBox, pill: QRectF, style: HighlightStyle) -> None:
    """Paint the label: filled for the active digit, on paper for the others."""
    accent, paper = style.palette.accent().color(), style.palette.base().color()
    outline = QColor(accent)
    outline.setAlphaF(1.0 if digit.active else 0.5)
    painter.setPen(QPen(outline, 1.25))
    painter.setBrush(accent if digit.active else paper)
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(readable_on(accent) if digit.active else style.palette.text().color())
    painter.setFont(style.label_font)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, digit.label)


def readable_on(background: QColor) -> QColor:
    """Return black or white, whichever stands out more (relative luminance, WCAG 2.2)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (background.redF(), background.greenF(), background.blueF())
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return QColor(Qt.GlobalColor.black if luminance > 0.179 else Qt.GlobalColor.white)


def _pill(digit: DigitBox, frame: QRectF, style: HighlightStyle) -> QRectF:
    """Return the label's place: on the upper left corner of the frame, or as high as fits."""
    metrics = style.label_metrics
    height = metrics.height() + 2
    width = max(metrics.horizontalAdvance(digit.label) + 2 * _PILL_PADDING_PX, height)
    top = max(frame.top() - height / 2, 3.0)
    return QRectF(max(frame.left() + RADIUS_PX, 3.0), top, width, height)
