"""Undoable steps of a drawing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtGui import QUndoCommand

from model.ink import Stroke

Strokes: TypeAlias = tuple[Stroke, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Change:
    """Neighbouring strokes that gave way to others.

    Attributes:
        at_before: Index of the first stroke that went, among the strokes before.
        at_after: Index of the first stroke that came, among the strokes after.
        gone: What went.
        come: What came.
    """

    at_before: int
    at_after: int
    gone: Strokes
    come: Strokes


class ChangeStrokes(QUndoCommand):
    """One step: drawing a stroke, erasing, moving, clearing or replacing everything.

    It holds only the strokes that went and came, so that the memory of a long drawing grows with
    what was done and not with its square. Strokes never change, so going back cannot drift.
    """

    def __init__(
        self, text: str, before: Strokes, after: Strokes, show: Callable[["ChangeStrokes"], None]
    ) -> None:
        """Lead from ``before`` to ``after``.

        Args:
            text: What the step is called, translated.
            before: The strokes before it.
            after: The strokes after it.
            show: Called with this step whenever it is done or taken back.
        """
        super().__init__(text)
        self._changes = changes_between(before, after)
        self._show = show
        self._forward = True

    @property
    def kept_strokes(self) -> int:
        """How many strokes this step keeps in memory."""
        return sum(len(change.gone) + len(change.come) for change in self._changes)

    def applied_to(self, strokes: Strokes) -> Strokes:
        """Return the strokes that this step, as last done or taken back, makes of others."""
        result: list[Stroke] = []
        reached = 0
        for change in self._changes:
            at = change.at_before if self._forward else change.at_after
            old, new = change.gone, change.come
            if not self._forward:
                old, new = new, old
            result += strokes[reached:at]
            result += new
            reached = at + len(old)
        return (*result, *strokes[reached:])

    def redo(self) -> None:
        """Make the change; Qt also calls this when the step is pushed."""
        self._forward = True
        self._show(self)

    def undo(self) -> None:
        """Take the change back."""
        self._forward = False
        self._show(self)


class Accompany(QUndoCommand):
    """What happens beside a change of strokes, as to the view: in one direction, or in both."""

    def __init__(
        self,
        on_redo: Callable[[], None] | None = None,
        on_undo: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._on_redo = on_redo
        self._on_undo = on_undo

    def redo(self) -> None:
        """Do what belongs to the change."""
        if self._on_redo is not None:
            self._on_redo()

    def undo(self) -> None:
        """Do what belongs to taking it back."""
        if self._on_undo is not None:
            self._on_undo()


def changes_between(before: Sequence[Stroke], after: Sequence[Stroke]) -> tuple[Change, ...]:
    """Return what leads from some strokes to others; strokes are told apart by identity."""
    stays, was = {id(stroke) for stroke in after}, {id(stroke) for stroke in before}
    changes = []
    i = j = 0
    while i < len(before) or j < len(after):
        if i < len(before) and j < len(after) and before[i] is after[j]:
            i, j = i + 1, j + 1
            continue
        first, second = i, j
        while i < len(before) and id(before[i]) not in stays:
            i += 1
        while j < len(after) and id(after[j]) not in was:
            j += 1
        if (i, j) == (first, second):  # The order is another: all the rest is exchanged.
            i, j = len(before), len(after)
        changes.append(Change(first, second, tuple(before[first:i]), tuple(after[second:j])))
    return tuple(changes)
