"""Who writes now, and making, renaming and deleting writers."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from gui.samples.questions import SampleQuestions
from gui.samples.sample_editor import SampleEditor
from gui.samples.sample_list import SampleList
from gui.theme import SPACING_PX
from model.errors import SampleStoreError
from model.samples.sample import check_profile

_SHORTEST = 8


class WriterBar(QWidget):
    """Shows the current writer, under whom new samples are kept, and lets another one be chosen.

    Signals:
        refused: Why a name cannot be taken, one sentence.
    """

    refused = Signal(str)

    def __init__(self, editor: SampleEditor, samples: SampleList) -> None:
        """Change writers through ``editor``; ``samples`` are counted before deleting."""
        super().__init__()
        self._editor = editor
        self._samples = samples
        self.current = QComboBox()
        self.current.setMinimumContentsLength(_SHORTEST)
        self.current.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.current.setToolTip(self.tr("The writer for whom corrections are kept from now on"))
        label = QLabel(self.tr("New samples are &for"))
        label.setBuddy(self.current)
        self.menu_button = QPushButton(self.tr("&Writers"), autoDefault=False)
        menu = QMenu(self.menu_button)
        self.new = menu.addAction(self.tr("&New Writer…"))
        self.rename = menu.addAction(self.tr("&Rename…"))
        self.delete = menu.addAction(self.tr("&Delete…"))
        self.menu_button.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING_PX)
        for part in (label, self.current, self.menu_button):
            row.addWidget(part)
        self.current.activated.connect(self._on_activated)
        self.new.triggered.connect(self._on_new)
        self.rename.triggered.connect(self._on_rename)
        self.delete.triggered.connect(self._on_delete)
        editor.writers_changed.connect(self._on_writers_changed)
        self._on_writers_changed()

    def allow_changes(self, can_change: bool) -> None:
        """Enable or disable all that changes something in the store."""
        self.menu_button.setEnabled(can_change)

    @Slot()
    def _on_writers_changed(self) -> None:
        editor = self._editor
        self.current.clear()
        self.current.addItems(list(editor.writers))
        self.current.setCurrentText(editor.current)
        shown = editor.current.replace("&", "&&")
        self.rename.setText(self.tr("&Rename {0}…").format(shown))
        self.delete.setText(self.tr("&Delete {0}…").format(shown))
        self.delete.setEnabled(editor.is_current_stored)

    @Slot(int)
    def _on_activated(self, place: int) -> None:
        self._editor.choose_writer(self.current.itemText(place))

    @Slot()
    def _on_new(self) -> None:
        name = SampleQuestions.ask_writer(self.window(), self.tr("New Writer"), "")
        if name is not None and self._is_fit(name, but=""):
            self._editor.create_writer(name)

    @Slot()
    def _on_rename(self) -> None:
        current = self._editor.current
        name = SampleQuestions.ask_writer(self.window(), self.tr("Rename Writer"), current)
        if name is not None and name != current and self._is_fit(name, but=current):
            self._editor.rename_writer(name)

    @Slot()
    def _on_delete(self) -> None:
        name = self._editor.current
        theirs = [one for one in self._samples.every() if one.profile == name]
        count = sum(not one.is_deleted for one in theirs)
        if SampleQuestions.ask_delete_writer(self.window(), name, count):
            self._editor.delete_writer()

    def _is_fit(self, name: str, but: str) -> bool:
        """Tell whether a writer can be named so, and say why not."""
        try:
            check_profile(name)
        except SampleStoreError as error:
            self.refused.emit(str(error))
            return False
        others = (other for other in self._editor.writers if other != but)
        taken = next((other for other in others if other.casefold() == name.casefold()), None)
        if taken is not None:
            self.refused.emit(self.tr("There is a writer named {0} already.").format(taken))
        return taken is None
