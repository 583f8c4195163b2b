"""Labels, sources and samples in words."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication, QLocale

from gui.wording import day, percent
from model.samples.sample import NOT_A_DIGIT, SampleFacts, Source

translate = QCoreApplication.translate


def label_text(label: int) -> str:
    """Return what a label is called."""
    return translate("Samples", "no digit") if label == NOT_A_DIGIT else QLocale().toString(label)


def source_text(source: Source) -> str:
    """Return where samples come from, as the end of a sentence."""
    match source:
        case Source.CANVAS:
            return translate("Samples", "drawn")
        case Source.PICTURE:
            return translate("Samples", "from a picture")
        case Source.TEACH:
            return translate("Samples", "written to teach")
        case Source.IMPORT:
            return translate("Samples", "imported")
        case _:
            assert_never(source)


def caption(facts: SampleFacts) -> str:
    """Return the few signs below a thumbnail: the label, and what was read where that differs."""
    if facts.is_misread and facts.read_digit is not None:
        return _from_to(facts.read_digit, facts.label)
    return label_text(facts.label)


def longest_caption() -> str:
    """Return a caption that is as wide as any."""
    return _from_to(8, NOT_A_DIGIT)


def description(facts: SampleFacts) -> str:
    """Return all that is known of a sample, in one line."""
    parts = [label_text(facts.label), _reading(facts), source_text(facts.source)]
    when = day(facts.created.astimezone().isoformat())
    return " · ".join(part for part in (*parts, when, facts.profile) if part)


def _from_to(read: int, label: int) -> str:
    return translate("Samples", "{0} → {1}").format(label_text(read), label_text(label))


def _reading(facts: SampleFacts) -> str:
    if facts.read_digit is None:
        return ""
    read = label_text(facts.read_digit)
    if facts.read_confidence is None:
        return translate("Samples", "read as {0}").format(read)
    text = translate("Samples", "read as {0} ({1})")
    return text.format(read, percent(facts.read_confidence, 0))
