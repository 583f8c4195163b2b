"""What the program remembers between starts: one table of names, types and defaults."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

Value = TypeVar("Value", str, int, float, bool, QByteArray)


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """One remembered value: its name in the file and what it is when never set."""

    name: str
    default: Value


WINDOW_GEOMETRY = Setting("window/geometry", QByteArray())
MAIN_SPLITTER = Setting("window/main_splitter", QByteArray())
PANEL_SPLITTER = Setting("window/panel_splitter", QByteArray())
READING_SHOWN = Setting("panels/reading", default=True)
PROBABILITY_SHOWN = Setting("panels/probability", default=True)
STAGES_SHOWN = Setting("panels/stages", default=True)
APPEARANCE = Setting("window/appearance", "system")
PUNCTUATION_READ = Setting("reading/punctuation", default=True)
PEN_WIDTH_PX = Setting("pen/width_px", 14.0)
LAST_FOLDER = Setting("files/last_folder", "")
PROFILE = Setting("samples/profile", "Me")
SAMPLES_GEOMETRY = Setting("samples/geometry", QByteArray())
TEACHING_GOES_ON = Setting("teaching/goes_on", default=True)
RECENT_FILES = Setting("files/recent", "[]")


class Settings:
    """Typed access to the settings file."""

    def __init__(self, path: Path) -> None:
        """Use the INI file at ``path``; it is made when something is first remembered."""
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, setting: Setting[Value]) -> Value:
        """Return the remembered value, or the default where there is none or it is damaged."""
        found = self._store.value(setting.name)
        if isinstance(found, str):
            found = _parsed(found, type(setting.default))
        return found if isinstance(found, type(setting.default)) else setting.default

    def set(self, setting: Setting[Value], value: Value) -> None:
        """Remember a value."""
        self._store.setValue(setting.name, value)

    def save(self) -> None:
        """Write to the file now."""
        self._store.sync()


def _parsed(text: str, kind: type) -> object:
    """Return what an INI file's text means; Qt turns what it cannot read into 0."""
    if kind is bool:
        return text == "true"
    if kind not in {int, float}:
        return text
    try:
        number = kind(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
