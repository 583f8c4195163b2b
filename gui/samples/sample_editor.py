"""Every change to the samples as one step of undo: seen at once, written soon after."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gui import settings as remembered
from gui.samples.sample_desk import SampleDesk
from gui.samples.sample_list import SampleList
from gui.settings import Settings
from model.samples.sample import SampleFacts
from model.samples.store import SampleStore

_Step = Callable[[], None]


class SampleEdit(QUndoCommand):
    """One step."""

    def __init__(self, text: str, do: _Step, take_back: _Step) -> None:
        super().__init__(text)
        self._do = do
        self._take_back = take_back

    def redo(self) -> None:
        """Do it; Qt also calls this when the step is pushed."""
        self._do()

    def undo(self) -> None:
        """Take it back."""
        self._take_back()


class SampleEditor(QObject):
    """Relabels, deletes, moves; makes, renames and deletes writers.

    Signals:
        writers_changed: There are other writers, or another one writes now.
        samples_returned: The numbers of samples that undoing has brought back or changed back.
    """

    writers_changed = Signal()
    samples_returned = Signal(object)

    def __init__(
        self, samples: SampleList, desk: SampleDesk, settings: Settings, parent: QObject
    ) -> None:
        """Change what ``samples`` lists and, through ``desk``, what the store keeps."""
        super().__init__(parent)
        self._samples = samples
        self._desk = desk
        self._settings = settings
        self._stored: tuple[str, ...] = ()
        self._told: tuple[tuple[str, ...], str] = (self._stored, self.current)
        self.stack = QUndoStack(self)

    @property
    def current(self) -> str:
        """The writer whose samples are kept now."""
        return self._settings.get(remembered.PROFILE)

    @property
    def writers(self) -> tuple[str, ...]:
        """All writers in alphabetical order, with the current one even before the first sample."""
        return tuple(sorted({*self._stored, self.current}, key=str.casefold))

    @property
    def is_current_stored(self) -> bool:
        """False for a writer of whom nothing has been kept yet."""
        return self.current in self._stored

    def set_stored_writers(self, names: Sequence[str]) -> None:
        """Know the writers that the store has."""
        self._stored = tuple(names)
        self.refresh()

    def refresh(self) -> None:
        """Say so where there are other writers now: teaching chooses and makes writers too."""
        if self._told != (self._stored, self.current):
            self._tell()

    def choose_writer(self, name: str) -> None:
        """Keep new samples for another writer from now on."""
        if name != self.current:
            self._settings.set(remembered.PROFILE, name)
            self._tell()

    def relabel(self, facts: Sequence[SampleFacts], label: int) -> None:
        """Say that samples are ``label``."""
        before = {one.id: one for one in facts if one.label != label and not one.is_deleted}
        if not before:
            return
        old = {number: one.label for number, one in before.items()}
        new = dict.fromkeys(before, label)
        self._push(
            self.tr("Relabel Samples"),
            before,
            [replace(one, label=label) for one in before.values()],
            lambda store: store.relabel_all(new),
            lambda store: store.relabel_all(old),
        )

    def delete(self, facts: Sequence[SampleFacts]) -> None:
        """Delete samples; they can be brought back for weeks."""
        before = {one.id: one for one in facts if not one.is_deleted}
        if not before:
            return
        self._push(
            self.tr("Delete Samples"),
            before,
            [replace(one, is_deleted=True) for one in before.values()],
            lambda store: store.delete(before),
            lambda store: store.restore(before),
        )

    def restore(self, facts: Sequence[SampleFacts]) -> None:
        """Bring deleted samples back, and their writers."""
        before = {one.id: one for one in facts if one.is_deleted}
        if not before:
            return
        owners = {one.profile for one in before.values()}
        self._push(
            self.tr("Restore Samples"),
            before,
            [replace(one, is_deleted=False) for one in before.values()],
            lambda store: store.restore(before),
            lambda store: store.delete(before),
        )
        self.set_stored_writers([*dict.fromkeys((*self._stored, *owners))])

    def move(self, facts: Sequence[SampleFacts], writer: str) -> None:
        """Give samples to another writer."""
        before = {one.id: one for one in facts if one.profile != writer and not one.is_deleted}
        if not before:
            return
        old = {number: one.profile for number, one in before.items()}
        new = dict.fromkeys(before, writer)

        def move_there(store: SampleStore) -> None:
            if writer not in store.profiles():  # The current writer, before the first sample.
                store.create_profile(writer)
            store.move_all(new)

        self._push(
            self.tr("Move Samples"),
            before,
            [replace(one, profile=writer) for one in before.values()],
            move_there,
            lambda store: store.move_all(old),
        )
        self.set_stored_writers([*dict.fromkeys((*self._stored, writer))])

    def create_writer(self, name: str) -> None:
        """Add a writer, who writes from now on."""
        before, stored = self.current, self._stored
        fresh = (name,) if before in stored else (before, name)  # Else the other would be lost.

        def create(store: SampleStore) -> None:
            known = store.profiles()
            for one in fresh:
                if one not in known:
                    store.create_profile(one)

        def remove(store: SampleStore) -> None:
            for one in fresh:
                if not any(store.count_by_label(one).values()):  # Who has written stays.
                    store.delete_profile(one)

        def do() -> None:
            self._desk.change(create)
            self._know((*stored, *fresh), name)

        def take_back() -> None:
            self._desk.change(remove)
            self._know(stored, before)
            self._desk.reload()

        self.stack.push(SampleEdit(self.tr("New Writer"), do, take_back))

    def rename_writer(self, new: str) -> None:
        """Give the current writer another name."""
        old, stored = self.current, self._stored
        is_stored = self.is_current_stored
        after = (*(name for name in stored if name != old), new)

        def do() -> None:
            if is_stored:
                self._desk.change(lambda store: store.rename_profile(old, new))
            else:
                self._desk.change(lambda store: store.create_profile(new))
            self._rename_samples(old, new)
            self._know(after, new)

        def take_back() -> None:
            self._desk.change(lambda store: store.rename_profile(new, old))
            self._rename_samples(new, old)
            self._know((*stored, old) if not is_stored else stored, old)

        self.stack.push(SampleEdit(self.tr("Rename Writer"), do, take_back))

    def delete_writer(self) -> None:
        """Delete the current writer with all samples; another one writes from now on."""
        name, stored = self.current, self._stored
        others = tuple(other for other in stored if other != name)
        next_one = min(others, key=str.casefold, default=remembered.PROFILE.default)
        gone: list[int] = []  # Touched on the desk's thread only.

        def delete(store: SampleStore) -> None:
            gone[:] = store.delete_profile(name)

        def do() -> None:
            theirs = [one for one in self._samples.every() if one.profile == name]
            before = [one for one in theirs if not one.is_deleted]
            self._desk.change(delete)
            self._samples.patch(replace(one, is_deleted=True) for one in before)
            self._know(others, next_one)

        def take_back() -> None:
            self._desk.change(lambda store: store.restore_profile(name, gone))
            self._know(stored, name)
            self._desk.reload()

        self.stack.push(SampleEdit(self.tr("Delete Writer"), do, take_back))

    def _push(
        self,
        text: str,
        before: dict[int, SampleFacts],
        after: Sequence[SampleFacts],
        do: Callable[[SampleStore], object],
        take_back: Callable[[SampleStore], object],
    ) -> None:
        def redo() -> None:
            self._desk.change(do)
            self._samples.patch(after)

        def undo() -> None:
            self._desk.change(take_back)
            self._samples.patch(before.values())
            self.samples_returned.emit(tuple(before))

        self.stack.push(SampleEdit(text, redo, undo))

    def _rename_samples(self, old: str, new: str) -> None:
        theirs = [one for one in self._samples.every() if one.profile == old]
        self._samples.patch(replace(one, profile=new) for one in theirs)

    def _know(self, stored: Sequence[str], current: str) -> None:
        self._stored = tuple(dict.fromkeys(stored))
        self._settings.set(remembered.PROFILE, current)
        self._tell()

    def _tell(self) -> None:
        self._told = (self._stored, self.current)
        self.writers_changed.emit()
