"""The document: the strokes on the canvas and every step that led to them."""

import math
from collections.abc import Collection

from PySide6.QtCore import QElapsedTimer, QObject, Signal
from PySide6.QtGui import QUndoStack

from gui.canvas.commands import ChangeStrokes, Strokes
from gui.canvas.eraser import erase
from gui.canvas.moving import moved
from model.ink import Ink, Stroke, StrokePoint


class Drawing(QObject):
    """Holds finished strokes and the stroke under way, and undoes stroke by stroke.

    Signals:
        ink_changed: The ink differs from before, by a pen move or by any other step. Cheap.
        stroke_finished: The pen was lifted and its stroke is in the drawing for good.
    """

    ink_changed = Signal()
    stroke_finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._strokes: Strokes = ()
        self._kept: Strokes = ()  # As the last step left them: without erasing under way.
        self._live: list[StrokePoint] = []
        self._most_pressure = 0.0
        self._ink: Ink | None = Ink()
        self._clock = QElapsedTimer()
        self._clock.start()

    @property
    def ink(self) -> Ink:
        """The whole drawing, the stroke under way included."""
        if self._ink is None:
            live = (Stroke(tuple(self._live)),) if self._live else ()
            self._ink = Ink(self._strokes + live)
        return self._ink

    @property
    def strokes(self) -> Strokes:
        """The finished strokes; the same tuple until they change."""
        return self._strokes

    @property
    def live_points(self) -> list[StrokePoint]:
        """The stroke under way, to be read only: one list that grows until the pen is lifted."""
        return self._live

    @property
    def is_blank(self) -> bool:
        """True when nothing is drawn and no stroke is under way."""
        return not self._strokes and not self._live

    @property
    def is_settled(self) -> bool:
        """True while nothing is shown that is no step yet, apart from a stroke under way."""
        return self._strokes is self._kept

    def elapsed_ms(self) -> float:
        """Return the time since the drawing began; a blank drawing begins now.

        Never earlier than the last sample, so that times rise even in a drawing from a file.
        """
        if self.is_blank:
            self._clock.restart()
        latest = self._strokes[-1].points[-1].time_ms if self._strokes else 0.0
        return max(latest, float(self._clock.elapsed()))

    def begin_stroke(self, point: StrokePoint) -> None:
        """Put the pen down; a stroke still under way is finished first."""
        self.finish_stroke()
        self._live = [point]
        self._most_pressure = point.pressure
        self._announce()

    def extend_stroke(self, point: StrokePoint) -> None:
        """Move the pen; without a stroke under way, and without a way made, nothing changes."""
        if not self._live:
            return
        self._most_pressure = max(self._most_pressure, point.pressure)
        last = self._live[-1]
        if (point.x, point.y) != (last.x, last.y):
            self._live.append(point)
            self._announce()

    def finish_stroke(self, tap_radius: float = 0.0) -> None:
        """Lift the pen: the stroke becomes one undoable step.

        Args:
            tap_radius: A stroke that never left this distance, in canvas units, is a tap: one
                point, under the greatest pressure. A trembling hand then draws a round dot.
        """
        if not self._live:
            return
        first = self._live[0]
        points = tuple(self._live)
        if all(math.hypot(p.x - first.x, p.y - first.y) <= tap_radius for p in points):
            points = (StrokePoint(first.x, first.y, self._most_pressure, first.time_ms),)
        self._live = []
        self._push(self.tr("Stroke"), (*self._strokes, Stroke(points)))
        self.stroke_finished.emit()

    def erase_along(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        radius: float,
        *,
        whole: bool = False,
    ) -> None:
        """Erase what a round eraser touches; all until ``finish_erasing`` is one step.

        Args:
            start: Where the eraser comes from, in canvas units.
            end: Where it goes to.
            radius: Of the eraser, above 0.
            whole: True takes every touched stroke as a whole, False only its touched part.
        """
        self._preview(erase(self._strokes, start, end, radius, whole=whole))

    def finish_erasing(self) -> None:
        """Lift the eraser: what it took becomes one undoable step."""
        self._keep(self.tr("Erase"))

    def move(self, chosen: Collection[int], dx: float, dy: float) -> None:
        """Show strokes elsewhere; what is shown at ``finish_moving`` becomes one step.

        Args:
            chosen: Their indices in ``strokes``.
            dx: To the right of where they were when moving began, in canvas units.
            dy: Below where they were when moving began.
        """
        if dx == 0 and dy == 0:
            self._preview(self._kept)
            return
        shown = [moved(s, dx, dy) if i in chosen else s for i, s in enumerate(self._kept)]
        self._preview(tuple(shown))

    def finish_moving(self) -> None:
        """Let go of moved strokes: where they are now becomes one undoable step."""
        self._keep(self.tr("Move"))

    def remove(self, chosen: Collection[int]) -> None:
        """Take strokes away, named by their indices in ``strokes``, as one undoable step."""
        self._settle()
        left = tuple(s for index, s in enumerate(self._strokes) if index not in chosen)
        if len(left) < len(self._strokes):
            self._push(self.tr("Erase"), left)

    def insert(self, ink: Ink) -> None:
        """Add the strokes of another drawing behind all others, as one undoable step.

        Their times are moved to now, so that time still rises from stroke to stroke.
        """
        self._settle()
        if ink.is_blank:
            return
        first_ms = min(stroke.points[0].time_ms for stroke in ink.strokes)
        later_ms = self.elapsed_ms() - first_ms
        come = (moved(stroke, 0.0, 0.0, later_ms) for stroke in ink.strokes)
        self._push(self.tr("Paste"), (*self._strokes, *come))

    def cancel(self) -> None:
        """Drop the stroke under way, or give back what was erased or moved since it began."""
        if self.is_settled and not self._live:
            return
        self._live = []
        self._strokes = self._kept
        self._announce()

    def clear(self) -> None:
        """Take all ink away, as one undoable step; a blank drawing stays as it is."""
        self._settle()
        if self._strokes:
            self._push(self.tr("Clear"), ())

    def replace(self, ink: Ink) -> None:
        """Show another drawing in place of this one, as one undoable step."""
        self._settle()
        self._push(self.tr("Open drawing"), ink.strokes)

    def _settle(self) -> None:
        """Finish whatever the pen is doing."""
        self.finish_stroke()
        self.finish_erasing()

    def _preview(self, strokes: Strokes) -> None:
        """Show strokes that are no step yet."""
        if strokes is not self._strokes:
            self._strokes = strokes
            self._announce()

    def _keep(self, text: str) -> None:
        """Make a step of what is shown, if that differs from the last step."""
        if not self.is_settled:
            self._push(text, self._strokes)

    def _push(self, text: str, after: Strokes) -> None:
        """Take one undoable step."""
        self.undo_stack.push(ChangeStrokes(text, self._kept, after, self._show))

    def _show(self, step: ChangeStrokes) -> None:
        """Do or undo a step; what was under way and is no step yet is dropped."""
        self._kept = self._strokes = step.applied_to(self._kept)
        self._announce()

    def _announce(self) -> None:
        """Forget the assembled ink and tell that it changed."""
        self._ink = None
        self.ink_changed.emit()
