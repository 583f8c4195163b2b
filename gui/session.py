"""What is being read now: the drawing or an opened picture, its reading, the chosen digit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.canvas.drawing import Drawing
from gui.recognition import Answer, RecognitionService
from model.corrections import Corrections
from model.ink import Ink
from model.reading import DigitReading, Reading

if TYPE_CHECKING:
    from model.images import Picture

_NOTHING = Reading()


class Source(Enum):
    """What is on the desk."""

    DRAWING = "drawing"
    PICTURE = "picture"
    REPLAY = "replay"


@dataclass(frozen=True, eq=False)
class Shown:
    """Everything that the panels show.

    Attributes:
        source: What was read.
        reading: All that was found.
        chosen: Index of the digit that the bars show, or None where there is none.
        number: Of the request that this answers; 0 for none.
        subject: The drawing or picture that was read, or None where nothing was.
    """

    source: Source = Source.DRAWING
    reading: Reading = _NOTHING
    chosen: int | None = None
    number: int = 0
    subject: Ink | Picture | None = None

    @property
    def digit(self) -> DigitReading | None:
        """The chosen digit."""
        return None if self.chosen is None else self.reading.digits[self.chosen]

    @property
    def picture(self) -> Picture | None:
        """What was read, where that is a picture."""
        return None if isinstance(self.subject, Ink) else self.subject


class ReadingSession(QObject):
    """Follows the drawing, asks for readings, and says what is to be shown.

    Signals:
        shown_changed: A ``Shown``.
        picture_opened: The ``Picture`` that is now read instead of the drawing.
        picture_refused: Why a picture cannot be read, one sentence.
    """

    shown_changed = Signal(object)
    picture_opened = Signal(object)
    picture_refused = Signal(str)

    def __init__(self, drawing: Drawing, service: RecognitionService, parent: QObject) -> None:
        """Begin with the drawing."""
        super().__init__(parent)
        self._own = drawing
        self._drawing = drawing
        self._service = service
        self._picture: Picture | None = None
        self._shown = Shown()
        self._corrections = Corrections()
        drawing.ink_changed.connect(self._on_ink_changed)
        service.answered.connect(self._on_answered)
        service.model_loaded.connect(self.read_again)

    @property
    def shown(self) -> Shown:
        """What is on show."""
        return self._shown

    @property
    def corrections(self) -> Corrections:
        """What the person said so far."""
        return self._corrections

    def correct(self, corrections: Corrections) -> None:
        """Replace all that the person said: labels are shown at once, strokes regrouped soon."""
        self._corrections = corrections
        shown = self._shown
        if shown.subject is not None:
            reading = corrections.labelled(shown.reading, shown.subject)
            self._show(replace(shown, reading=reading))
        if self._picture is None:
            self.read_again()

    def open_picture(self, source: Path | Picture) -> None:
        """Read a picture; the drawing stays as it is and can be gone back to."""
        self._service.request(source)

    def follow_replay(self, drawing: Drawing) -> None:
        """Read another drawing, in which the own one is made once more."""
        self._follow(drawing)
        self._picture = None
        self._service.forget()
        self._show(Shown(Source.REPLAY))
        self.read_again()

    @Slot()
    def back_to_drawing(self) -> None:
        """Put picture and replay away and read the drawing again."""
        self._follow(self._own)
        self._picture = None
        self._service.forget()
        self._show(Shown())
        self.read_again()

    @Slot()
    def read_again(self) -> None:
        """Read once more what is on the desk, as with another model."""
        if self._picture is not None:
            self._service.request(self._picture)
        elif not self._drawing.is_blank:
            self._request_drawing()

    @Slot(int)
    def choose(self, index: int) -> None:
        """Show the bars of another digit of the reading."""
        if 0 <= index < len(self._shown.reading.digits):
            self._show(replace(self._shown, chosen=index))

    @Slot()
    def choose_next(self) -> None:
        """Show the bars of the next digit; after the last one comes the first."""
        self._choose_by(1)

    @Slot()
    def choose_previous(self) -> None:
        """Show the bars of the digit before; before the first one comes the last."""
        self._choose_by(-1)

    @property
    def _source(self) -> Source:
        """What is read where it is not a picture."""
        return Source.DRAWING if self._drawing is self._own else Source.REPLAY

    def _follow(self, drawing: Drawing) -> None:
        self._drawing.ink_changed.disconnect(self._on_ink_changed)
        self._drawing = drawing
        drawing.ink_changed.connect(self._on_ink_changed)

    def _choose_by(self, step: int) -> None:
        if self._shown.chosen is not None:
            self.choose((self._shown.chosen + step) % len(self._shown.reading.digits))

    def _request_drawing(self) -> None:
        ink = self._drawing.ink
        pen_is_down = bool(self._drawing.live_points)
        corrections = self._corrections.relevant(ink)
        self._service.request(ink, corrections, pen_is_down=pen_is_down)

    @Slot()
    def _on_ink_changed(self) -> None:
        if self._drawing.is_blank:
            self._service.forget_drawing()
            if self._picture is None:
                self._show(Shown(self._source))
        elif self._picture is None:
            self._request_drawing()

    @Slot(object)
    def _on_answered(self, answer: Answer) -> None:
        source = answer.request.source
        if isinstance(source, Ink):
            if self._picture is None:
                reading = self._corrections.labelled(answer.reading, source)
                chosen = _chosen(reading, source, self._shown)
                number = answer.request.number
                self._show(Shown(self._source, reading, chosen, number, source))
        elif answer.error or answer.picture is None:
            self.picture_refused.emit(answer.error)
        else:
            self._show_picture(answer.picture, answer)

    def _show_picture(self, picture: Picture, answer: Answer) -> None:
        if picture is not self._picture:
            self._picture = picture
            self.picture_opened.emit(picture)
        reading = self._corrections.labelled(answer.reading, picture)
        chosen = 0 if reading.digits else None
        self._show(Shown(Source.PICTURE, reading, chosen, answer.request.number, picture))

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self.shown_changed.emit(shown)


def _chosen(reading: Reading, ink: Ink, before: Shown) -> int | None:
    """Return the index of the digit that the bars show: of the newest stroke, once it is new.

    Where the same stroke was the newest before, what has changed is the grouping or the model,
    and the choice stays with the digit that has the chosen strokes now.
    """
    latest = _latest(reading)
    chosen, drawn = before.digit, before.subject
    if chosen is None or not isinstance(drawn, Ink) or drawn.strokes[-1] is not ink.strokes[-1]:
        return latest
    wanted = {id(drawn.strokes[index]) for index in chosen.strokes}
    found = [
        index
        for index, digit in enumerate(reading.digits)
        if not wanted.isdisjoint(id(ink.strokes[stroke]) for stroke in digit.strokes)
    ]
    return min(found, key=lambda i: _gap(reading.digits[i], chosen), default=latest)


def _gap(one: DigitReading, other: DigitReading) -> float:
    """Return how far apart two digits are, so that of two halves the same one stays chosen."""
    return abs(one.box.center[0] - other.box.center[0])


def _latest(reading: Reading) -> int | None:
    """Return the index of the digit that the newest stroke belongs to."""
    digits = reading.digits
    if not digits:
        return None
    return max(range(len(digits)), key=lambda index: max(digits[index].strokes, default=-1))
