"""Recognition off the main thread: requests are coalesced and stale answers dropped."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal, Slot

from model.bundle import ModelBundle
from model.corrections import Corrections
from model.errors import EmptyDrawingError, InkdigitsError
from model.ink import Ink, Stroke
from model.reading import Reading

# What reads is imported in the thread that reads, so that the window is there before it.
if TYPE_CHECKING:
    from model.images import Picture
    from model.reader import Reader

log = logging.getLogger(__name__)

_NOTHING_SAID = Corrections()


@dataclass(frozen=True, slots=True)
class Request:
    """Something to read: a drawing, a decoded picture, or a picture file.

    Attributes:
        number: Counts requests.
        source: What to read.
        corrections: What the person said about the strokes of a drawing.
        punctuation: Whether points, commas and minus signs are read.
        pen_is_down: Whether the newest stroke of the drawing is still being made.
    """

    number: int
    source: Ink | Picture | Path
    corrections: Corrections = _NOTHING_SAID
    punctuation: bool = True
    pen_is_down: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request.

    Attributes:
        request: What was asked.
        reading: Empty where nothing was found or an error came up.
        picture: The decoded picture, where it was one.
        error: One sentence, or empty.
    """

    request: Request
    reading: Reading
    picture: Picture | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """What became of the question how strokes are best split into two digits.

    Attributes:
        strokes: Of the one digit.
        parts: Of the two, left to right; may cut a stroke. None where no split was found.
    """

    strokes: tuple[Stroke, ...]
    parts: tuple[tuple[Stroke, ...], tuple[Stroke, ...]] | None


class RecognitionWorker(QObject):
    """Lives in the recognition thread; holds the model.

    Signals:
        answered: An ``Answer``.
        split_found: A ``Split``.
        model_loaded: The ``ModelBundle`` now in use.
        model_failed: Why a model cannot be used, one sentence.
    """

    answered = Signal(object)
    split_found = Signal(object)
    model_loaded = Signal(object)
    model_failed = Signal(str)

    def __init__(self) -> None:
        """Hold no model yet."""
        super().__init__()
        self._reader: Reader | None = None

    @Slot(object)
    def on_model_chosen(self, bundle: ModelBundle) -> None:
        """Load a model; the one before stays in use if it cannot be."""
        from model.reader import Reader
        from model.recognizer import Recognizer

        try:
            self._reader = Reader(Recognizer(bundle))
        except InkdigitsError as error:
            self.model_failed.emit(str(error))
        except Exception:
            log.exception("The model could not be loaded")
            text = self.tr("The model could not be loaded because of a fault in the program.")
            self.model_failed.emit(text)
        else:
            self.model_loaded.emit(bundle)

    @Slot(object)
    def on_requested(self, request: Request) -> None:
        """Read and answer; every request gets exactly one answer."""
        try:
            answer = self._read(request)
        except InkdigitsError as error:
            answer = Answer(request, Reading(), error=str(error))
        except Exception:
            log.exception("Reading failed")
            text = self.tr("This could not be read because of a fault in the program.")
            answer = Answer(request, Reading(), error=text)
        self.answered.emit(answer)

    @Slot(object)
    def on_split_asked(self, strokes: tuple[Stroke, ...]) -> None:
        """Look for the best split of strokes and answer."""
        parts = None
        try:
            if self._reader is not None:
                parts = self._reader.split(strokes)
        except Exception:
            log.exception("Splitting failed")
        self.split_found.emit(Split(strokes, parts))

    def _read(self, request: Request) -> Answer:
        source = request.source
        if isinstance(source, Ink):
            if self._reader is None:
                return Answer(request, Reading())
            reading = self._reader.read_ink(
                source,
                request.corrections,
                punctuation=request.punctuation,
                pen_is_down=request.pen_is_down,
            )
            return Answer(request, reading)
        from model.images import decode

        picture = decode(source) if isinstance(source, Path) else source
        if self._reader is None:  # It is shown already, and read once the model is there.
            return Answer(request, Reading(), picture)
        try:
            reading = self._reader.read_picture(picture.gray, punctuation=request.punctuation)
        except EmptyDrawingError:
            reading = Reading()
        return Answer(request, reading, picture)


class RecognitionService(QObject):
    """The main thread's side: takes requests, gives the newest answer.

    While one request is being read, only the newest drawing and the newest picture of those that
    follow are kept: a slow reading can therefore never build up a queue behind the pen.

    Signals:
        answered: An ``Answer`` to the newest request of its time.
        split_found: A ``Split``.
        model_loaded: The ``ModelBundle`` now in use.
        model_failed: Why a model cannot be used, one sentence.
    """

    answered = Signal(object)
    split_found = Signal(object)
    model_loaded = Signal(object)
    model_failed = Signal(str)
    _requested = Signal(object)
    _split_asked = Signal(object)
    _model_chosen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start the thread."""
        super().__init__(parent)
        self.reads_punctuation = True
        self._number = 0
        self._void_up_to = {True: 0, False: 0}  # By whether it is a drawing, like what waits.
        self._busy = False
        self._waiting: dict[bool, Request] = {}  # By whether it is a drawing.
        self._thread = QThread(self)
        self._thread.setObjectName("recognition")
        self._worker = RecognitionWorker()
        self._worker.moveToThread(self._thread)
        self._requested.connect(self._worker.on_requested)
        self._model_chosen.connect(self._worker.on_model_chosen)
        self._split_asked.connect(self._worker.on_split_asked)
        self._worker.answered.connect(self._on_answered)
        self._worker.split_found.connect(self.split_found)
        self._worker.model_loaded.connect(self.model_loaded)
        self._worker.model_failed.connect(self.model_failed)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        """True when every request has been answered."""
        return not self._busy

    @property
    def newest_number(self) -> int:
        """Number of the newest request."""
        return self._number

    def use_model(self, bundle: ModelBundle) -> None:
        """Read with another model from the next request on."""
        self._model_chosen.emit(bundle)

    def request(
        self,
        source: Ink | Picture | Path,
        corrections: Corrections = _NOTHING_SAID,
        *,
        pen_is_down: bool = False,
    ) -> int:
        """Ask for a drawing, picture or picture file to be read; return the request's number."""
        self._number += 1
        request = Request(self._number, source, corrections, self.reads_punctuation, pen_is_down)
        if self._busy:
            self._waiting[isinstance(source, Ink)] = request
        else:
            self._send(request)
        return request.number

    def ask_split(self, strokes: tuple[Stroke, ...]) -> None:
        """Ask how these strokes of one digit are best split into two; ``split_found`` answers."""
        self._split_asked.emit(strokes)

    def forget_drawing(self) -> None:
        """Drop the drawing that waits and the answer to the one that is being read."""
        self._waiting.pop(True, None)
        self._void_up_to[True] = self._number

    def forget(self) -> None:
        """Drop all that waits and the answer to what is being read."""
        self.forget_drawing()
        self._waiting.clear()
        self._void_up_to[False] = self._number

    def stop(self) -> None:
        """End the thread; call once, before the window goes."""
        self.forget()
        self._thread.quit()
        self._thread.wait()
        self._worker.deleteLater()

    def _send(self, request: Request) -> None:
        self._busy = True
        self._requested.emit(request)

    @Slot(object)
    def _on_answered(self, answer: Answer) -> None:
        self._busy = False
        if self._waiting:
            oldest = min(self._waiting, key=lambda kind: self._waiting[kind].number)
            self._send(self._waiting.pop(oldest))
        if answer.request.number > self._void_up_to[isinstance(answer.request.source, Ink)]:
            self.answered.emit(answer)
