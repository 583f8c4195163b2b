"""Thumbnails that have been drawn already; what is in sight and missing is asked for."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap

from gui.samples.sample_desk import SampleDesk, Thumbnails
from gui.samples.thumbnails import Look

MOST_BYTES = 48 << 20
"""Of pixels; more than a large screen shows at once."""

_AT_ONCE = 24
"""Drawn in some 20 ms, after which what has come into sight meanwhile is next."""


class ThumbnailCache(QObject):
    """Answers at once, if only that there is no picture yet.

    Signals:
        arrived: There are more pictures than before.
    """

    arrived = Signal()

    def __init__(self, desk: SampleDesk, parent: QObject) -> None:
        """Let ``desk`` draw."""
        super().__init__(parent)
        self._desk = desk
        self._look: Look | None = None
        self._known: OrderedDict[int, QPixmap] = OrderedDict()
        self._wanted: dict[int, None] = {}
        self._is_drawing = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._on_timeout)
        desk.thumbnails_made.connect(self._on_thumbnails_made)

    def set_look(self, look: Look) -> None:
        """Have the pictures look so; those that look otherwise are forgotten."""
        if look != self._look:
            self._look = look
            self._known.clear()
            self._wanted.clear()
            self._is_drawing = False

    def begin_painting(self) -> None:
        """Forget what was missing before: it may have been scrolled out of sight."""
        self._wanted.clear()

    def pixmap(self, sample_id: int) -> QPixmap | None:
        """Return the picture of a sample; None while it is being drawn."""
        found = self._known.get(sample_id)
        if found is not None:
            self._known.move_to_end(sample_id)
            return found
        self._wanted[sample_id] = None
        if not self._is_drawing and not self._timer.isActive():
            self._timer.start()
        return None

    @Slot()
    def _on_timeout(self) -> None:
        if self._look is None or not self._wanted:
            return
        # The rest asks again when it is painted next, as far as it is still in sight then.
        first = list(self._wanted)[:_AT_ONCE]
        self._is_drawing = True
        self._desk.make_thumbnails(first, self._look)

    @Slot(object)
    def _on_thumbnails_made(self, made: Thumbnails) -> None:
        if made.look != self._look:
            return
        self._is_drawing = False
        for number, image in made.images.items():
            self._known[number] = QPixmap() if image is None else QPixmap.fromImage(image)
        side = made.look.side_px * made.look.ratio
        most = max(1, int(MOST_BYTES / (4 * side * side)))
        while len(self._known) > most:
            self._known.popitem(last=False)
        self.arrived.emit()
