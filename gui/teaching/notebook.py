"""What one writer writes in lessons: each digit goes to the sample store at once."""

from collections import Counter
from typing import TYPE_CHECKING, Final

from gui.sample_keeper import Fetched, SampleKeeper
from gui.teaching.lesson import DIGITS, Lesson, Written, unfinished_lesson
from model.bundle import ModelBundle
from model.errors import InkdigitsError
from model.ink import Ink
from model.reading import Scores
from model.samples.sample import NOT_A_DIGIT, NewSample, Sample, Source

if TYPE_CHECKING:
    from model.reader import Reader

_MOST_CORRECTIONS: Final = 1000
"""The newest so many; a lesson does not learn from more, and they would take long to hand over."""


class Notebook:
    """Keeps what is written, with what the model in use reads in it.

    Attributes:
        profile: Name of the writer.
        can_keep: False where nothing that is written outlives the dialog.
    """

    def __init__(self, keeper: SampleKeeper, bundle: ModelBundle, profile: str) -> None:
        """Keep for the writer ``profile``, and read with ``bundle``."""
        self.profile = profile
        self.can_keep = True
        self._keeper = keeper
        self._bundle = bundle
        self._reader: Reader | None = None
        self._earlier: list[Sample] = []
        self._new: list[NewSample] = []
        self._corrections: list[Sample] = []

    @property
    def earlier_count(self) -> int:
        """How many digits were written in earlier lessons."""
        return len(self._earlier)

    @property
    def correction_count(self) -> int:
        """How many digits the writer corrected or imported; of very many, the newest count."""
        return len(self._corrections)

    def use_model(self, bundle: ModelBundle) -> None:
        """Read with another model from now on."""
        self._bundle = bundle
        self._reader = None

    def take_up(self, fetched: Fetched) -> None:
        """Take what there is of the writer."""
        self.profile = fetched.profile
        self.can_keep = fetched.can_keep
        digits = [sample for sample in fetched.samples if sample.label in DIGITS]
        self._earlier = [sample for sample in digits if sample.source is Source.TEACH]
        others = [sample for sample in digits if sample.source is not Source.TEACH]
        self._corrections = others[-_MOST_CORRECTIONS:]

    def unfinished(self) -> list[Sample]:
        """Return what was written in a lesson that was left half-way."""
        return [sample for sample in unfinished_lesson(self._earlier) if sample.ink is not None]

    def resume(self, lesson: Lesson) -> None:
        """Put what was written in a lesson that was left half-way into a new one."""
        for sample in self.unfinished():
            lesson.adopt(sample.label, Written(sample, self._keeper.adopt(sample.id)))

    def write(self, label: int, ink: Ink) -> Written:
        """Keep a digit.

        Raises:
            SampleStoreError: If it is not fit to be kept.
        """
        scores = self.look_at(ink)
        sample = NewSample(
            label=label,
            profile=self.profile,
            source=Source.TEACH,
            ink=ink,
            read_digit=None if scores is None else _label_read(scores),
            read_confidence=None if scores is None else _probability(scores),
        )
        self._new.append(sample)
        return Written(sample, self._keeper.keep(sample))

    def remove(self, written: Written | None) -> None:
        """Take a digit out, if there is one; what was left out or replaced is not learned."""
        if written is not None:
            self._earlier = [s for s in self._earlier if s is not written.sample]
            self._new = [s for s in self._new if s is not written.sample]
            self._keeper.delete(written.token)

    def material(self, *, with_corrections: bool) -> tuple[NewSample, ...]:
        """Return all that is to be learned from, in the order of writing."""
        found = [*self._earlier, *self._new, *(self._corrections if with_corrections else ())]
        return tuple(sorted(found, key=lambda sample: sample.created))

    def is_enough(self, *, with_corrections: bool) -> bool:
        """Tell whether there is one digit twice: one to learn from, one to try out."""
        labels = Counter(s.label for s in self.material(with_corrections=with_corrections))
        return any(count > 1 for count in labels.values())

    def look_at(self, ink: Ink) -> Scores | None:
        """Return what the model in use says of a drawing; None where it cannot be asked."""
        if self._reader is None:
            # Some milliseconds: what it imports is here by now, for the canvas is read with it.
            from model.reader import Reader
            from model.recognizer import Recognizer

            try:
                self._reader = Reader(Recognizer(self._bundle))
            except InkdigitsError:
                return None
        return self._reader.read_ink_digit(ink).scores


def _label_read(scores: Scores) -> int:
    return scores.digit if scores.is_digit else NOT_A_DIGIT


def _probability(scores: Scores) -> float:
    share = scores.confidence if scores.is_digit else 1 - scores.digit_score
    return min(max(share, 0.0), 1.0)
