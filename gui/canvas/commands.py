"""Undoable steps of a drawing."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtGui import QUndoCommand

from model.ink import Stroke

Strokes: TypeAlias = tuple[Stroke, ...]


class ChangeStrokes(QUndoCommand):
    """One step: drawing a stroke, erasing, clearing or replacing everything.

    It holds the strokes before and after. Strokes never change and neighbouring steps share their
    tuples, so a step costs one reference per stroke, and going back can never drift.
    """

    def __init__(
        self, text: str, before: Strokes, after: Strokes, show: Callable[[Strokes], None]
    ) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._show = show

    def redo(self) -> None:
        """Make the change; Qt also calls this when the step is pushed."""
        self._show(self._after)

    def undo(self) -> None:
        """Take the change back."""
        self._show(self._before)
