"""Which of the samples are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from model.samples.sample import LABELS, SampleFacts, Source


class Outcome(Enum):
    """How a sample was read, compared with its label."""

    ANY = "any"
    MISREAD = "misread"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class SampleFilter:
    """What a sample has to be like; None asks for nothing.

    Attributes:
        profile: Its writer.
        source: Where it comes from.
        since: When it was labelled, at the earliest.
        outcome: How it was read.
    """

    profile: str | None = None
    source: Source | None = None
    since: datetime | None = None
    outcome: Outcome = Outcome.ANY

    def accepts(self, facts: SampleFacts) -> bool:
        """Tell whether a sample is like that."""
        return (
            (self.profile is None or facts.profile == self.profile)
            and (self.source is None or facts.source is self.source)
            and (self.since is None or facts.created >= self.since)
            and self._accepts_outcome(facts)
        )

    def _accepts_outcome(self, facts: SampleFacts) -> bool:
        if self.outcome is Outcome.ANY:
            return True
        wanted = self.outcome is Outcome.MISREAD
        return facts.read_digit is not None and facts.is_misread is wanted


@dataclass(frozen=True, slots=True)
class Group:
    """One of the groups that samples are shown in.

    Attributes:
        label: Only those with this label; None for all labels.
        is_deleted: The deleted ones instead of those that are kept.
    """

    label: int | None = None
    is_deleted: bool = False

    def accepts(self, facts: SampleFacts) -> bool:
        """Tell whether a sample is in the group."""
        return facts.is_deleted is self.is_deleted and self.label in (None, facts.label)


GROUPS = (Group(), *(Group(label) for label in LABELS), Group(is_deleted=True))
"""All groups: every sample, each label, and what was deleted lately."""


def shown(facts: Iterable[SampleFacts], wanted: SampleFilter, group: Group) -> list[SampleFacts]:
    """Return the samples of a group that are wanted: by label, the newest of each first.

    Deleted ones come in the order of their making, the newest first.
    """
    found = [one for one in facts if group.accepts(one) and wanted.accepts(one)]
    if group.is_deleted:
        return sorted(found, key=lambda one: -one.id)
    return sorted(found, key=lambda one: (one.label, -one.id))


def counts(facts: Iterable[SampleFacts], wanted: SampleFilter) -> dict[Group, int]:
    """Return how many of the wanted samples are in each group."""
    found = dict.fromkeys(GROUPS, 0)
    for one in facts:
        if wanted.accepts(one):
            if one.is_deleted:
                found[Group(is_deleted=True)] += 1
            else:
                found[Group()] += 1
                found[Group(one.label)] += 1
    return found
