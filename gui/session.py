"""What is being read now: the drawing or an opened picture, its reading, the chosen digit."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gui.canvas.drawing import Drawing
from gui.recognition import Answer, RecognitionService
from model.images import Picture
from model.ink import Ink
from model.reading import DigitReading, Reading

_NOTHING = Reading()


class Source(Enum):
    """What is on the desk."""

    DRAWING = "drawing"
    PICTURE = "picture"


@dataclass(frozen=True, eq=False)
class Shown:
    """Everything that the panels show.

    Attributes:
        source: What was read.
        reading: All that was found.
        chosen: Index of the digit that the bars show, or None where there is none.
        number: Of the request that this answers; 0 for none.
    """

    source: Source = Source.DRAWING
    reading: Reading = _NOTHING
    chosen: int | None = None
    number: int = 0

    @property
    def digit(self) -> DigitReading | None:
        """The chosen digit."""
        return None if self.chosen is None else self.reading.digits[self.chosen]


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
        self._drawing = drawing
        self._service = service
        self._picture: Picture | None = None
        self._shown = Shown()
        drawing.ink_changed.connect(self._on_ink_changed)
        service.answered.connect(self._on_answered)
        service.model_loaded.connect(self.read_again)

    @property
    def shown(self) -> Shown:
        """What is on show."""
        return self._shown

    def open_picture(self, source: Path | Picture) -> None:
        """Read a picture; the drawing stays as it is and can be gone back to."""
        self._service.request(source)

    @Slot()
    def back_to_drawing(self) -> None:
        """Put the picture away and read the drawing again."""
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
            self._service.request(self._drawing.ink)

    @Slot(int)
    def choose(self, index: int) -> None:
        """Show the bars of another digit of the reading."""
        if 0 <= index < len(self._shown.reading.digits):
            shown = self._shown
            self._show(Shown(shown.source, shown.reading, index, shown.number))

    @Slot()
    def _on_ink_changed(self) -> None:
        if self._drawing.is_blank:
            self._service.forget()
            if self._picture is None:
                self._show(Shown())
        elif self._picture is None:
            self._service.request(self._drawing.ink)

    @Slot(object)
    def _on_answered(self, answer: Answer) -> None:
        if isinstance(answer.request.source, Ink):
            if self._picture is None:
                chosen = _latest(answer.reading)
                self._show(Shown(Source.DRAWING, answer.reading, chosen, answer.request.number))
        elif answer.error or answer.picture is None:
            self.picture_refused.emit(answer.error)
        else:
            if answer.picture is not self._picture:
                self._picture = answer.picture
                self.picture_opened.emit(answer.picture)
            chosen = 0 if answer.reading.digits else None
            self._show(Shown(Source.PICTURE, answer.reading, chosen, answer.request.number))

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self.shown_changed.emit(shown)


def _latest(reading: Reading) -> int | None:
    """Return the index of the digit that the newest stroke belongs to."""
    digits = reading.digits
    if not digits:
        return None
    return max(range(len(digits)), key=lambda index: max(digits[index].strokes, default=-1))
