import pytest

from model.library.titles import LONGEST_TITLE, tidy_title


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("My hand", "My hand"),
        ("  two\n lines\t", "two lines"),
        ("Überschrift 手 é", "Überschrift 手 é"),
        ("turned \u202eround\u0000", "turned round"),
        (" \u200b\n", ""),
        ("x" * 200, "x" * LONGEST_TITLE),
    ],
)
def test_a_name_is_one_tidy_line(text: str, tidy: str) -> None:
    assert tidy_title(text) == tidy
