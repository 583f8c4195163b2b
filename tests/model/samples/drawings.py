"""Drawings to keep in a store, and a clock that stands where it is put."""

import io
from datetime import UTC, datetime, timedelta

from PIL import Image

from model.ink import Ink, Stroke, StrokePoint
from model.samples.sample import NewSample, Source


class Clock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def go(self, **by: float) -> None:
        self.time += timedelta(**by)


def png(gray: int = 200) -> bytes:
    """Return a small picture of one shade."""
    file = io.BytesIO()
    Image.new("L", (12, 20), gray).save(file, "PNG")
    return file.getvalue()


def drawing(seed: int = 0) -> Ink:
    """Return two strokes with values that do not round well."""
    first = [StrokePoint(seed + i / 3, -7.1 * i, 0.1 + i / 30, 16.67 * i) for i in range(9)]
    return Ink((Stroke(tuple(first)), Stroke((StrokePoint(1e-9, 1e6 + seed, 1.0, 250.0),))))


def new_sample(label: int = 4, profile: str = "Ada", seed: int = 0) -> NewSample:
    """Return a correction made on the canvas: read as a nine."""
    return NewSample(
        label=label,
        profile=profile,
        source=Source.CANVAS,
        ink=drawing(seed),
        read_digit=9,
        read_confidence=0.61,
    )
