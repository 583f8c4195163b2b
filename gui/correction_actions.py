"""The actions that put one digit right, and the menus they stand in."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from gui.corrections import Corrector, lines_of
from gui.session import ReadingSession, Shown
from model.corrections import NOT_A_DIGIT
from model.ink import Ink


class CorrectionActions(QObject):
    """Makes the actions for the chosen digit, and enables those that make sense for it.

    Signals:
        teaching_requested: The digit, 0–9, that the model shall learn to read better.
    """

    teaching_requested = Signal(int)

    def __init__(self, session: ReadingSession, corrector: Corrector, window: QWidget) -> None:
        """Let the actions work through ``corrector`` on what ``session`` shows."""
        super().__init__(window)
        self._window = window
        self._session = session
        self._corrector = corrector
        self._labels = QActionGroup(self)
        self._labels.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._labels.triggered.connect(self._on_label_chosen)
        self.digits = [self._label(str(digit), str(digit), digit) for digit in range(10)]
        self.not_a_digit = self._label(self.tr("&Not a Digit"), "N", NOT_A_DIGIT)
        self.merge_next = self._action(
            self.tr("&Merge with the Next Digit"), "Ctrl+J", corrector.merge_with_next
        )
        self.merge_previous = self._action(
            self.tr("Merge with the &Previous Digit"), "Ctrl+Shift+J", corrector.merge_with_previous
        )
        self.split = self._action(self.tr("&Split in Two"), "Ctrl+K", corrector.split)
        self.forget = self._action(
            self.tr("&Forget My Correction"), "Ctrl+Backspace", corrector.forget
        )
        self.teach = self._action("", "", self._on_teach)
        self.next = self._action(self.tr("Choose Ne&xt"), "Ctrl+Right", session.choose_next)
        self.previous = self._action(
            self.tr("Choose Pre&vious"), "Ctrl+Left", session.choose_previous
        )
        session.shown_changed.connect(self._on_shown_changed)
        self._on_shown_changed(session.shown)

    def fill(self, menu: QMenu) -> QMenu:
        """Put the actions into a menu and return it."""
        says = menu.addMenu(self.tr("&This Is a"))
        says.addActions(self.digits)
        menu.addAction(self.not_a_digit)
        menu.addSeparator()
        menu.addActions([self.merge_next, self.merge_previous, self.split])
        menu.addSeparator()
        menu.addActions([self.forget, self.teach])
        return menu

    def window_menu(self) -> QMenu:
        """Return a menu for the menu bar, with the two actions that choose a digit as well."""
        menu = self.fill(QMenu(self.tr("&Digit"), self._window))
        menu.addSeparator()
        menu.addActions([self.next, self.previous])
        return menu

    def context_menu(self) -> QMenu:
        """Return a new menu for the chosen digit; it goes when it is closed."""
        menu = self.fill(QMenu(self._window))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    @Slot(int, QPoint)
    def on_menu_requested(self, index: int, place: QPoint) -> None:
        """Choose a digit and open its menu at a place on the screen."""
        self._session.choose(index)
        self.context_menu().popup(place)

    @Slot(QAction)
    def _on_label_chosen(self, action: QAction) -> None:
        self._corrector.say(int(action.data()))

    @Slot(object)
    def _on_shown_changed(self, shown: Shown) -> None:
        chosen, digit = shown.chosen, shown.digit
        is_drawn = isinstance(shown.subject, Ink)
        line = next((line for line in lines_of(shown) if chosen in line), range(0))
        for action in (*self.digits, self.not_a_digit):
            action.setEnabled(digit is not None)
        self.split.setEnabled(digit is not None and is_drawn)
        self.merge_next.setEnabled(is_drawn and chosen is not None and chosen + 1 in line)
        self.merge_previous.setEnabled(is_drawn and chosen is not None and chosen - 1 in line)
        self.forget.setEnabled(self._corrector.can_forget)
        self._show_teaching(None if digit is None else digit.value)
        for action in (self.next, self.previous):
            action.setEnabled(len(shown.reading.digits) > 1)

    def _show_teaching(self, value: int | None) -> None:
        """Name the digit that the chosen one is or was said to be."""
        named = self.tr("Teac&h the Digit {0}…")
        self.teach.setText(self.tr("Teac&h This Digit…") if value is None else named.format(value))
        self.teach.setData(value)
        self.teach.setEnabled(value is not None)

    @Slot()
    def _on_teach(self) -> None:
        value = self.teach.data()
        if value is not None:
            self.teaching_requested.emit(int(value))

    def _label(self, text: str, key: str, label: int) -> QAction:
        action = self._labels.addAction(QAction(text, self, shortcut=QKeySequence(key)))
        action.setData(label)
        return action

    def _action(self, text: str, key: str, run: Callable[[], None]) -> QAction:
        action = QAction(text, self, shortcut=QKeySequence(key))
        action.triggered.connect(run)
        return action
