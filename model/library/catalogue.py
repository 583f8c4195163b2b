"""All models side by side: the bundled one, then the trained ones, the newest first."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from model.bundle import CARD_NAME, KERAS_NAME, LITERT_NAME, ModelBundle, ModelCard, load_bundle
from model.errors import BundleError, NewerModelError
from model.library.activation import is_name

log = logging.getLogger(__name__)

_FILES: Final = (CARD_NAME, KERAS_NAME, LITERT_NAME)

_Signature = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the library, whole or damaged.

    Attributes:
        folder: Where it is.
        card: Its card; None where that cannot be read.
        problem: Why it cannot be used; empty where it verifies.
        size_bytes: Of its files together.
        is_bundled: True for the model that ships with the program.
        is_newer: True where it cannot be used because a later version of the program made it.
    """

    folder: Path
    card: ModelCard | None
    problem: str
    size_bytes: int
    is_bundled: bool = False
    is_newer: bool = False

    @property
    def bundle(self) -> ModelBundle | None:
        """The verified model, or None where it is damaged."""
        return ModelBundle(self.folder, self.card) if self.card and not self.problem else None

    @property
    def title(self) -> str:
        """What people call it; the folder's name where the card cannot be read."""
        return self.card.title if self.card else self.folder.name


@dataclass(slots=True)
class Catalogue:
    """Lists models; files that have not changed since the last time are not verified again."""

    _known: dict[Path, tuple[_Signature, ModelEntry]] = field(default_factory=dict)

    def entries(self, bundled: Path, trained: Path) -> tuple[ModelEntry, ...]:
        """Return the bundled model and those in the folder ``trained``, the newest first."""
        found = [self._entry(folder) for folder in folders_in(trained)]
        found.sort(key=_made, reverse=True)
        entries = (replace(self._entry(bundled), is_bundled=True), *found)
        self._known = {entry.folder: self._known[entry.folder] for entry in entries}
        return entries

    def bundle(self, folder: Path) -> ModelBundle | None:
        """Return the model in ``folder``, verified when its files were last changed, or None."""
        return self._entry(folder).bundle

    def _entry(self, folder: Path) -> ModelEntry:
        signature = _signature(folder)
        known = self._known.get(folder)
        if known is not None and known[0] == signature:
            return known[1]
        size = sum(part[1] for part in signature if part is not None)
        try:
            entry = ModelEntry(folder, load_bundle(folder).card, "", size)
        except BundleError as error:
            is_newer = isinstance(error, NewerModelError)
            card = _card_of(folder)
            entry = ModelEntry(folder, card, str(error), size, is_newer=is_newer)
        self._known[folder] = (signature, entry)
        return entry


def folders_in(trained: Path) -> list[Path]:
    """Return the trained models' folders; what is hidden is being written or was deleted."""
    try:
        # What a training run that can be resumed keeps has no model files yet.
        return [
            path
            for path in trained.iterdir()
            if is_name(path.name) and path.is_dir() and _has_a_model_file(path)
        ]
    except OSError as error:
        if trained.exists():
            log.warning("The folder of models cannot be read: %s", error)
        return []


def twin_in(folders: Iterable[Path], sha256: object) -> ModelBundle | None:
    """Return the whole model among ``folders`` that has the checksums ``sha256``, if any has."""
    for folder in folders:
        card = _card_of(folder)
        if card is not None and card.sha256 == sha256:
            try:
                return load_bundle(folder)
            except BundleError:
                continue
    return None


def _has_a_model_file(folder: Path) -> bool:
    return any((folder / name).exists() for name in _FILES)


def _made(entry: ModelEntry) -> datetime:
    """Return when a model was made, by its card or, where that is silent, by the file system."""
    try:
        moment = datetime.fromisoformat(entry.card.created if entry.card else "")
    except ValueError:
        try:
            return datetime.fromtimestamp(entry.folder.stat().st_mtime, UTC)
        except (OSError, ValueError, OverflowError):
            return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _card_of(folder: Path) -> ModelCard | None:
    """Return a card that can be read although the model may not be whole."""
    try:
        with (folder / CARD_NAME).open(encoding="utf-8") as file:
            return ModelCard.from_json(file.read(1 << 20))
    except (OSError, ValueError):
        return None


def _signature(folder: Path) -> _Signature:
    """Return what changes when a model's files do."""
    found: list[tuple[int, int, int] | None] = []
    for name in _FILES:
        try:
            status = (folder / name).stat()
        except OSError:
            found.append(None)
        else:
            found.append((status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(found)
