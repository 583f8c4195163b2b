"""What can be done with the chosen models: buttons, keys and the menu of the list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui import wording
from gui.models.model_table import ModelTable
from gui.theme import SPACING_PX
from model.bundle import ModelBundle
from model.library.catalogue import ModelEntry


class ModelTools(QWidget):
    """A row of buttons below the list; each is also in the list's menu."""

    def __init__(self, table: ModelTable) -> None:
        """Make the actions and give them to ``table``."""
        super().__init__()
        self._table = table
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACING_PX)
        self.use = self._add(self.tr("&Use"))
        self.go_back = self._add(self.tr("Go &Back"))
        self._row.addStretch(1)
        self.card = self._add(self.tr("Sh&ow Card…"))
        self.rename = self._add(self.tr("&Rename"), "F2")
        self.delete = self._add(self.tr("De&lete"), "Del")
        self._row.addStretch(1)
        self.bring_in = self._add(self.tr("&Import…"))
        self.export = self._add(self.tr("&Export…"))

    def show_state(
        self, chosen: Sequence[ModelEntry], previous: ModelBundle | None, *, is_busy: bool
    ) -> None:
        """Enable what can be done.

        Args:
            chosen: The models whose rows are chosen.
            previous: Where going back leads, if anywhere.
            is_busy: Whether a file is being written or read.
        """
        one = chosen[0] if len(chosen) == 1 else None
        is_whole = one is not None and not one.problem
        is_own = one is not None and not one.is_bundled
        models = self._table.list
        is_settled = one is not None and models.is_in_use(one) and models.is_next_in_use(one)
        self.use.setEnabled(is_whole and not is_settled)
        self.card.setEnabled(is_whole)
        self.rename.setEnabled(is_whole and is_own)
        self.delete.setEnabled(bool(chosen) and not any(item.is_bundled for item in chosen))
        self.export.setEnabled(is_whole and not is_busy)
        self.bring_in.setEnabled(not is_busy)
        self.go_back.setEnabled(previous is not None)
        tip = self.tr("Use “{0}” again").format(previous.card.title) if previous else ""
        self.go_back.setToolTip(wording.tool_tip(tip))

    def _add(self, text: str, key: str = "") -> QAction:
        """Return an action that has a button, and a key while the list has the focus."""
        action = QAction(text, self)
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._table.addAction(action)
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._row.addWidget(_ActionButton(action))
        return action


class _ActionButton(QPushButton):
    """A push button that is what its action is."""

    def __init__(self, action: QAction) -> None:
        """Follow ``action``."""
        super().__init__(action.text())
        self._action = action
        self.setAutoDefault(False)  # Return belongs to the list.
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
