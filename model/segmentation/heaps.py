"""Heaps: so many strokes over each other that no digits can be told apart in them."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from model.geometry import Box

_CROWDED: Final = 8
"""A stroke whose box lies over this many others is crowded; within numbers a few do."""

_SMALLEST_HEAP: Final = 16
"""Crowded strokes that make a heap; fewer may be a digit that was traced again and again."""


def find_heaps(boxes: Sequence[Box]) -> list[list[int]]:
    """Return the heaps among strokes, as ascending indices into their boxes."""
    if len(boxes) < _SMALLEST_HEAP:
        return []
    edges = np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], np.float64)
    low, high = edges[:, :2], edges[:, 2:]
    over = (low[:, None, 0] <= high[None, :, 0]) & (high[:, None, 0] >= low[None, :, 0])
    over &= (low[:, None, 1] <= high[None, :, 1]) & (high[:, None, 1] >= low[None, :, 1])
    crowded = over.sum(axis=1) > _CROWDED
    if np.count_nonzero(crowded) < _SMALLEST_HEAP:
        return []
    heaps = []
    left = crowded.copy()
    for index in np.flatnonzero(crowded):
        if not left[index]:
            continue
        heap = np.zeros(len(boxes), np.bool_)
        heap[index] = True
        newest = heap.copy()
        while newest.any():
            newest = over[newest].any(axis=0) & crowded & ~heap
            heap |= newest
        left &= ~heap
        if np.count_nonzero(heap) >= _SMALLEST_HEAP:
            heaps.append([int(number) for number in np.flatnonzero(heap)])
    return heaps
