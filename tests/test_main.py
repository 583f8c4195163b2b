import pytest

from main import main


def test_a_mistyped_command_is_one_line_and_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["recogniz"], ["recogniz", "seven.png"]):
        assert main(arguments) == 2
        said = capsys.readouterr().err
        assert "no command recogniz" in said
        assert said.count("\n") == 1


def test_two_files_are_one_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["a.png", "b.png"]) == 2
    assert "one file at a time" in capsys.readouterr().err
