"""The models a person can choose from: the bundled one and those trained or imported here.

Every trained model keeps a folder of its own; a small file names the active one and those before
it. Switching is one rename, so there is no moment without a usable model, and the bundled one is
never written to.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from model.bundle import CARD_NAME, ModelBundle, load_bundle
from model.errors import BundleError
from model.files import write_bytes
from model.library import wastebin
from model.library.activation import Activation, is_name, read_activation, write_activation
from model.library.catalogue import Catalogue, ModelEntry, folders_in, twin_in
from model.library.titles import tidy_title
from model.library.wastebin import DeletedModel

log = logging.getLogger(__name__)

_POINTER_NAME = "active.json"


@dataclass(frozen=True, slots=True)
class ActiveModel:
    """The model in use.

    Attributes:
        bundle: The verified model folder.
        is_bundled: True when it is the one that ships with the program.
        problem: Why the chosen model is not the one in use; empty when it is.
    """

    bundle: ModelBundle
    is_bundled: bool
    problem: str = ""


class ModelLibrary:
    """The bundled model and the folder of trained ones.

    Several windows may use one folder: nothing is remembered that another window can change,
    but for the checksums of files that have not been touched.
    """

    def __init__(self, bundled: Path, trained: Path) -> None:
        """Remember where the models are; reads and writes nothing."""
        self._bundled = bundled
        self._trained = trained
        self._pointer = trained / _POINTER_NAME
        self._catalogue = Catalogue()

    @property
    def trained(self) -> Path:
        """The folder of trained models; it need not exist yet."""
        return self._trained

    def active(self) -> ActiveModel:
        """Return the active model, or the one before it where that cannot be used.

        Raises:
            BundleError: If the bundled model is needed and is damaged too.
        """
        problem = ""
        choice = Activation()
        try:
            choice = read_activation(self._pointer)
            if choice.model is not None:
                return ActiveModel(load_bundle(self._trained / choice.model), is_bundled=False)
        except BundleError as error:
            log.info("The chosen model is not used: %s", error)
            problem = str(error)
            found = self._way_back(choice)
            if found is not None:
                bundle = found[1]
                return ActiveModel(bundle, bundle.folder == self._bundled, problem)
        return ActiveModel(self.bundled(), is_bundled=True, problem=problem)

    @property
    def chosen(self) -> Path:
        """The folder of the model that the next start will use, if it is whole."""
        return self._place(self._choice())

    def models(self) -> tuple[ModelEntry, ...]:
        """Return every model, damaged ones too: the bundled one, then the newest first."""
        return self._catalogue.entries(self._bundled, self._trained)

    def new_folder(self, recipe: str, now: datetime) -> Path:
        """Return a folder name, not taken yet, for a model about to be trained."""
        stem = f"{now:%Y-%m-%d-%H%M%S}-{recipe}"
        names = [stem, *(f"{stem}-{number}" for number in range(2, 100))]
        return next(path for name in names if not (path := self._trained / name).exists())

    def find_twin(self, sha256: Mapping[str, str]) -> ModelBundle | None:
        """Return the whole model whose files have these checksums, if there is one."""
        return twin_in((self._bundled, *folders_in(self._trained)), sha256)

    def activate(self, folder: Path) -> ModelBundle:
        """Verify the trained model in ``folder`` and make it the active one.

        Raises:
            BundleError: If it does not verify or is not one of the trained models.
            OSError: If the choice cannot be written; the one before stays then.
        """
        self._check_is_trained(folder)
        bundle = load_bundle(folder)
        self._choose(self._choice().then(folder.name))
        return bundle

    def bundled(self) -> ModelBundle:
        """Return the bundled model, whichever is active.

        Raises:
            BundleError: If it is damaged.
        """
        return load_bundle(self._bundled)

    def restore_bundled(self) -> ModelBundle:
        """Make the bundled model the active one; trained models stay where they are.

        Raises:
            BundleError: If it is damaged.
            OSError: If the choice cannot be written; the one before stays then.
        """
        bundle = self.bundled()
        self._choose(self._choice().then(None))
        return bundle

    def previous(self) -> ModelBundle | None:
        """Return the model that ``go_back`` would go back to, if there is one.

        It is cheap to ask: files that have not been touched since are not verified again.
        """
        found = (self._catalogue.bundle(self._place(way)) for way in self._choice().ways_back())
        return next((bundle for bundle in found if bundle is not None), None)

    def go_back(self) -> ModelBundle:
        """Make the model that was active before this one the active one again.

        Raises:
            BundleError: If there is none that can be used.
            OSError: If the choice cannot be written; the one before stays then.
        """
        found = self._way_back(self._choice())
        if found is None:
            raise BundleError("There is no earlier model to go back to.")
        choice, bundle = found
        self._choose(choice)
        return bundle

    def rename(self, folder: Path, title: str) -> ModelBundle:
        """Give a trained model another name.

        Raises:
            BundleError: If it is not a whole trained model, or the name is empty.
            OSError: If the card cannot be written; the old one is unchanged then.
        """
        self._check_is_trained(folder)
        tidy = tidy_title(title)
        if not tidy:
            raise BundleError("A model needs a name.")
        load_bundle(folder)
        path = folder / CARD_NAME
        # What a later program has added to the card stays in it.
        card = json.loads(path.read_text(encoding="utf-8")) | {"title": tidy}
        write_bytes(path, (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())
        return load_bundle(folder)

    def delete(self, folder: Path) -> DeletedModel:
        """Delete a trained model, whole or damaged; where it was active, the one before is now.

        Raises:
            BundleError: If it is not one of the trained models.
            OSError: If it cannot be deleted; nothing has changed then.
        """
        self._check_is_trained(folder)
        title = next((entry.title for entry in self.models() if entry.folder == folder), "")
        choice = self._choice()
        was_active = choice.model == folder.name
        if was_active:
            found = self._way_back(choice)
            self._choose(found[0] if found is not None else Activation())
        try:
            place = wastebin.put_away(folder)
        except OSError:
            if was_active:
                self._choose(choice)
            raise
        return DeletedModel(folder, place, title or folder.name, was_active)

    def bring_back(self, deleted: DeletedModel) -> None:
        """Undo ``delete``; a model that was active is so again, unless it is damaged.

        Raises:
            BundleError: If it is gone for good.
            OSError: If it cannot be renamed back, or the choice not be written.
        """
        wastebin.take_back(deleted)
        if deleted.was_active:
            try:
                self.activate(deleted.folder)
            except BundleError as error:
                log.info("What was brought back is not used: %s", error)

    def forget(self, deleted: DeletedModel) -> None:
        """Remove a deleted model for good."""
        wastebin.remove(deleted)

    def tidy(self) -> None:
        """Remove what was deleted or left half-written long ago."""
        wastebin.sweep(self._trained)

    def _check_is_trained(self, folder: Path) -> None:
        if folder.parent != self._trained or not is_name(folder.name):
            raise BundleError(f"The model {folder} is not in the folder of trained models.")

    def _choice(self) -> Activation:
        """Return what was chosen; a damaged note of it is as good as none."""
        try:
            return read_activation(self._pointer)
        except BundleError as error:
            log.warning("%s", error)
            return Activation()

    def _choose(self, choice: Activation) -> None:
        """Remember a choice, unless it is just what the file says."""
        try:
            if read_activation(self._pointer) == choice:
                return
        except BundleError:
            log.info("A whole note of the model in use replaces the damaged one")
        write_activation(self._pointer, choice)

    def _place(self, choice: Activation) -> Path:
        return self._bundled if choice.model is None else self._trained / choice.model

    def _way_back(self, choice: Activation) -> tuple[Activation, ModelBundle] | None:
        """Return the newest earlier choice whose model can be used."""
        for way in choice.ways_back():
            try:
                return way, load_bundle(self._place(way))
            except BundleError:
                continue
        return None
