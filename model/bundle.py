"""A model is a folder: the Keras model, its LiteRT form and its card.

``model.keras`` is the source of truth, ``model.tflite`` is compiled from it and is what the
window runs, ``model.json`` is the card. The card holds the SHA-256 of both files, and a folder
whose files do not match is refused.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from model.errors import BundleError, NewerModelError
from model.files import write_folder

KERAS_NAME = "model.keras"
LITERT_NAME = "model.tflite"
CARD_NAME = "model.json"

CARD_FORMAT = 1
LARGEST_CARD_BYTES = 1 << 20
LARGEST_MODEL_BYTES = 64 << 20


class NewerCardError(ValueError):
    """A card was written by a later version of the program, in a form that this one cannot read."""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a model is, how it was made and how well it reads.

    Attributes:
        title: A name for people.
        recipe: Name of the recipe it was trained with.
        created: When, ISO 8601 with offset.
        seed: Seed of all randomness in training.
        temperature: What logits are divided by before softmax (Guo et al. 2017).
        threshold: Smallest digit score, 0–1, that counts as a digit.
        data: Each source of training data with its count and licence.
        metrics: Figures measured on it, by name; shares are 0–1.
        versions: Versions of what trained it, by package name.
        classes: What the first outputs stand for, in order.
        input: The input tensor, in words.
        parameters: Number of trained weights.
        sha256: Digest of each file, by file name; filled in when the folder is written.
        imported: When it was brought in from a file, ISO 8601 with offset; empty where the model
            was made on this computer or came with the program.
        format: Version of this card's form.
    """

    title: str
    recipe: str
    created: str
    seed: int
    temperature: float
    threshold: float
    data: tuple[str, ...] = ()
    metrics: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = tuple("0123456789")
    input: str = "28×28×1, float32, 0–1, bright ink on black, centred by mass"
    parameters: int = 0
    sha256: Mapping[str, str] = field(default_factory=dict)
    imported: str = ""
    format: int = CARD_FORMAT

    def to_json(self) -> str:
        """Return the card as indented JSON."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "ModelCard":
        """Return the card that JSON describes.

        Raises:
            NewerCardError: If a later version of the program wrote it.
            ValueError: If it is not JSON, not a card, or has values out of range.
        """
        try:
            found = json.loads(text)
        except RecursionError:
            raise ValueError("the card is nested too deeply") from None
        if not isinstance(found, dict):
            raise ValueError("the card is not an object")
        if isinstance(form := found.get("format"), int) and form > CARD_FORMAT:
            raise NewerCardError(f"the card has form {form}, not {CARD_FORMAT}")
        if found.get("format") != CARD_FORMAT:
            raise ValueError(f"the card has form {found.get('format')!r}, not {CARD_FORMAT}")
        known = {item.name for item in fields(cls)}
        values: dict[str, Any] = {key: value for key, value in found.items() if key in known}
        try:
            for key in ("data", "classes"):
                if key in values:
                    values[key] = tuple(str(item) for item in values[key])
            card = cls(**values)
            is_sane = _is_sane(card)
        except (TypeError, OverflowError) as error:
            raise ValueError(f"the card is incomplete: {error}") from error
        if not is_sane:
            raise ValueError("one of the card's values is out of range")
        return card


@dataclass(frozen=True, slots=True)
class ModelBundle:
    """A verified model folder."""

    folder: Path
    card: ModelCard

    @property
    def keras_path(self) -> Path:
        """The Keras model."""
        return self.folder / KERAS_NAME

    @property
    def litert_path(self) -> Path:
        """The LiteRT form that the window runs."""
        return self.folder / LITERT_NAME


def _is_sane(card: ModelCard) -> bool:
    """Tell whether a card that was read has values of the kinds and ranges that it promises."""
    texts = (card.title, card.recipe, card.created, card.input, card.imported)
    tables = (card.metrics, card.versions, card.sha256)
    if not all(isinstance(text, str) for text in texts):
        return False
    if not all(isinstance(table, Mapping) for table in tables):
        return False
    words = (*card.versions.values(), *card.sha256.values())
    return (
        all(isinstance(word, str) for word in words)
        and all(math.isfinite(value) for value in card.metrics.values())
        and all(abs(count) < 1 << 63 for count in (card.seed, card.parameters))
        and math.isfinite(card.temperature)
        and card.temperature > 0
        and 0 <= card.threshold <= 1
        and len(card.classes) == 10
    )


def load_bundle(folder: Path) -> ModelBundle:
    """Return the model in ``folder`` after checking that its files are those of its card.

    Raises:
        NewerModelError: If a later version of the program made it.
        BundleError: If the folder or a file is missing, damaged, or too large.
    """
    card_path = folder / CARD_NAME
    try:
        if card_path.stat().st_size > LARGEST_CARD_BYTES:
            raise BundleError(f"The model card {card_path} is too large to be one.")
        card = ModelCard.from_json(card_path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BundleError(f"The model folder {folder} cannot be read: {error.strerror}.") from error
    except NewerCardError as error:
        text = f"The model card {card_path} was written by a newer version of Inkdigits. "
        raise NewerModelError(text + "Please update Inkdigits to use this model.") from error
    except ValueError as error:
        raise BundleError(f"The model card {card_path} is damaged: {error}.") from error
    for name in (KERAS_NAME, LITERT_NAME):
        if _digest(folder / name) != card.sha256.get(name):
            raise BundleError(f"The model file {folder / name} is damaged: its checksum is wrong.")
    return ModelBundle(folder, card)


def save_bundle(folder: Path, card: ModelCard, write_models: Callable[[Path], None]) -> ModelBundle:
    """Write a model folder beside ``folder``, verify it and rename it into place.

    Args:
        folder: Where the model shall be; a model that was there is replaced.
        card: The card; its checksums are filled in here.
        write_models: Writes ``model.keras`` and ``model.tflite`` into the folder it is given.

    Raises:
        OSError: If it cannot be written; what was at ``folder`` is unchanged then.
        BundleError: If what was written does not verify.
    """

    def fill(new: Path) -> None:
        write_models(new)
        digests = {name: _digest(new / name) for name in (KERAS_NAME, LITERT_NAME)}
        text = replace(card, sha256=digests).to_json()
        (new / CARD_NAME).write_text(text, encoding="utf-8")
        load_bundle(new)

    write_folder(folder, fill)
    return load_bundle(folder)


def _digest(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_MODEL_BYTES:
            raise BundleError(f"The model file {path} is too large.")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BundleError(f"The model file {path} cannot be read: {error.strerror}.") from error
