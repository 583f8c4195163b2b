import io
import sys

import pytest

from model.commands.console import blaming, complain, guarded, say
from model.errors import DataError, InkdigitsError


def test_what_is_raised_on_purpose_becomes_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        raise DataError("The file is damaged:\n its end is missing.")

    assert guarded(work) == 1
    assert capsys.readouterr().err == "inkdigits: The file is damaged: its end is missing.\n"


def test_being_stopped_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        raise KeyboardInterrupt

    assert guarded(work) == 130
    assert capsys.readouterr().err == "inkdigits: Stopped.\n"


def test_faults_of_the_program_are_not_hidden() -> None:
    def work() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        guarded(work)


def test_lines_survive_a_terminal_that_lacks_their_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    monkeypatch.setattr(sys, "stdout", stream)
    say("größe\udcff.png: 7")
    stream.flush()
    assert stream.buffer.getvalue() == b"gr\\xf6\\xdfe\\udcff.png: 7\n"


def test_a_program_without_streams_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    say("7")
    complain("no")
    assert guarded(lambda: 0) == 0


def test_a_file_is_named_once() -> None:
    assert blaming("in/a.png", InkdigitsError("a.png is empty.")) == "a.png is empty."
    assert blaming("in/a.png", InkdigitsError("It is empty.")) == "in/a.png: It is empty."
