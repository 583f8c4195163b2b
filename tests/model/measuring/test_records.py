from pathlib import Path

import pytest

from model.errors import DataError
from model.measuring.records import read_record, write_record


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    record = {"a": 1, "empty": {}, "deep": {"list": [1, 2.5, None], "table": [[1, 2], [3, 4]]}}
    path = tmp_path / "new" / "x.json"
    write_record(path, record)
    assert read_record(path) == record
    assert '"list": [1, 2.5, null]' in path.read_text(encoding="utf-8")
    assert "\n      [3, 4]\n" in path.read_text(encoding="utf-8")


def test_what_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_record(tmp_path / "none.json") == {}


@pytest.mark.parametrize("text", ["{", "[1]"])
def test_a_damaged_record_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "torn.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"torn\.json"):
        read_record(path)


def test_what_json_cannot_say_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_record(tmp_path / "x.json", {"a": float("nan")})
    assert not (tmp_path / "x.json").exists()
