import io

import pytest

from model.progress import ProgressBar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("LINES", "20")


def test_a_terminal_shows_share_and_note_in_one_line() -> None:
    terminal = Terminal()

    ProgressBar(terminal).show(0.5, "half way")

    assert terminal.getvalue() == "\r[############............]  50%  half way\x1b[K"


def test_a_line_never_wraps() -> None:
    terminal = Terminal()

    ProgressBar(terminal).show(0.25, "a note that is far too long " * 5)

    assert len(terminal.getvalue().strip("\r").removesuffix("\x1b[K")) == 59


def test_calls_in_quick_succession_draw_once_but_the_end_is_always_drawn() -> None:
    terminal = Terminal()
    bar = ProgressBar(terminal)

    for step in range(100):
        bar.show(step / 1e6)
    bar.show(1.0, "done")

    assert terminal.getvalue().count("\r") == 2
    assert "100%  done" in terminal.getvalue()


def test_leaving_the_block_wipes_the_bar_away() -> None:
    terminal = Terminal()

    with ProgressBar(terminal) as bar:
        bar.show(0.1)

    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_line_that_stays_takes_the_place_of_the_bar() -> None:
    terminal = Terminal()
    bar = ProgressBar(terminal)
    bar.show(0.1)

    bar.say("first round")

    assert terminal.getvalue().endswith("\r\x1b[Kfirst round\n")


def test_without_a_terminal_only_lines_are_printed() -> None:
    file = io.StringIO()

    with ProgressBar(file) as bar:
        bar.show(0.5, "unseen")
        bar.say("first round")
        bar.show(1.0, "unseen")

    assert file.getvalue() == "first round\n"


def test_a_program_without_standard_error_stays_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)

    with ProgressBar() as bar:
        bar.show(0.5)
        bar.say("nobody hears this")

    assert not bar.is_shown
