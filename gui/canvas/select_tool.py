"""Choosing a digit, and moving or erasing it, by pointer and by keyboard."""

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from gui.canvas.frame_edges import EdgeDrag
from gui.canvas.highlights import DigitBox
from gui.canvas.moving import bounds_of
from gui.canvas.stroke_recorder import PenSample
from gui.canvas.surface import Surface
from model.geometry import Box
from model.ink import Stroke

_CLICK_PX = 3.0
"""A pointer that stays within this distance clicks; farther, it drags."""

_LONG_STEP = 10
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ERASING = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class SelectTool:
    """Holds one digit of the drawing: the one clicked, or else the one the panels speak of.

    Readings come and go while a digit is moved, and may take strokes together in another way. The
    choice is therefore one of strokes. It ends when strokes are added or taken away.
    """

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._strokes: tuple[int, ...] = ()
        self._among = 0
        self._place = Box(0, 0, 0, 0)
        self._pressed_at: tuple[float, float] | None = None
        self._moves = False
        self._held: Box | None = None
        self._offset = (0.0, 0.0)
        self._edge: EdgeDrag | None = None

    @property
    def is_dragging(self) -> bool:
        """True while a digit, or an edge of its frame, follows the pointer."""
        return self._moves and self._pressed_at is not None

    def chosen_among(self, digits: Sequence[DigitBox]) -> int | None:
        """Return the index of the digit that holds the chosen strokes, or of the active one."""
        chosen = set(self._chosen_strokes())
        shared = [len(chosen.intersection(digit.strokes)) for digit in digits]
        most = max(shared, default=0)
        if most:
            # Of two digits in one stroke, the choice stays with the one in the same place.
            of_most = [index for index, number in enumerate(shared) if number == most]
            return min(of_most, key=lambda index: _distance(digits[index].box, self._place))
        return next((index for index, digit in enumerate(digits) if digit.active), None)

    def dressed(self, digits: Sequence[DigitBox]) -> tuple[DigitBox, ...]:
        """Return digits as they shall be shown: the chosen one active, and where it is held."""
        chosen = self.chosen_among(digits)
        shown = [
            replace(digit, active=index == chosen) if digit.active != (index == chosen) else digit
            for index, digit in enumerate(digits)
        ]
        if chosen is not None and self._held is not None:
            shown[chosen] = replace(shown[chosen], box=self._held.moved(*self._offset))
        if self._edge is not None:
            return self._edge.previewed(shown, self._surface.view, self._surface.highlight_style)
        return tuple(shown)

    def forget(self) -> None:
        """Choose nothing; what is being moved is let go."""
        self.let_go()
        self._strokes = ()
        self._held = None
        self._surface.dress_digits()

    def choose(self, index: int) -> None:
        """Choose a digit by its index."""
        drawn = self._surface.drawing.strokes
        self._held = None
        self._place = self._surface.digits[index].box
        self._strokes = _strokes_of(index, self._surface.digits, drawn)
        self._among = len(drawn)
        self._surface.dress_digits()
        self._surface.choose_digit(index)

    # The pointer.

    def begin(self, sample: PenSample) -> None:
        """Choose what is under the pointer, and hold it, or the edge of its frame."""
        self.let_go()
        edge = self._surface.edge_at(sample.x_px, sample.y_px)
        index = self._surface.digit_at(sample.x_px, sample.y_px) if edge is None else edge.index
        if index is None:
            self.forget()
            return
        self.choose(index)
        if edge is not None:
            self._edge = EdgeDrag(self._surface.digits, edge)
        self._pressed_at = sample.x_px, sample.y_px
        self._moves = False

    def go_on(self, sample: PenSample) -> None:
        """Take the digit or the edge along."""
        if self._pressed_at is None:
            return
        x, y = sample.x_px - self._pressed_at[0], sample.y_px - self._pressed_at[1]
        self._moves = self._moves or math.hypot(x, y) > _CLICK_PX
        if self._moves and self._edge is not None:
            self._edge.follow(x, self._surface.view)
            self._surface.dress_digits()
        elif self._moves:
            scale = self._surface.view.scale
            self._move_to(x / scale, y / scale)

    def lift(self) -> None:
        """Put the digit or the edge down."""
        edge = self._edge
        self.let_go()
        if edge is not None and edge.move is not None and edge.is_of(self._surface.digits):
            self._surface.move_edge(edge.move)

    def cancel(self) -> None:
        """Put the digit or the edge back where it was."""
        self._surface.drawing.cancel()
        self._held = None
        self.let_go()
        self._surface.dress_digits()

    # The keyboard.

    def takes_key(self, event: QKeyEvent) -> bool:
        """Tell whether a key means something here."""
        shift = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() & ~shift:
            return False
        return event.key() in {*_STEPS, *_TURNS, *_ERASING}

    def press_key(self, event: QKeyEvent) -> None:
        """Move, erase, or choose the digit before or after."""
        key = Qt.Key(event.key())
        if key in _ERASING:
            self.erase()
        elif key in _TURNS:
            self._turn(_TURNS[key])
        else:
            far = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            step = (_LONG_STEP if far else 1) / self._surface.view.scale
            self._nudge(_STEPS[key][0] * step, _STEPS[key][1] * step)

    def release_key(self, event: QKeyEvent) -> None:
        """Make one step of all moves of a key that was held."""
        if event.key() in _STEPS and not event.isAutoRepeat() and not self.is_dragging:
            self.let_go()

    def let_go(self) -> None:
        """Make one step of what was moved; an edge goes back to where it was."""
        self._pressed_at = None
        self._moves = False
        self._surface.drawing.finish_moving()
        if self._edge is not None:
            self._edge = None
            self._surface.dress_digits()

    def erase(self) -> None:
        """Erase the chosen digit."""
        self._choose_active()
        chosen = self._chosen_strokes()
        if chosen and not self.is_dragging:
            self._strokes = ()
            self._surface.drawing.remove(chosen)

    def read_anew(self, digits: Sequence[DigitBox]) -> None:
        """Take the place of a moved digit from its reading again, unless it is still held."""
        if self._surface.drawing.is_settled and self._pressed_at is None:
            self._held = None
            chosen = self.chosen_among(digits)
            if chosen is not None:
                self._place = digits[chosen].box

    def _chosen_strokes(self) -> tuple[int, ...]:
        return self._strokes if len(self._surface.drawing.strokes) == self._among else ()

    def _choose_active(self) -> None:
        """Where nothing was clicked, choose what is shown as chosen."""
        index = self.chosen_among(self._surface.digits)
        if not self._chosen_strokes() and index is not None:
            self.choose(index)

    def _turn(self, by: int) -> None:
        digits = self._surface.digits
        if digits and not self.is_dragging:
            self.let_go()
            index = self.chosen_among(digits)
            first = 0 if by > 0 else -1
            self.choose((first if index is None else index + by) % len(digits))

    def _nudge(self, dx: float, dy: float) -> None:
        self._choose_active()
        if self.is_dragging:
            return
        if self._surface.drawing.is_settled:
            self._moves = False
        x, y = self._offset if self._moves else (0.0, 0.0)
        self._moves = True
        self._move_to(x + dx, y + dy)

    def _move_to(self, dx: float, dy: float) -> None:
        """Show the chosen strokes away from where they were when they were taken hold of."""
        chosen = self._chosen_strokes()
        if not chosen:
            return
        drawing = self._surface.drawing
        if drawing.is_settled or self._held is None:
            self._held = self._place
        self._offset = dx, dy
        self._place = self._held.moved(dx, dy)
        drawing.move(chosen, dx, dy)
        self._surface.dress_digits()


def _strokes_of(
    index: int, digits: Sequence[DigitBox], strokes: tuple[Stroke, ...]
) -> tuple[int, ...]:
    """Return a digit's strokes, or none where the drawing has changed since it was read.

    The frame of a digit is the box around its strokes. It may be smaller where a stroke runs on
    into the next digit; both digits then move together.
    """
    digit = digits[index]
    found = tuple(stroke for stroke in digit.strokes if stroke < len(strokes))
    if not found:
        return ()
    around = bounds_of(tuple(strokes[stroke] for stroke in found))
    others = (other.strokes for place, other in enumerate(digits) if place != index)
    runs_on = any(not set(found).isdisjoint(other) for other in others)
    is_whole = runs_on or _holds(digit.box, around)
    return found if is_whole and _holds(around, digit.box) else ()


def _distance(one: Box, other: Box) -> float:
    """Return how far apart the middles of two boxes are."""
    return math.dist(one.center, other.center)


def _holds(outer: Box, inner: Box) -> bool:
    """Tell whether a box lies in another, but for half a unit."""
    room = outer.grown(0.5)
    return room.contains(inner.x, inner.y) and room.contains(inner.right, inner.bottom)
