"""The column of panels: reading, probability, what the model sees; each can be hidden."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter

from gui import settings as remembered
from gui.actions import Actions
from gui.panels.card import Card
from gui.panels.probability_chart import ProbabilityChart
from gui.panels.reading_panel import ReadingPanel
from gui.panels.stages_panel import StagesPanel
from gui.session import Shown, Source
from gui.settings import Setting, Settings
from gui.theme import SPACING_PX


class PanelColumn(QSplitter):
    """Stacks the panels and remembers which of them are shown, and how high they are.

    Attributes:
        reading: What was read.
        chart: How probable each digit is.
        stages: The way into the model.
    """

    def __init__(self, actions: Actions, settings: Settings) -> None:
        """Let ``actions`` show and hide the panels."""
        super().__init__(Qt.Orientation.Vertical)
        self._settings = settings
        self.reading = ReadingPanel()
        self.chart = ProbabilityChart()
        self.stages = StagesPanel()
        self._toggles: list[tuple[QAction, Setting[bool]]] = []
        for action, setting, title, panel, stretch in (
            (actions.reading_panel, remembered.READING_SHOWN, self.tr("Reading"), self.reading, 2),
            (
                actions.probability_panel,
                remembered.PROBABILITY_SHOWN,
                self.tr("Probability"),
                self.chart,
                5,
            ),
            (
                actions.stages_panel,
                remembered.STAGES_SHOWN,
                self.tr("What the model sees"),
                self.stages,
                3,
            ),
        ):
            card = Card(title, panel)
            self.addWidget(card)
            self.setStretchFactor(self.count() - 1, stretch)
            action.setChecked(settings.get(setting))
            card.setVisible(settings.get(setting))
            action.toggled.connect(card.setVisible)
            action.toggled.connect(self._on_toggled)
            self._toggles.append((action, setting))
        self.setHandleWidth(SPACING_PX)
        self.setChildrenCollapsible(False)
        self.restoreState(settings.get(remembered.PANEL_SPLITTER))
        if not self._is_wanted():
            self.hide()

    def show_digit(self, shown: Shown) -> None:
        """Show a reading, and the chosen one of its digits."""
        digit = shown.digit
        self.reading.show_reading(shown.reading, digit)
        if digit is None and shown.source is Source.PICTURE:
            self.reading.show_blank_picture()
        if digit is None:
            self.chart.show_scores(None)
            self.stages.show_stages(None)
        else:
            self.chart.show_scores(digit.scores, digit.truth)
            self.stages.show_stages(digit.stages)

    @Slot()
    def _on_toggled(self) -> None:
        for action, setting in self._toggles:
            self._settings.set(setting, action.isChecked())
        self.setVisible(self._is_wanted())

    def _is_wanted(self) -> bool:
        return any(action.isChecked() for action, _ in self._toggles)
