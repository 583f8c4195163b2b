"""The most probable row of digits among all ways to cut something."""

import heapq
from collections.abc import Callable
from typing import Final, Protocol

LIMIT: Final = 5.0
"""Rows that cost more are never better than saying that it is no digit."""

_MOST_ASKED: Final = 200
"""What looks like a digit in more ways is a scribble."""

Span = tuple[int, int]
"""Numbers of the cuts that a digit lies between."""


class Cuts(Protocol):
    """The places where something may be cut, numbered in order."""

    @property
    def end(self) -> int:
        """Number of the last place."""

    def next_after(self, before: Span | None) -> list[Span]:
        """Return where digits may lie that follow on another; at first on none."""

    def cost_between(self, before: Span, here: Span) -> float:
        """Return what it costs that one digit follows on another, at least 0."""


def cheapest_row(cuts: Cuts, price: Callable[[int, int], float]) -> tuple[list[Span], float] | None:
    """Return the cheapest row of digits from the first place to the last, and its cost.

    Uniform-cost search (Dijkstra 1959): ``price`` is asked once for a span, and only for those
    that something probable leads to.

    Args:
        cuts: Where digits may begin and end.
        price: Negative logarithm of the probability that what lies between two places is one
            digit.

    Returns:
        None where every row costs ``LIMIT`` or more, or there is too much that looks like digits.
    """
    # Entries are the cost, a number that settles ties, and the row up to there.
    waiting: list[tuple[float, int, list[Span]]] = [(0.0, 0, [])]
    pushed = 0
    done: set[Span] = set()
    prices: dict[Span, float] = {}
    while waiting and len(prices) <= _MOST_ASKED:
        spent, _, row = heapq.heappop(waiting)
        last = row[-1] if row else None
        if last is not None:
            if last[1] == cuts.end:
                return row, spent
            if last in done:
                continue
            done.add(last)
        for here in cuts.next_after(last):
            if here not in prices:
                prices[here] = price(*here)
            extra = cuts.cost_between(last, here) if last is not None else 0.0
            total = spent + prices[here] + extra
            if total < LIMIT:
                pushed += 1
                heapq.heappush(waiting, (total, pushed, [*row, here]))
    return None
