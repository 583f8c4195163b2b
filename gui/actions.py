"""Every action of the window, by name: text, shortcut, status tip; and the menus they stand in."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QMenuBar

from gui.canvas.stroke_recorder import Tool
from gui.theme import Appearance

_Key = QKeySequence.StandardKey


class Actions(QObject):
    """Makes the window's actions; the window connects them."""

    def __init__(self, parent: QObject, undo_stack: QUndoStack) -> None:
        """Make all actions."""
        super().__init__(parent)
        self.open = self._action(self.tr("&Open…"), _Key.Open)
        self.save = self._action(self.tr("&Save Drawing…"), _Key.Save)
        self.quit = self._action(self.tr("&Quit"), _Key.Quit)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.undo = undo_stack.createUndoAction(self, self.tr("&Undo"))
        self.undo.setShortcuts(_Key.Undo)
        self.redo = undo_stack.createRedoAction(self, self.tr("&Redo"))
        self.redo.setShortcuts(_Key.Redo)
        self.new = self._action(self.tr("&New Drawing"), _Key.New)
        self.clear = self._action(self.tr("&Clear"), "Ctrl+L")
        self.copy_text = self._action(self.tr("Copy Reading as &Text"), _Key.Copy)
        self.copy_picture = self._action(self.tr("Copy &Drawing as Picture"), "Ctrl+Shift+C")
        self.copy_ink = self._action(self.tr("Copy Drawing as &Ink"), "Ctrl+Alt+C")
        self.paste = self._action(self.tr("P&aste"), _Key.Paste)
        self.pen = self._action(self.tr("&Pen"), "P", checkable=True)
        self.eraser = self._action(self.tr("&Eraser"), "E", checkable=True)
        self.eraser.setToolTip(
            self.tr("Eraser (E): cuts what it touches; with Shift it takes whole strokes")
        )
        self.select = self._action(self.tr("&Select"), "S", checkable=True)
        self.select.setToolTip(
            self.tr("Select (S): choose a digit, drag or erase it; drag its edge to merge or split")
        )
        self.tools = {Tool.PEN: self.pen, Tool.ERASER: self.eraser, Tool.SELECT: self.select}
        group = QActionGroup(self)
        for tool in self.tools.values():
            group.addAction(tool)
        self.pen.setChecked(True)
        self.erase_whole = self._action(self.tr("Erase &Whole Strokes"), checkable=True)
        self.erase_digit = self._action(self.tr("Erase Di&git"), "Del")
        self.erase_digit.setEnabled(False)
        self.show_drawing = self._action(self.tr("Back to the &Drawing"), "Ctrl+D")
        self.replay = self._action(self.tr("Repla&y the Drawing"), "Ctrl+R")
        self.zoom_in = self._action(self.tr("Zoom &In"), _Key.ZoomIn)
        # Without Shift, where plus and equals share a key.
        self.zoom_in.setShortcuts([*self.zoom_in.shortcuts(), QKeySequence("Ctrl+=")])
        self.zoom_out = self._action(self.tr("Zoom &Out"), _Key.ZoomOut)
        self.fit = self._action(self.tr("&Zoom to Fit"), "Ctrl+0")
        self.actual_size = self._action(self.tr("A&ctual Size"), "Ctrl+Shift+0")
        self.read_punctuation = self._action(
            self.tr("Read Poi&nts, Commas and Minus Signs"), checkable=True
        )
        self.reading_panel = self._action(self.tr("&Reading"), "Ctrl+1", checkable=True)
        self.probability_panel = self._action(self.tr("&Probability"), "Ctrl+2", checkable=True)
        self.stages_panel = self._action(self.tr("What the &Model Sees"), "Ctrl+3", checkable=True)
        self.appearances = self._appearances()
        self.teach = self._action(self.tr("&Teach My Hand…"), "Ctrl+Shift+T")
        self.my_samples = self._action(self.tr("My &Samples…"), "Ctrl+M")
        self.retrain = self._action(self.tr("&Retrain…"), "Ctrl+T")
        self.models = self._action(self.tr("&Models…"), "Ctrl+Shift+M")
        self.previous_model = self._action(self.tr("Go Back to the &Previous Model"))
        self.restore_model = self._action(self.tr("Restore the &Bundled Model"))
        self.about_model = self._action(self.tr("&About This Model…"))
        self.about = self._action(self.tr("&About Inkdigits"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def fill(self, bar: QMenuBar, recent: QMenu, digit: QMenu) -> None:
        """Put the actions, and the menus of recent files and of a digit, into a menu bar."""
        file = bar.addMenu(self.tr("&File"))
        file.addActions([self.new, self.open])
        file.addMenu(recent)
        file.addAction(self.save)
        file.addSeparator()
        file.addAction(self.quit)
        edit = bar.addMenu(self.tr("&Edit"))
        edit.addActions([self.undo, self.redo, self.clear])
        edit.addSeparator()
        edit.addActions([self.copy_text, self.copy_picture, self.copy_ink, self.paste])
        edit.addSeparator()
        edit.addActions([*self.tools.values(), self.erase_whole, self.erase_digit])
        bar.addMenu(digit)
        view = bar.addMenu(self.tr("&View"))
        view.addActions([self.show_drawing, self.replay])
        view.addSeparator()
        view.addActions([self.zoom_in, self.zoom_out, self.fit, self.actual_size])
        view.addSeparator()
        view.addAction(self.read_punctuation)
        view.addSeparator()
        view.addActions([self.reading_panel, self.probability_panel, self.stages_panel])
        view.addSeparator()
        view.addMenu(self.tr("&Appearance")).addActions(list(self.appearances.values()))
        model = bar.addMenu(self.tr("&Model"))
        model.addActions([self.teach, self.retrain])
        model.addSeparator()
        model.addActions([self.models, self.previous_model, self.restore_model])
        model.addSeparator()
        model.addAction(self.my_samples)
        model.addSeparator()
        model.addAction(self.about_model)
        bar.addMenu(self.tr("&Help")).addAction(self.about)

    def chosen_tool(self) -> Tool:
        """Return the tool that is ticked."""
        return next(tool for tool, action in self.tools.items() if action.isChecked())

    def chosen_appearance(self) -> Appearance:
        """Return the appearance that is ticked."""
        ticked = (name for name, action in self.appearances.items() if action.isChecked())
        return next(ticked, Appearance.SYSTEM)

    def _action(
        self, text: str, key: QKeySequence.StandardKey | str = "", *, checkable: bool = False
    ) -> QAction:
        action = QAction(text, self, checkable=checkable)
        if isinstance(key, QKeySequence.StandardKey):
            action.setShortcuts(key)
        elif key:
            action.setShortcut(QKeySequence(key))
        return action

    def _appearances(self) -> dict[Appearance, QAction]:
        names = {
            Appearance.SYSTEM: self.tr("&As the Desktop"),
            Appearance.LIGHT: self.tr("&Light"),
            Appearance.DARK: self.tr("&Dark"),
        }
        group = QActionGroup(self)
        found = {}
        for appearance, name in names.items():
            found[appearance] = group.addAction(self._action(name, checkable=True))
        return found
