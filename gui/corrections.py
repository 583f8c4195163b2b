"""Puts the reading right by hand: each correction is one step of undo and, labelled, a sample."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from gui import settings as remembered
from gui.canvas.drawing import Drawing
from gui.digit_boxes import ink_of
from gui.images import to_image, to_png
from gui.messages import Message, Severity
from gui.recognition import RecognitionService, Split
from gui.sample_keeper import SampleKeeper
from gui.session import ReadingSession, Shown
from gui.settings import Settings
from model.corrections import NOT_A_DIGIT, Corrections
from model.cuts import Parted, part
from model.edges import EdgeMove, Reshaped, reshaped
from model.errors import SampleStoreError
from model.ink import Ink, Stroke
from model.reading import DigitReading
from model.samples.sample import NewSample, Source


class ChangeCorrections(QUndoCommand):
    """One step: something was said of the digits."""

    def __init__(
        self,
        text: str,
        before: Corrections,
        after: Corrections,
        show: Callable[[Corrections], None],
    ) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._show = show

    def redo(self) -> None:
        """Say it; Qt also calls this when the step is pushed."""
        self._show(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._show(self._before)


class Corrector(QObject):
    """Applies what the person says of the chosen digit.

    Signals:
        message_raised: A ``Message``.
    """

    message_raised = Signal(object)

    def __init__(
        self,
        drawing: Drawing,
        session: ReadingSession,
        recognition: RecognitionService,
        keeper: SampleKeeper,
        settings: Settings,
    ) -> None:
        """Correct what ``session`` shows, and give what is labelled to ``keeper``."""
        super().__init__(session)
        self._drawing = drawing
        self._session = session
        self._recognition = recognition
        self._keeper = keeper
        self._settings = settings
        self._drafts: dict[Hashable, NewSample] = {}
        self._tokens: dict[Hashable, int] = {}
        self._to_split: tuple[Shown, Parted] | None = None
        recognition.split_found.connect(self._on_split_found)
        keeper.problem_raised.connect(self._on_problem)

    @property
    def can_forget(self) -> bool:
        """True where something was said of the chosen digit."""
        shown = self._session.shown
        digit = shown.digit
        if digit is None or not isinstance(shown.subject, Ink):
            return digit is not None and digit.truth is not None
        strokes = [shown.subject.strokes[number] for number in digit.strokes]
        return self._session.corrections.relevant(shown.subject).of(strokes) is not None

    @Slot(int)
    def say(self, label: int) -> None:
        """Say that the chosen digit is ``label``, 0–9 or ``NOT_A_DIGIT``."""
        shown = self._session.shown
        digit = shown.digit
        if digit is None or shown.chosen is None or digit.truth == label:
            return
        text = self.tr("This Is a {0}").format(label)
        if label == NOT_A_DIGIT:
            text = self.tr("Not a Digit")
        if shown.picture is not None:
            before = self._session.corrections
            after = before.with_picture_label(shown.picture, digit.box, label)
            self._draft(after, digit, label, None)
            self._push(text, before, after)
            return
        parted = self._parted(shown, shown.chosen)
        if parted is not None:
            before = self._corrections
            after = before.grouped(parted.others).with_label(parted.own, label)
            self._draft(after, digit, label, Ink(parted.own))
            self._push(text, before, after, parted.strokes)

    @Slot()
    def forget(self) -> None:
        """Take back all that was said of the chosen digit, as a step of its own."""
        shown = self._session.shown
        digit, text = shown.digit, self.tr("Forget Correction")
        if digit is None or shown.chosen is None or not self.can_forget:
            return
        if shown.picture is not None:
            before = self._session.corrections
            after = before.with_picture_label(shown.picture, digit.box, None)
            self._push(text, before, after)
            return
        parted = self._parted(shown, shown.chosen)
        if parted is not None:
            before = self._corrections
            self._push(text, before, before.without(parted.own))

    @Slot()
    def merge_with_next(self) -> None:
        """Say that the chosen digit and the next one in its line are one."""
        self._merge(0, 1)

    @Slot()
    def merge_with_previous(self) -> None:
        """Say that the chosen digit and the one before it in its line are one."""
        self._merge(-1, 0)

    @Slot()
    def split(self) -> None:
        """Ask for the best split of the chosen digit; it is made when the answer comes."""
        shown = self._session.shown
        if shown.chosen is None:
            return
        parted = self._parted(shown, shown.chosen)
        if parted is not None:
            self._to_split = shown, parted
            self._recognition.ask_split(parted.own)

    @Slot(object)
    def move_edge(self, move: EdgeMove) -> None:
        """Let a digit take others, or give ink away, as an edge of its frame was dragged."""
        shown = self._session.shown
        line = next((line for line in lines_of(shown) if move.index in line), None)
        if line is None or not isinstance(shown.subject, Ink):
            return
        outcome = reshaped([ink_of(digit, shown) for digit in shown.reading.digits], line, move)
        if outcome is not None and outcome.taken:
            self._merge_all(shown.subject, [move.index, *outcome.taken])
        elif outcome is not None:
            self._give(move.index, outcome)

    def _give(self, index: int, outcome: Reshaped) -> None:
        """Let strokes leave a digit, for the one beside it or as one of their own."""
        shown = self._session.shown
        parted = self._parted(shown, index)
        if parted is None:
            return
        strokes = parted.cut_into((outcome.kept, outcome.given))
        there, given = {id(stroke) for stroke in strokes}, outcome.given
        if outcome.given_to is not None:
            joined = ink_of(shown.reading.digits[outcome.given_to], shown)
            # Where that one is cut from a third digit, it has no strokes of its own yet.
            given += joined if all(id(stroke) in there for stroke in joined) else ()
        before = self._corrections
        after = before.grouped(parted.others).split(parted.own, (outcome.kept, given))
        self._push(self.tr("Split Digit"), before, after, strokes)

    def _merge(self, first: int, second: int) -> None:
        shown = self._session.shown
        if shown.chosen is None or not isinstance(shown.subject, Ink):
            return
        pair = [shown.chosen + first, shown.chosen + second]
        if any(all(index in line for index in pair) for line in lines_of(shown)):
            self._merge_all(shown.subject, pair)

    def _merge_all(self, drawn: Ink, digits: Sequence[int]) -> None:
        """Say that some digits of what was drawn are one, if all of them are still there."""
        read = self._session.shown.reading.digits
        strokes = [drawn.strokes[number] for index in digits for number in read[index].strokes]
        there = {id(stroke) for stroke in self._drawing.strokes}
        if all(id(stroke) in there for stroke in strokes):
            before = self._corrections
            self._push(self.tr("Merge Digits"), before, before.merged(strokes, ()))

    @Slot(object)
    def _on_split_found(self, split: Split) -> None:
        asked, self._to_split = self._to_split, None
        if asked is None or asked[1].own is not split.strokes or asked[0].chosen is None:
            return
        if split.parts is None:
            text = self.tr("No way was found to split this into two digits.")
            self.message_raised.emit(Message(text, Severity.INFO))
            return
        parted = self._parted(asked[0], asked[0].chosen)
        if parted is None:
            return
        before = self._corrections
        after = before.grouped(parted.others).split(parted.own, split.parts)
        self._push(self.tr("Split Digit"), before, after, parted.cut_into(split.parts))

    @property
    def _corrections(self) -> Corrections:
        """What was said, of the strokes where they are now."""
        return self._session.corrections.followed(self._drawing.ink)

    def _parted(self, shown: Shown, index: int) -> Parted | None:
        if not isinstance(shown.subject, Ink) or self._drawing.live_points:
            return None
        return part(self._drawing.strokes, shown.subject, shown.reading, index)

    def _push(
        self,
        text: str,
        before: Corrections,
        after: Corrections,
        strokes: tuple[Stroke, ...] | None = None,
    ) -> None:
        """Take one step: something is said, of ``strokes`` where those differ from the drawing."""
        stack = self._drawing.undo_stack
        stack.beginMacro(text)
        if strokes is not None and len(strokes) != len(self._drawing.strokes):  # cut somewhere
            self._drawing.replace(Ink(strokes))
        stack.push(ChangeCorrections(text, before, after, self._show))
        stack.endMacro()

    def _show(self, corrections: Corrections) -> None:
        """Make these the corrections, and keep the samples that go with them, and no others."""
        before, after = _keys(self._session.corrections), _keys(corrections)
        for key in before - after:
            if key in self._tokens:
                self._keeper.delete(self._tokens[key])
        for key in after - before:
            if key in self._tokens:
                self._keeper.restore(self._tokens[key])
            elif key in self._drafts:
                self._tokens[key] = self._keeper.keep(self._drafts.pop(key))
        self._session.correct(corrections)

    def _draft(self, after: Corrections, digit: DigitReading, label: int, ink: Ink | None) -> None:
        """Prepare the sample that goes with the newest of the corrections."""
        newest = after.pictures[-1].key if ink is None else after.entries[-1].key
        scores = digit.scores
        read = scores.confidence if scores.is_digit else 1 - scores.digit_score
        try:
            self._drafts[newest] = NewSample(
                label=label,
                profile=self._settings.get(remembered.PROFILE),
                source=Source.PICTURE if ink is None else Source.CANVAS,
                ink=ink,
                picture=to_png(to_image(digit.stages.gray)) if ink is None else None,
                read_digit=scores.digit if scores.is_digit else NOT_A_DIGIT,
                read_confidence=min(max(read, 0.0), 1.0),
            )
        except SampleStoreError as error:
            self._on_problem(str(error))

    @Slot(str)
    def _on_problem(self, text: str) -> None:
        self.message_raised.emit(Message(text))


def _keys(corrections: Corrections) -> set[Hashable]:
    """Return what tells labels apart."""
    entries = (entry.key for entry in corrections.entries if entry.label is not None)
    return {*entries, *(said.key for said in corrections.pictures)}


def lines_of(shown: Shown) -> list[range]:
    """Return the indices of the digits of each line."""
    lines, start = [], 0
    for line in shown.reading.lines:
        lines.append(range(start, start + len(line)))
        start += len(line)
    return lines
