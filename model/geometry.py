"""The one rectangle type that ink, pictures and readings share."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in the units of its source: picture pixels or canvas units.

    Attributes:
        x: Left edge.
        y: Top edge; y grows downwards.
        width: Width, at least 0.
        height: Height, at least 0.
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The bottom edge."""
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        """The middle, as (x, y)."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def long_side(self) -> float:
        """The larger of width and height."""
        return max(self.width, self.height)

    def moved(self, dx: float, dy: float) -> "Box":
        """Return this box shifted by (dx, dy)."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, margin: float) -> "Box":
        """Return this box with ``margin`` added on every side."""
        return Box(
            self.x - margin, self.y - margin, self.width + 2 * margin, self.height + 2 * margin
        )

    def contains(self, x: float, y: float) -> bool:
        """Tell whether the point (x, y) lies in the box or on its edge."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    @staticmethod
    def around(boxes: Iterable["Box"]) -> "Box":
        """Return the smallest box that holds all ``boxes``.

        Raises:
            ValueError: If there are no boxes.
        """
        found = list(boxes)
        if not found:
            raise ValueError("No boxes to surround")
        if len(found) == 1:
            return found[0]
        left = min(box.x for box in found)
        top = min(box.y for box in found)
        right = max(box.right for box in found)
        bottom = max(box.bottom for box in found)
        return Box(left, top, right - left, bottom - top)
