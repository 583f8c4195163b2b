"""The page that lays the curves of several runs over each other."""

import logging
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from gui import wording
from gui.dialog_parts import heading, hint
from gui.training import recipe_text
from gui.training.curves_card import CurvesCard, Shown
from gui.training.page import Page
from gui.training.plot import line_colour
from model.runs import Run, RunBook

log = logging.getLogger(__name__)

_MOST_SHOWN = 6
_NAME_ROLE = Qt.ItemDataRole.UserRole


class RunsPage(Page):
    """A list of runs to tick, and their curves.

    Signals:
        back_requested: The person has seen enough.
    """

    back_requested = Signal()

    def __init__(self, book: RunBook) -> None:
        """Lay out a page without runs.

        Args:
            book: Where runs are written down.
        """
        super().__init__()
        self._book = book
        self._runs: dict[str, Run] = {}
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Runs"))
        self.list.itemChanged.connect(self.on_item_changed)
        self.list.currentItemChanged.connect(self.on_current_changed)
        self.empty = hint(self.tr("No run has ended with a model yet."))
        self.curves = CurvesCard()
        self.forget_button = QPushButton(self.tr("&Forget This Run"))
        self.forget_button.clicked.connect(self.on_forget_clicked)
        self.back_button = QPushButton(self.tr("&Back"))
        self.back_button.clicked.connect(self.back_requested)
        self.default_button = self.back_button
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.curves, 2)
        self.lay_out(
            heading(self.tr("Compare training runs")), self.forget_button, self.back_button
        )
        self._show_runs((), ())

    def refresh(self) -> None:
        """List all runs, and draw the newest two."""
        self._show_runs(self._book.runs(), ())

    def _show_runs(self, runs: Sequence[Run], ticked: Sequence[str]) -> None:
        """List runs, the newest first, and draw those that are ticked; without any, two."""
        wanted = list(ticked) or [run.name for run in runs[:2]]
        self._runs = {run.name: run for run in runs}
        self.list.blockSignals(True)
        self.list.clear()
        for run in runs:
            item = QListWidgetItem(self._words(run))
            item.setData(_NAME_ROLE, run.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_ticked = run.name in wanted
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.empty.setVisible(not runs)
        self.list.setVisible(bool(runs))
        self.curves.setVisible(bool(runs))
        self.on_current_changed()
        self._draw()

    @property
    def ticked(self) -> list[str]:
        """The names of the runs that are drawn, in the order of the list."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [
            str(item.data(_NAME_ROLE))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]

    @Slot(QListWidgetItem)
    def on_item_changed(self, item: QListWidgetItem) -> None:
        """Draw what is ticked; a seventh run is not."""
        if len(self.ticked) > _MOST_SHOWN:
            item.setCheckState(Qt.CheckState.Unchecked)
            return
        self._draw()

    @Slot()
    def on_current_changed(self) -> None:
        """Offer to forget the run that is chosen."""
        self.forget_button.setEnabled(self.list.currentRow() >= 0)

    @Slot()
    def on_forget_clicked(self) -> None:
        """Forget the run that is chosen; its model stays."""
        if self.list.currentRow() < 0:
            return
        name = str(self.list.currentItem().data(_NAME_ROLE))
        try:
            self._book.forget(name)
        except OSError as error:
            log.warning("The run %s could not be forgotten: %s", name, error)
        self._show_runs(self._book.runs(), [other for other in self.ticked if other != name])

    def _draw(self) -> None:
        """Draw the ticked runs, and mark each in the list with its colour."""
        names = self.ticked
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            item = self.list.item(row)
            name = str(item.data(_NAME_ROLE))
            colour = line_colour(self.palette(), names.index(name)) if name in names else None
            item.setIcon(_swatch(colour))
        self.list.blockSignals(False)
        self.curves.show_runs([_shown(self._runs[name], self._title(name)) for name in names])
        self.curves.caption.setText(
            self.tr("Accuracy: the line is each batch, the dots are digits held out of it.")
            if len(names) == 1
            else self.tr("Accuracy: of digits held out of the training. Tick up to six runs.")
        )

    def _title(self, name: str) -> str:
        run = self._runs[name]
        return self.tr("{0}, {1}").format(
            recipe_text.title(run.recipe), wording.moment(run.created)
        )

    def _words(self, run: Run) -> str:
        """Return a run in one line: what, when, how it went."""
        accuracies = [
            value for name, value in run.metrics.items() if name.endswith("_test_accuracy")
        ]
        text = self.tr("{0} · seed {1} · {2} steps · test accuracy {3}")
        accuracy = wording.percent(accuracies[0]) if accuracies else "–"
        return text.format(
            self._title(run.name), wording.whole(run.seed), wording.whole(run.steps), accuracy
        )


def _shown(run: Run, name: str) -> Shown:
    return Shown(name, lambda curve: run.curves.get(curve, ()), run.steps)


def _swatch(colour: QColor | None) -> QIcon:
    pixmap = QPixmap(12, 12)
    pixmap.fill(colour or Qt.GlobalColor.transparent)
    return QIcon(pixmap)
