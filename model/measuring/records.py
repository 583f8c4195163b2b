"""Recorded results: JSON files that the model card is written from."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.errors import DataError
from model.files import write_bytes

Record = dict[str, Any]


def read_record(path: Path) -> Record:
    """Return a recorded result, empty where nothing has been recorded yet.

    Raises:
        DataError: If the file is no JSON object.
    """
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(f"The recorded result {path} is damaged: {error}.") from error
    if not isinstance(found, dict):
        raise DataError(f"The recorded result {path} is not a JSON object.")
    return found


def write_record(path: Path, record: Mapping[str, Any]) -> None:
    """Write a result; lists of plain values stay on one line, so that changes read well.

    Raises:
        OSError: If it cannot be written; what was there is unchanged then.
    """
    write_bytes(path, (_laid_out(record, "") + "\n").encode())


def _laid_out(value: object, indent: str) -> str:
    """Return JSON with one entry a line, and lists without tables in them in one line."""
    inner = indent + "  "
    if isinstance(value, Mapping) and value:
        lines = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {_laid_out(each, inner)}"
            for key, each in value.items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(each, list | Mapping) for each in value):
        lines = [inner + _laid_out(each, inner) for each in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
