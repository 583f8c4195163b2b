"""Recorded results as Markdown tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from model.measuring.records import Record


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(right: float, count: float, places: int = 2) -> str:
    """Return a share as text, such as ``99.61 %``."""
    return f"{100 * right / count:.{places}f} %"


def share_of(found: Mapping[str, Any]) -> str:
    """Return the share that was read right, with the numbers behind it."""
    return f"{percent(found['right'], found['count'])} ({found['right']:,} of {found['count']:,})"


def confusion_table(counts: Sequence[Sequence[int]]) -> str:
    """Return how often each digit was taken for each; what never happened is left blank."""
    rows = [
        [f"**{digit}**", *(str(count) if count else "" for count in row)]
        for digit, row in enumerate(counts)
    ]
    return table(["true \\ read", *map(str, range(10))], rows)


def robustness_table(found: Record, target: float) -> str:
    """Return one line for each perturbation, and whether it reaches the target."""
    rows = [
        [
            name,
            percent(each["right"], each["count"]),
            percent(each["accepted"], each["count"]),
            met(each["right"] / each["count"] >= target),
        ]
        for name, each in found.items()
    ]
    return table(["test digits", "read right", "accepted", ""], rows)


def rejection_table(found: Record, target: float) -> str:
    """Return one line for each kind of thing that is no digit."""
    rows = [
        [
            kind,
            f"{each['rejected']:,} of {each['count']:,}",
            percent(each["rejected"], each["count"], 1),
            met(each["rejected"] / each["count"] >= target),
        ]
        for kind, each in found["kinds"].items()
    ]
    return table(["kind", "rejected", "", ""], rows)


def letters_table(found: Record) -> str:
    """Return one line for each alphabet, and one for all."""

    def row(name: str, part: Mapping[str, int]) -> list[str]:
        return [
            name,
            f"{part['unlike_rejected']} of {part['unlike']}",
            f"{part['alike_rejected']} of {part['alike']}",
        ]

    every = {key: sum(part[key] for part in found.values()) for key in next(iter(found.values()))}
    rows = [row(name, part) for name, part in found.items()]
    return table(
        ["alphabet", "rejected of those unlike digits", "rejected of look-alikes"],
        [*rows, row("all", every)],
    )


def misread_table(misread: Sequence[Sequence[float]]) -> str:
    """Return index, truth, reading, its probability and the digit score of each misread digit."""
    rows = [
        [f"{index}", f"{truth}", f"{read}", f"{100 * probability:.0f} %", f"{score:.2f}"]
        for index, truth, read, probability, score in misread
    ]
    return table(["no.", "is", "read as", "probability", "digit score"], rows)


def met(is_reached: bool) -> str:  # noqa: FBT001 - a verdict, not an option
    """Return in a word whether a target is reached."""
    return "met" if is_reached else "**missed**"
