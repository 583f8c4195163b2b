"""A hand that writes in the dialog, with real pointer events, and looks at what is kept."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.sample_keeper import SampleKeeper
from gui.settings import Settings
from gui.teaching.teach_dialog import TeachDialog
from gui.teaching.writing_field import WritingField
from model.ink import Ink
from model.library.model_library import ModelLibrary
from model.paths import UserPaths
from model.samples.sample import Sample
from model.samples.store import SampleStore
from tests.gui.canvas.pointers import Mouse, Pen
from tests.gui.driving import ink_of
from tests.gui.training.fakes import FakeProcess

Way = list[tuple[float, float]]


def open_dialog(
    qtbot: QtBot,
    library: ModelLibrary,
    keeper: SampleKeeper,
    paths: UserPaths,
    process: FakeProcess,
) -> TeachDialog:
    """Return a dialog that is shown."""
    dialog = TeachDialog(
        library,
        library.bundled(),
        keeper,
        Settings(paths.settings),
        make_process=lambda: process,
    )
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.stop())
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def begin(qtbot: QtBot, dialog: TeachDialog, paths: UserPaths) -> "Desk":
    """Begin a lesson of all digits; it is known by then what there is of the writer."""
    dialog.pages.start.start_button.click()
    qtbot.waitUntil(lambda: dialog.page is dialog.pages.writing)
    return Desk(dialog, paths)


class Desk:
    """Writes in the field of a dialog."""

    def __init__(self, dialog: TeachDialog, paths: UserPaths) -> None:
        self.dialog = dialog
        self.page = dialog.pages.writing
        self.field: WritingField = dialog.pages.writing.field
        self._paths = paths

    @property
    def asked(self) -> int | None:
        """The digit that is asked for."""
        task = self.page.lesson.current
        return None if task is None else task.label

    def draw(self, digit: int, pointer: Mouse | Pen | None = None) -> None:
        """Draw a digit and leave it in the field."""
        device = Mouse(self.field) if pointer is None else pointer
        for way in ways_of(ink_of(digit), self.field):
            device.drag(way)

    def write(self, *digits: int) -> None:
        """Draw digits and go on from each with the space bar."""
        for digit in digits:
            self.draw(digit)
            self.press(Qt.Key.Key_Space)

    def write_as_asked(self, count: int) -> None:
        """Write the next digits as they are asked for."""
        for _ in range(count):
            assert self.asked is not None
            self.write(self.asked)

    def press(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        """Press a key where the focus is while one writes."""
        control = Qt.KeyboardModifier.ControlModifier
        none = Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.field, key, control if ctrl else none)

    def kept(self) -> list[Sample]:
        """Return the samples in the store, the oldest first."""
        with SampleStore.open(self._paths.samples, self._paths.backups) as store:
            return list(store.list())[::-1]

    def kept_labels(self) -> list[int]:
        """Return the labels of the samples in the store, in the order of writing."""
        return [sample.label for sample in self.kept()]


def ways_of(ink: Ink, field: WritingField) -> Sequence[Way]:
    """Return where a pointer goes to draw ink in the middle of the field."""
    box = ink.bounds
    scale = 0.6 * min(field.width(), field.height()) / box.long_side
    (x, y), middle = box.center, (field.width() / 2, field.height() / 2)
    return [
        [((p.x - x) * scale + middle[0], (p.y - y) * scale + middle[1]) for p in stroke.points]
        for stroke in ink.strokes
    ]
