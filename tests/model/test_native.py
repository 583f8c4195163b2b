import os

import pytest

from model.native import native_messages_silenced


def test_only_what_runs_within_is_silenced(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(2, b"before ")
    with native_messages_silenced():
        os.write(2, b"within ")
    os.write(2, b"after")
    assert capfd.readouterr().err == "before after"


def test_a_program_without_standard_error_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_stream(number: int) -> int:
        raise OSError

    monkeypatch.setattr(os, "dup", no_such_stream)
    with native_messages_silenced():
        reached = True
    assert reached
