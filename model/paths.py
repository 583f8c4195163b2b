"""Every path, from one place.

``INKDIGITS_HOME`` moves all of a person's files below one folder: tests and portable copies use
it. ``INKDIGITS_DATA`` names a folder of training data.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs

from model.about import APP_NAME

HOME_VARIABLE = "INKDIGITS_HOME"
DATA_VARIABLE = "INKDIGITS_DATA"


@dataclass(frozen=True, slots=True)
class UserPaths:
    """Where a person's files live; nothing is created by asking.

    Attributes:
        data: What must not be lost: trained models, samples, the rescued drawing.
        config: Settings.
        cache: What can be made or fetched again, such as MNIST.
    """

    data: Path
    config: Path
    cache: Path

    @classmethod
    def below(cls, base: Path) -> Self:
        """Return folders that all lie below ``base``."""
        return cls(base / "data", base / "config", base / "cache")

    @property
    def models(self) -> Path:
        """Folder of the models that were trained here, one sub-folder each."""
        return self.data / "models"

    @property
    def runs(self) -> Path:
        """Folder of what is kept of training runs, a small file each."""
        return self.data / "runs"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.ini"

    @property
    def mnist(self) -> Path:
        """Folder that a downloaded MNIST is kept in."""
        return self.cache / "mnist"

    @property
    def samples(self) -> Path:
        """The store of labelled drawings."""
        return self.data / "samples.sqlite3"

    @property
    def backups(self) -> Path:
        """Folder of the daily copies of that store."""
        return self.data / "backups"

    @property
    def drawings(self) -> Path:
        """Folder of the drawings that are on a canvas, kept in case the program ends badly."""
        return self.data / "drawings"


def user_paths() -> UserPaths:
    """Return the person's folders, or those below ``INKDIGITS_HOME`` where it is set."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return UserPaths.below(Path(home))
    found = platformdirs.PlatformDirs(APP_NAME.lower(), appauthor=False, roaming=False)
    return UserPaths(found.user_data_path, found.user_config_path, found.user_cache_path)


def training_data() -> Path | None:
    """Return the folder of training data that ``INKDIGITS_DATA`` names, if it is set."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else None


def asset(*parts: str) -> Path:
    """Return the path of a file or folder that ships with the program."""
    frozen = getattr(sys, "_MEIPASS", None)  # Where a PyInstaller build unpacks its data.
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root.joinpath("assets", *parts)


def bundled_model() -> Path:
    """Return the folder of the model that ships with the program."""
    return asset("models", "bundled")
