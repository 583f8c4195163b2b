"""Strokes put elsewhere: new ones, for a stroke never changes."""

from model.geometry import Box
from model.ink import Ink, Stroke, StrokePoint


def moved(stroke: Stroke, dx: float, dy: float, later_ms: float = 0.0) -> Stroke:
    """Return a stroke shifted by (dx, dy), in canvas units, and in time."""
    return Stroke(
        tuple(
            StrokePoint(point.x + dx, point.y + dy, point.pressure, point.time_ms + later_ms)
            for point in stroke.points
        )
    )


def centred(ink: Ink, middle: tuple[float, float]) -> Ink:
    """Return a drawing shifted so that the box around it has its centre at ``middle``.

    Raises:
        EmptyDrawingError: If the drawing is blank.
    """
    x, y = ink.bounds.center
    dx, dy = middle[0] - x, middle[1] - y
    return Ink(tuple(moved(stroke, dx, dy) for stroke in ink.strokes))


def bounds_of(strokes: tuple[Stroke, ...]) -> Box:
    """Return the box around strokes, of which there is at least one."""
    return Box.around(stroke.bounds for stroke in strokes)
