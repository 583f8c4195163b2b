"""A model card in words: sections of named facts, for the dialog and for the clipboard."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from gui import wording
from gui.metric_text import figures
from model.bundle import ModelBundle
from model.paths import bundled_model

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card; the name is empty where the value speaks for itself."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """Facts that belong together, under a title.

    Attributes:
        title: What they have in common.
        facts: One for each line.
        is_code: True where the values are paths, versions and checksums.
    """

    title: str
    facts: tuple[Fact, ...]
    is_code: bool = False


def summary(bundle: ModelBundle) -> str:
    """Return where, how and when the model was made, in one line."""
    if bundle.folder == bundled_model():
        text = translate("CardText", "Came with Inkdigits · recipe {0} · {1}")
    elif bundle.card.imported:
        text = translate("CardText", "Imported from a file · recipe {0} · {1}")
    else:
        text = translate("CardText", "Trained on this computer · recipe {0} · {1}")
    return text.format(bundle.card.recipe, wording.day(bundle.card.created))


def main_sections(bundle: ModelBundle) -> tuple[Section, ...]:
    """Return what most people want to know."""
    card = bundle.card
    weights = translate("CardText", "{0} weights").format(wording.whole(card.parameters))
    made = (
        Fact(translate("CardText", "Size"), weights),
        Fact(translate("CardText", "Keras model"), _size(bundle.keras_path)),
        Fact(translate("CardText", "Compiled for the window"), _size(bundle.litert_path)),
        Fact(translate("CardText", "Temperature"), wording.decimal(card.temperature)),
        Fact(translate("CardText", "A digit from a score of"), wording.percent(card.threshold, 1)),
        Fact(translate("CardText", "Seed"), wording.whole(card.seed)),
    )
    return _with_facts(
        Section(
            translate("CardText", "How well it reads"),
            _measured(bundle, technical=False),
        ),
        Section(
            translate("CardText", "Trained on"), tuple(Fact("", source) for source in card.data)
        ),
        Section(translate("CardText", "The model"), made),
    )


def detail_sections(bundle: ModelBundle) -> tuple[Section, ...]:
    """Return what is needed to reproduce and to verify the model."""
    card = bundle.card
    form = (
        Fact(translate("CardText", "Folder"), str(bundle.folder)),
        Fact(translate("CardText", "Made"), card.created),
        *((Fact(translate("CardText", "Imported"), card.imported),) if card.imported else ()),
        Fact(translate("CardText", "Input"), card.input),
        Fact(translate("CardText", "Classes"), " ".join(card.classes)),
    )
    return _with_facts(
        Section(translate("CardText", "Further figures"), _measured(bundle, technical=True)),
        Section(translate("CardText", "Form"), form, is_code=True),
        Section(translate("CardText", "Trained with"), _facts(card.versions), is_code=True),
        Section(translate("CardText", "SHA-256"), _facts(card.sha256), is_code=True),
    )


def as_text(bundle: ModelBundle) -> str:
    """Return the whole card as plain text."""
    lines = [bundle.card.title, summary(bundle)]
    for section in (*main_sections(bundle), *detail_sections(bundle)):
        lines += ["", section.title]
        lines += [
            f"  {fact.name}: {fact.value}" if fact.name else f"  {fact.value}"
            for fact in section.facts
        ]
    return "\n".join(lines) + "\n"


def _measured(bundle: ModelBundle, *, technical: bool) -> tuple[Fact, ...]:
    return tuple(
        Fact(figure.name, figure.value)
        for figure in figures(bundle.card.metrics)
        if figure.is_technical is technical
    )


def _facts(values: Mapping[str, str]) -> tuple[Fact, ...]:
    return tuple(Fact(name, value) for name, value in values.items())


def _with_facts(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.facts)


def _size(path: Path) -> str:
    """Return a file's size, or a dash where it has vanished since it was verified."""
    try:
        return wording.byte_size(path.stat().st_size)
    except OSError:
        return "–"
