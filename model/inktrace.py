"""Decodes the text of one InkML trace: numbers, differences and wildcards (section 3.2.1)."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_VALUE: Final = re.compile(
    r"""([!'"]?)[ \t\r\n]*                                   # how the value is to be taken
    ([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?  # decimal or double
    |\#[0-9A-Fa-f]+                                         # hexadecimal
    |[TF*?])                                                # boolean, as before, not reported
    """,
    re.VERBOSE,
)
_WORD: Final = re.compile(r"[^\s,]+")
_ORDERS: Final = {"!": 0, "'": 1, '"': 2}
_WANTED: Final = frozenset("XYFT")


class TraceError(ValueError):
    """A trace or its format is malformed; ``str()`` says how, without a full stop."""


@dataclass(frozen=True, slots=True)
class ChannelFormat:
    """What one channel of a trace holds.

    Attributes:
        name: X, Y, F (force), T (time), or another that drawings do not keep.
        is_regular: False where points may leave the value out.
        sign: -1 where the axis points the other way.
        units: As written; empty where not said.
        default: The value before any is reported.
        minimum: Smallest possible value, if declared.
        maximum: Largest possible value, if declared.
    """

    name: str
    is_regular: bool = True
    sign: int = 1
    units: str = ""
    default: float = 0.0
    minimum: float | None = None
    maximum: float | None = None


class _Channel:
    """The running value of one channel: explicit, or summed up from differences."""

    __slots__ = ("_acceleration", "_order", "_speed", "value")

    def __init__(self, default: float) -> None:
        self.value = default
        self._order = -1  # Nothing explicit yet.
        self._speed = 0.0
        self._acceleration = 0.0

    def take(self, prefix: str, text: str) -> None:
        """Apply the next value: ``prefix`` holds for all that follow until another comes.

        Raises:
            TraceError: If the first value of the trace is a difference, or none is finite.
        """
        if text == "?":
            return
        order = _ORDERS[prefix] if prefix else max(self._order, 0)
        if self._order < 0 < order:
            raise TraceError("a trace begins with a difference")
        self._order = order
        if text != "*":
            self._set(_number(text))
        elif order == 2:
            self._speed += self._acceleration
        if order:
            self.value += self._speed
        if not math.isfinite(self.value):
            raise TraceError("a value is not finite")

    def _set(self, number: float) -> None:
        if self._order == 0:
            self.value = number
        elif self._order == 1:
            self._speed = number
        else:
            self._acceleration = number
            self._speed += number


def decode_trace(text: str, channels: Sequence[ChannelFormat]) -> list[dict[str, float]]:
    """Return the points of a trace: for each, the values of X, Y, and F and T where reported.

    Points are separated by commas. Values beyond the last channel are ignored.

    Args:
        text: The content of a ``trace`` element.
        channels: The channels in the order of a point's values.

    Raises:
        TraceError: If the text is malformed or a point lacks a value.
    """
    if _rest(text):
        word = next(word for word in _WORD.findall(text) if _rest(word))
        raise TraceError(f"a trace holds {word[:20]!r}, which is no number")
    running = [_Channel(channel.default) for channel in channels]
    needed = sum(channel.is_regular for channel in channels)
    points: list[dict[str, float]] = []
    for part in text.split(","):
        values = _VALUE.findall(part)
        if not values:
            continue
        if len(values) < needed:
            raise TraceError(f"a point has {len(values)} values where {needed} belong")
        points.append(_point(values, channels, running))
    return points


def _rest(text: str) -> str:
    """Return what is no value."""
    return _VALUE.sub("", text).replace(",", "").strip()


def _point(
    values: list[tuple[str, str]], channels: Sequence[ChannelFormat], running: list[_Channel]
) -> dict[str, float]:
    point = {}
    for (prefix, text), channel, state in zip(values, channels, running, strict=False):
        state.take(prefix, text)
        if channel.name in _WANTED:
            point[channel.name] = state.value
    return point


def _number(text: str) -> float:
    if text in {"T", "F"}:
        return float(text == "T")
    if text.startswith("#"):
        # No channel has more than 16 digits, and a float takes no integer beyond 1e308.
        return float(int(text[1:17], 16)) if len(text) <= 17 else math.inf
    return float(text)
