"""What was found for groups of strokes, kept while a drawing is being made."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from model.ink import Stroke

_Value = TypeVar("_Value")


class StrokeCache(Generic[_Value]):
    """What was found for groups of strokes, the longest unused forgotten first.

    Strokes are told apart by identity: comparing them would go through all their points. Each
    entry holds its strokes, so that no other can get the same identity meanwhile.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[tuple[int, ...], tuple[tuple[Stroke, ...], _Value]]
        self._entries = OrderedDict()

    def get(
        self, strokes: tuple[Stroke, ...], find: Callable[[tuple[Stroke, ...]], _Value]
    ) -> _Value:
        """Return what is remembered of these strokes, or what ``find`` says of them."""
        key = tuple(map(id, strokes))
        entry = self._entries.get(key)
        if entry is None:
            entry = (strokes, find(strokes))
            self._entries[key] = entry
            if len(self._entries) > self._size:
                self._entries.popitem(last=False)
        else:
            self._entries.move_to_end(key)
        return entry[1]
