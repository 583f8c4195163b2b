from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from gui.samples.filter_bar import FilterBar
from gui.samples.names import caption, description
from gui.samples.sample_filter import GROUPS, Group, Outcome, SampleFilter, counts, shown
from model.samples.sample import NOT_A_DIGIT, SampleFacts, Source, now

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def facts(number: int, label: int = 4, **other: object) -> SampleFacts:
    values: dict[str, object] = {
        "id": number,
        "label": label,
        "profile": "Ada",
        "source": Source.CANVAS,
        "read_digit": None,
        "read_confidence": None,
        "created": NOON,
    }
    return SampleFacts(**(values | other))  # type: ignore[arg-type]  # a test's own shorthand


def test_every_sample_is_in_all_or_deleted_and_in_its_label() -> None:
    every = [facts(1, 4), facts(2, NOT_A_DIGIT), facts(3, 4, is_deleted=True), facts(4, 0)]
    found = counts(every, SampleFilter())
    assert set(found) == set(GROUPS)
    assert {group: count for group, count in found.items() if count} == {
        Group(): 3,
        Group(0): 1,
        Group(4): 1,
        Group(NOT_A_DIGIT): 1,
        Group(is_deleted=True): 1,
    }
    assert [one.id for one in shown(every, SampleFilter(), Group())] == [4, 1, 2]
    assert [one.id for one in shown(every, SampleFilter(), Group(4))] == [1]
    assert [one.id for one in shown(every, SampleFilter(), Group(is_deleted=True))] == [3]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (SampleFilter(), {1, 2, 3, 4}),
        (SampleFilter(profile="Ben"), {2}),
        (SampleFilter(source=Source.IMPORT), {3}),
        (SampleFilter(since=NOON), {1, 2, 3}),
        (SampleFilter(outcome=Outcome.MISREAD), {2}),
        (SampleFilter(outcome=Outcome.RIGHT), {3, 4}),
        (SampleFilter(profile="Ada", outcome=Outcome.RIGHT, since=NOON), {3}),
    ],
)
def test_a_filter_lets_through_what_is_wanted(wanted: SampleFilter, expected: set[int]) -> None:
    every = [
        facts(1),
        facts(2, profile="Ben", read_digit=9),
        facts(3, source=Source.IMPORT, read_digit=4),
        facts(4, created=NOON - timedelta(seconds=1), read_digit=4),
    ]
    assert {one.id for one in every if wanted.accepts(one)} == expected


def test_words_say_what_was_misread() -> None:
    assert caption(facts(1, 7)) == "7"
    assert caption(facts(1, 7, read_digit=7)) == "7"
    assert caption(facts(1, 7, read_digit=1)) == "1 → 7"
    assert caption(facts(1, NOT_A_DIGIT, read_digit=0)) == "0 → no digit"
    text = description(facts(1, 7, read_digit=NOT_A_DIGIT, source=Source.TEACH))
    assert text.startswith("7 · read as no digit · written to teach · ")
    assert description(facts(1, source=Source.PICTURE)).startswith("4 · from a picture · ")
    assert description(facts(1, source=Source.IMPORT)).startswith("4 · imported · ")


def test_days_are_counted_from_midnight_here(qtbot: QtBot) -> None:
    bar = FilterBar()
    qtbot.addWidget(bar)
    assert bar.wanted == SampleFilter()
    bar.time.setCurrentText("Today")
    since = bar.wanted.since
    assert since is not None
    assert since <= now() < since + timedelta(days=1, hours=2)  # a day may have 25 hours
    assert since.astimezone().hour == 0
    bar.time.setCurrentText("In 7 days")
    week = bar.wanted.since
    assert week is not None
    assert timedelta(days=5, hours=22) < since - week < timedelta(days=6, hours=2)
    assert not bar.is_open
    bar.open_wide()
    assert bar.is_open
