"""What lies by itself in a picture: a digit here, a hole of the paper or a finger there."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from model.segmentation.pieces import Piece

_APART: Final = 0.5
"""Distance of boxes, as a share of the larger one's longer side; no digit has parts so far away."""


def groups_apart(pieces: Sequence[Piece]) -> list[tuple[int, ...]]:
    """Return the indices of the pieces in groups that lie far from each other.

    Args:
        pieces: All pieces, largest first.

    Returns:
        Ascending indices; first the group of the first piece, and so on.
    """
    boxes = [piece.box for piece in pieces]
    edges = np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], np.float64)
    sides = np.array([box.long_side for box in boxes])
    free = set(range(len(pieces)))
    groups = []
    while free:
        group = [min(free)]
        free -= set(group)
        for index in group:  # grows while it is walked
            rest = np.array(sorted(free), np.intp)
            gaps = np.maximum(
                edges[rest, :2] - edges[index, 2:], edges[index, :2] - edges[rest, 2:]
            )
            away = np.hypot(*np.maximum(gaps, 0).T)
            near = rest[away <= _APART * np.maximum(sides[rest], sides[index])].tolist()
            group.extend(near)
            free -= set(near)
        groups.append(tuple(sorted(group)))
    return groups
