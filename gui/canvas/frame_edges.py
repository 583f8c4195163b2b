"""The edges of the frames around digits: where they can be taken hold of, and being dragged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF

from gui.canvas.highlights import DigitBox, HighlightStyle, frame_area
from gui.canvas.moving import bounds_of
from gui.canvas.view import View
from model.edges import EdgeMove, Reshaped, Side, reshaped
from model.geometry import Box

_REACH_PX = 6.0
"""So near to an edge a pointer takes hold of it, from outside and, in wide frames, from inside."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a frame.

    Attributes:
        index: Of the digit that is framed.
        side: Which edge.
        x_px: Where it is seen, in device-independent pixels of the canvas.
    """

    index: int
    side: Side
    x_px: float


def edge_at(
    digits: Sequence[DigitBox], position: QPointF, view: View, style: HighlightStyle
) -> Edge | None:
    """Return the edge at a pixel of the canvas, or None; the active digit's own comes first."""
    found: list[tuple[bool, float, Edge]] = []
    for index, digit in enumerate(digits):
        frame = frame_area(digit, view, style)
        if not digit.ink or not frame.top() <= position.y() <= frame.bottom():
            continue
        for side, x_px, inwards in (
            (Side.LEFT, frame.left(), 1.0),
            (Side.RIGHT, frame.right(), -1.0),
        ):
            depth = (position.x() - x_px) * inwards
            if -_REACH_PX <= depth <= min(_REACH_PX, frame.width() / 4):
                found.append((not digit.active, abs(depth), Edge(index, side, x_px)))
    return min(found, key=lambda entry: entry[:2])[2] if found else None


class EdgeDrag:
    """An edge that follows the pointer, and what would become of its digit if it were let go."""

    def __init__(self, digits: Sequence[DigitBox], edge: Edge) -> None:
        """Take hold of ``edge``, a frame's around one of ``digits``."""
        self._digits = tuple(digits)
        self._edge = edge
        self._move: EdgeMove | None = None
        own = digits[edge.index].line
        of_line = [index for index, digit in enumerate(digits) if digit.line == own]
        self._line = range(of_line[0], of_line[-1] + 1)

    @property
    def move(self) -> EdgeMove | None:
        """Where the edge is now; None until it has moved, and where letting go changes nothing."""
        return self._move if self._outcome() is not None else None

    def follow(self, dx_px: float, view: View) -> None:
        """Put the edge ``dx_px`` to the right of where it was taken hold of."""
        x, _ = view.drawn(self._edge.x_px + dx_px, 0.0)
        self._move = EdgeMove(self._edge.index, self._edge.side, x)

    def is_of(self, digits: Sequence[DigitBox]) -> bool:
        """Tell whether these are still the digits that it was taken hold of among."""
        return [digit.strokes for digit in digits] == [digit.strokes for digit in self._digits]

    def previewed(
        self, digits: Sequence[DigitBox], view: View, style: HighlightStyle
    ) -> tuple[DigitBox, ...]:
        """Return digits as they shall be shown meanwhile, one of their own after all others."""
        shown = list(digits)
        if self._move is None or not self.is_of(digits):
            return tuple(shown)
        at, outcome = self._move.index, self._outcome()
        held = replace(shown[at], box=self._held(view, style))
        if outcome is not None and outcome.taken:
            together = sorted((at, *outcome.taken))
            around = Box.around([held.box, *(shown[index].box for index in outcome.taken)])
            label = " + ".join(shown[index].label for index in together)
            held = replace(held, box=around, label=label)
            for index in outcome.taken:  # The one frame stands for all.
                shown[index] = held
        elif outcome is not None:
            self._show_given(shown, outcome)
        shown[at] = held
        return tuple(shown)

    def _outcome(self) -> Reshaped | None:
        if self._move is None:
            return None
        return reshaped([digit.ink for digit in self._digits], self._line, self._move)

    def _held(self, view: View, style: HighlightStyle) -> Box:
        """Return the box whose frame has its edge where the pointer holds it."""
        box = self._digits[self._edge.index].box
        if self._move is None:
            return box
        gap = style.gap_px / view.scale
        if self._edge.side is Side.RIGHT:
            return replace(box, width=max(self._move.x - gap - box.x, 0.0))
        left = min(self._move.x + gap, box.right)
        return replace(box, x=left, width=box.right - left)

    def _show_given(self, shown: list[DigitBox], outcome: Reshaped) -> None:
        """Frame what leaves: with the digit that it joins, or as one that nobody has read yet."""
        given = bounds_of(outcome.given)
        if outcome.given_to is not None:
            joined = shown[outcome.given_to]
            shown[outcome.given_to] = replace(joined, box=Box.around([joined.box, given]))
            return
        shown.append(DigitBox(given, "?", certain=False, active=False))
