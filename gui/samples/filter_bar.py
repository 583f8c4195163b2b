"""The choices above the grid: whose samples, from where, since when, how they were read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from gui.samples.names import label_text
from gui.samples.sample_filter import GROUPS, Group, Outcome, SampleFilter
from gui.theme import SPACING_PX
from gui.wording import whole
from model.samples.sample import Source

translate = QCoreApplication.translate

_SHORTEST = 6
"""Letters that a choice shows at least; in a narrow window the rest is cut off."""


class FilterBar(QWidget):
    """Four choices and a row of tabs, one for each group.

    Signals:
        filter_changed: The ``SampleFilter`` that is wanted now.
        group_changed: The ``Group`` that is wanted now.
    """

    filter_changed = Signal(object)
    group_changed = Signal(object)

    def __init__(self) -> None:
        """Begin with everything."""
        super().__init__()
        self.writer = _choice(self.tr("Writer"))
        self.source = _choice(self.tr("Where from"))
        self.time = _choice(self.tr("Since when"))
        self.outcome = _choice(self.tr("How it was read"))
        self.groups = QTabBar(expanding=False, drawBase=False, usesScrollButtons=True)
        self.groups.setAccessibleName(self.tr("Digit"))
        self._fill()
        row = QHBoxLayout()
        row.setSpacing(SPACING_PX)
        for choice in (self.writer, self.source, self.time, self.outcome):
            row.addWidget(choice, stretch=1)
            choice.currentIndexChanged.connect(self._on_choice_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addLayout(row)
        column.addWidget(self.groups)
        self.groups.currentChanged.connect(self._on_group_changed)

    @property
    def wanted(self) -> SampleFilter:
        """What is chosen."""
        days: int | None = self.time.currentData()
        since = None
        if days is not None:
            today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            since = today - timedelta(days=days)
        source: str | None = self.source.currentData()  # Qt makes a text of a text's enum
        return SampleFilter(
            profile=self.writer.currentData(),
            source=None if source is None else Source(source),
            since=since,
            outcome=self.outcome.currentData(),
        )

    @property
    def is_open(self) -> bool:
        """True where everything is let through."""
        choices = (self.writer, self.source, self.time, self.outcome)
        return all(choice.currentIndex() == 0 for choice in choices)

    def set_writers(self, names: Sequence[str]) -> None:
        """Offer these writers; the one chosen stays, as long as there is such a writer."""
        chosen = self.writer.currentData()
        self.writer.blockSignals(True)
        while self.writer.count() > 1:
            self.writer.removeItem(1)
        for name in names:
            self.writer.addItem(name, name)
        self.writer.setCurrentIndex(max(0, self.writer.findData(chosen)))
        self.writer.blockSignals(False)
        if self.writer.currentData() != chosen:
            self._on_choice_changed()

    def set_counts(self, counts: Mapping[Group, int]) -> None:
        """Show how many samples are in each group."""
        for place, group in enumerate(GROUPS):
            text = self.tr("{0} ({1})").format(_group_text(group), whole(counts[group]))
            self.groups.setTabText(place, text)

    def show_group(self, group: Group) -> None:
        """Choose a group."""
        self.groups.setCurrentIndex(GROUPS.index(group))

    @Slot()
    def open_wide(self) -> None:
        """Let everything through."""
        for choice in (self.writer, self.source, self.time, self.outcome):
            choice.setCurrentIndex(0)

    def _fill(self) -> None:
        self.writer.addItem(self.tr("Everyone"), None)
        for text, source in (
            (self.tr("From everywhere"), None),
            (self.tr("Drawn"), Source.CANVAS),
            (self.tr("From pictures"), Source.PICTURE),
            (self.tr("Written to teach"), Source.TEACH),
            (self.tr("Imported"), Source.IMPORT),
        ):
            self.source.addItem(text, source)
        for text, days in (
            (self.tr("At any time"), None),
            (self.tr("Today"), 0),
            (self.tr("In 7 days"), 6),
            (self.tr("In 30 days"), 29),
        ):
            self.time.addItem(text, days)
        for text, outcome in (
            (self.tr("Misread or not"), Outcome.ANY),
            (self.tr("Misread"), Outcome.MISREAD),
            (self.tr("Read rightly"), Outcome.RIGHT),
        ):
            self.outcome.addItem(text, outcome)
        for group in GROUPS:
            self.groups.addTab(_group_text(group))

    @Slot()
    def _on_choice_changed(self) -> None:
        self.filter_changed.emit(self.wanted)

    @Slot(int)
    def _on_group_changed(self, place: int) -> None:
        self.group_changed.emit(GROUPS[place])


def _group_text(group: Group) -> str:
    if group.is_deleted:
        return translate("Samples", "Deleted")
    return translate("Samples", "All") if group.label is None else label_text(group.label)


def _choice(name: str) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(name)
    choice.setToolTip(name)
    choice.setMinimumContentsLength(_SHORTEST)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return choice
