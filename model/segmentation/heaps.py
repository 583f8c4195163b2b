"""Heaps: so many strokes over each other that no digits can be told apart in them."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.geometry import Box

_CROWDED: Final = 8
"""A stroke whose box lies over this many others is crowded; within numbers a few do."""

_SMALLEST_HEAP: Final = 16
"""Crowded strokes that make a heap; fewer may be a digit that was traced again and again."""

_ROOM: Final = 64


class HeapFinder:
    """Finds heaps, and remembers which boxes lie over each other.

    Comparing all with all takes long where there are a thousand; while a drawing is being made
    only its last stroke changes.
    """

    def __init__(self) -> None:
        self._boxes: list[Box] = []
        self._edges = np.zeros((_ROOM, 4))
        self._over = np.zeros((_ROOM, _ROOM), np.bool_)
        self._counts = np.zeros(_ROOM, np.int64)

    def find(self, boxes: Sequence[Box]) -> list[list[int]]:
        """Return the heaps among strokes, as ascending indices into their boxes."""
        self._follow(boxes)
        count = len(boxes)
        crowded = self._counts[:count] > _CROWDED
        if np.count_nonzero(crowded) < _SMALLEST_HEAP:
            return []
        over = self._over[:count, :count]
        heaps = []
        left = crowded.copy()
        for index in np.flatnonzero(crowded):
            if left[index]:
                heap = _reached(int(index), over, crowded)
                left &= ~heap
                if np.count_nonzero(heap) >= _SMALLEST_HEAP:
                    heaps.append([int(number) for number in np.flatnonzero(heap)])
        return heaps

    def _follow(self, boxes: Sequence[Box]) -> None:
        """Forget the boxes that are gone and compare the new ones with the others."""
        pairs = zip(self._boxes, boxes, strict=False)
        same = next((n for n, (one, other) in enumerate(pairs) if one is not other), None)
        same = min(len(self._boxes), len(boxes)) if same is None else same
        for index in range(same, len(self._boxes)):
            self._counts[: len(self._boxes)] -= self._over[index, : len(self._boxes)]
            self._over[index] = False
            self._over[:, index] = False
        del self._boxes[same:]
        for box in boxes[same:]:
            self._add(box)

    def _add(self, box: Box) -> None:
        index = len(self._boxes)
        if index == len(self._edges):
            self._edges = np.pad(self._edges, ((0, index), (0, 0)))
            self._over = np.pad(self._over, (0, index))
            self._counts = np.pad(self._counts, (0, index))
        self._boxes.append(box)
        self._edges[index] = box.x, box.y, box.right, box.bottom
        edges = self._edges[: index + 1]
        over = (edges[:, 0] <= box.right) & (edges[:, 2] >= box.x)
        over &= (edges[:, 1] <= box.bottom) & (edges[:, 3] >= box.y)
        self._over[index, : index + 1] = over
        self._over[: index + 1, index] = over
        self._counts[index] = 0
        self._counts[:index] += over[:index]
        self._counts[index] = np.count_nonzero(over)


def _reached(start: int, over: NDArray[np.bool_], crowded: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which crowded boxes hang together with one, over any number of others."""
    heap = np.zeros(len(crowded), np.bool_)
    heap[start] = True
    newest = heap
    while newest.any():
        newest = over[newest].any(axis=0) & crowded & ~heap
        heap |= newest
    return heap
