import json
from pathlib import Path

import pytest

from model.errors import BundleError
from model.library.activation import (
    MOST_REMEMBERED,
    Activation,
    is_name,
    read_activation,
    write_activation,
)


def test_without_a_file_the_bundled_model_is_in_use(tmp_path: Path) -> None:
    assert read_activation(tmp_path / "none") == Activation()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    choice = Activation().then("a").then("b").then(None)
    write_activation(tmp_path / "file", choice)
    assert read_activation(tmp_path / "file") == Activation(None, (None, "a", "b"))


def test_a_file_of_an_earlier_program_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text('{"model": "a"}')
    found = read_activation(tmp_path / "file")
    assert found == Activation("a")
    assert found.ways_back() == [Activation()]


def test_choosing_the_same_again_is_no_step() -> None:
    assert Activation("a", (None,)).then("a") == Activation("a", (None,))


def test_the_ways_back_lead_through_all_that_was_used() -> None:
    choice = Activation().then("a").then("b").then("a")
    assert [way.model for way in choice.ways_back()] == ["b", None]
    assert choice.ways_back()[0] == Activation("b", (None, "a"))
    assert Activation().ways_back() == []


def test_a_long_history_is_cut_and_still_leads_to_the_bundled_model() -> None:
    choice = Activation()
    for number in range(MOST_REMEMBERED + 5):
        choice = choice.then(f"{number}")
    assert len(choice.before) == MOST_REMEMBERED
    assert choice.ways_back()[-1] == Activation()


@pytest.mark.parametrize("before", [3, "a", {"a": 1}, [3, "../x", [], "ok", None, ".x"]])
def test_a_damaged_history_does_not_hide_the_model_in_use(tmp_path: Path, before: object) -> None:
    (tmp_path / "file").write_text(json.dumps({"model": "a", "before": before}))
    found = read_activation(tmp_path / "file")
    assert found.model == "a"
    assert set(found.before) <= {"ok", None}


@pytest.mark.parametrize("text", ["", "null", "[" * 100_000, '{"model": "a\\u0000"}', "\x00"])
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "file").write_text(text)
    with pytest.raises(BundleError, match="damaged"):
        read_activation(tmp_path / "file")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/a", ".hidden", "a\n", "a\0", None, 3])
def test_no_name_can_lead_elsewhere(name: object) -> None:
    assert not is_name(name)
