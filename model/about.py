"""The program's name, id and version: the one source that everything else reads."""

from typing import Final

APP_ID: Final = "io.github.inkdigits.Inkdigits"
APP_NAME: Final = "Inkdigits"
VERSION: Final = "0.1.0"
