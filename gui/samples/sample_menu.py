"""What can be done with the chosen samples, by key, menu and button."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from gui.samples.sample_editor import SampleEditor
from gui.samples.sample_grid import SampleGrid
from model.samples.sample import LABELS, NOT_A_DIGIT, SampleFacts


class SampleMenu(QObject):
    """Makes the actions, and enables those that make sense for what is chosen."""

    def __init__(self, editor: SampleEditor, grid: SampleGrid) -> None:
        """Change samples through ``editor``; keys count while ``grid`` has the focus."""
        super().__init__(grid)
        self._editor = editor
        self._grid = grid
        self._chosen: Sequence[SampleFacts] = ()
        self._can_change = False
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        group.triggered.connect(self._on_label_chosen)
        self.labels = [group.addAction(self._label(label)) for label in LABELS]
        self.delete = self._action(
            self.tr("&Delete"), QKeySequence(QKeySequence.StandardKey.Delete)
        )
        self.delete.triggered.connect(self._on_delete)
        self.restore = self._action(self.tr("&Restore"), QKeySequence("R"))
        self.restore.triggered.connect(self._on_restore)
        self.undo = editor.stack.createUndoAction(self, self.tr("&Undo"))
        self.undo.setShortcuts(QKeySequence.StandardKey.Undo)
        self.redo = editor.stack.createRedoAction(self, self.tr("Re&do"))
        self.redo.setShortcuts(QKeySequence.StandardKey.Redo)
        # The text in menus names what is undone; on a button it would not have room.
        self.undo.setIconText(self.tr("Undo"))
        self.redo.setIconText(self.tr("Redo"))
        grid.addActions([*self.labels, self.delete, self.restore])
        self.set_chosen(())

    def allow_changes(self, can_change: bool) -> None:
        """Enable or disable all that changes something."""
        self._can_change = can_change
        self.set_chosen(self._chosen)

    def set_chosen(self, chosen: Sequence[SampleFacts]) -> None:
        """Work on these samples from now on."""
        self._chosen = chosen
        are_kept = self._can_change and any(not one.is_deleted for one in chosen)
        for action in (*self.labels, self.delete):
            action.setEnabled(are_kept)
        self.restore.setEnabled(self._can_change and any(one.is_deleted for one in chosen))

    def context_menu(self) -> QMenu:
        """Return a new menu for the chosen samples; it goes when it is closed."""
        menu = QMenu(self._grid)
        if any(one.is_deleted for one in self._chosen):
            menu.addAction(self.restore)
        else:
            menu.addMenu(self._says(menu))
            menu.addAction(self.labels[NOT_A_DIGIT])
            menu.addMenu(self._moves(menu))
            menu.addSeparator()
            menu.addAction(self.delete)
        menu.addSeparator()
        menu.addActions([self.undo, self.redo])
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _says(self, parent: QMenu) -> QMenu:
        says = QMenu(self.tr("&This Is a"), parent)
        says.addActions(self.labels[:NOT_A_DIGIT])
        return says

    def _moves(self, parent: QMenu) -> QMenu:
        """Return the writers that the chosen samples can be given to."""
        moves = QMenu(self.tr("&Move To"), parent)
        owners = {one.profile for one in self._chosen}
        for name in self._editor.writers:
            action = moves.addAction(name.replace("&", "&&"))
            action.setData(name)
            action.setEnabled(self._can_change and owners != {name})
        moves.triggered.connect(self._on_move)
        return moves

    @Slot(QAction)
    def _on_label_chosen(self, action: QAction) -> None:
        with self._going_on():
            self._editor.relabel(self._chosen, int(action.data()))

    @Slot(QAction)
    def _on_move(self, action: QAction) -> None:
        with self._going_on():
            self._editor.move(self._chosen, str(action.data()))

    @Slot()
    def _on_delete(self) -> None:
        with self._going_on():
            self._editor.delete(self._chosen)

    @Slot()
    def _on_restore(self) -> None:
        with self._going_on():
            self._editor.restore(self._chosen)

    @contextmanager
    def _going_on(self) -> Iterator[None]:
        """Choose the next sample after what happens inside: so a whole row is quickly done."""
        following = self._grid.following
        yield
        if following is not None:
            self._grid.choose([following])

    def _label(self, label: int) -> QAction:
        if label == NOT_A_DIGIT:
            action = self._action(self.tr("&Not a Digit"), QKeySequence("N"))
        else:
            action = self._action(str(label), QKeySequence(str(label)))
        action.setData(label)
        return action

    def _action(self, text: str, key: QKeySequence) -> QAction:
        # A key held too long would go on to the samples that follow.
        action = QAction(text, self, shortcut=key, autoRepeat=False)
        # Only in the grid: in a field, 7 is a letter like any other.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action
