"""When each point of a drawing was made, and the drawing as it stood at any moment."""

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from model.ink import Ink, Stroke

LONGEST_PAUSE_MS = 500.0
"""Longer pauses between strokes are shortened to this: nobody wants to watch them."""

_STEP_MS = 10.0
"""Time between samples where a drawing came without times: a usual tablet's 100 a second."""


class Timeline:
    """A drawing that can be asked for its past."""

    def __init__(self, ink: Ink) -> None:
        """Take the times of ``ink``, with long pauses shortened."""
        self.ink = ink
        self._times = [_own_times(stroke) for stroke in ink.strokes]
        begin = 0.0
        for number, times in enumerate(self._times):
            if number:
                begin += self._pause_before(number)
            self._times[number] = times + begin
            begin += float(times[-1])
        self._ends = [float(times[-1]) for times in self._times]

    @property
    def duration_ms(self) -> float:
        """Time from the first point to the last."""
        return self._ends[-1] if self._ends else 0.0

    def at(self, time_ms: float) -> Ink:
        """Return the drawing as it stood; strokes that were finished are the very same objects."""
        finished = bisect_right(self._ends, time_ms)
        strokes = self.ink.strokes[:finished]
        if finished < len(self._times):
            points = int(np.searchsorted(self._times[finished], time_ms, side="right"))
            if points:
                strokes = (*strokes, Stroke(self.ink.strokes[finished].points[:points]))
        return Ink(strokes)

    def _pause_before(self, number: int) -> float:
        """Return the pause before a stroke; where the clock stood or ran backwards, a step."""
        lifted = self.ink.strokes[number - 1].points[-1].time_ms
        pause = self.ink.strokes[number].points[0].time_ms - lifted
        return min(pause, LONGEST_PAUSE_MS) if pause > 0 else _STEP_MS


def _own_times(stroke: Stroke) -> NDArray[np.float64]:
    """Return the rising times of a stroke's points, from 0, shape (n,)."""
    times = np.array([point.time_ms for point in stroke.points])
    times = np.maximum.accumulate(times - times[0])
    if len(times) > 1 and times[-1] <= 0:
        return np.arange(len(times), dtype=np.float64) * _STEP_MS
    return times
