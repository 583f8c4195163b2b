"""The names that people give to models."""

import unicodedata
from typing import Final

LONGEST_TITLE: Final = 80
"""Characters that a model's name may have."""


def tidy_title(text: str) -> str:
    """Return a name in one line: no control characters, no double spaces, not too long.

    Unicode's classes of control and format characters (C…) hold line ends, and marks that turn
    the direction of all text around them.
    """
    plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(plain.split())[:LONGEST_TITLE].rstrip()
