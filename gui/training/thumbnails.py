"""Digits as the model sees them, small and side by side, each with a word below it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.theme import SPACING_PX, caution

_SIDE = 28
_CELL_LINES = 2.6
"""Side of a thumbnail, in lines of text."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """One digit.

    Attributes:
        field: 28 rows of 28 bytes; bright ink on black.
        caption: What stands below it.
        explanation: The same as a sentence.
        is_wrong: True where it is read wrong: its caption is coloured.
    """

    field: bytes
    caption: str
    explanation: str
    is_wrong: bool = False


class ThumbnailGrid(QWidget):
    """As many rows as are needed for a number of columns; cells keep their places."""

    def __init__(self, name: str, columns: int, rows: int) -> None:
        """Begin empty.

        Args:
            name: What the digits are, for those who cannot see them.
            columns: Digits side by side.
            rows: Rows that there is room for.
        """
        super().__init__()
        self._columns = columns
        self._rows = rows
        self._thumbnails: tuple[Thumbnail, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def thumbnails(self) -> tuple[Thumbnail, ...]:
        """What is shown."""
        return self._thumbnails

    def show_thumbnails(self, thumbnails: Sequence[Thumbnail]) -> None:
        """Show digits, as many as there is room for."""
        shown = tuple(thumbnails[: self._columns * self._rows])
        if shown != self._thumbnails:
            self._thumbnails = shown
            self.setAccessibleDescription(" ".join(item.explanation for item in shown))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of all cells."""
        cell = self._cell()
        gaps = QSize((self._columns - 1) * SPACING_PX, (self._rows - 1) * SPACING_PX // 2)
        return QSize(cell.width() * self._columns, cell.height() * self._rows) + gaps

    def minimumSizeHint(self) -> QSize:
        """Return the same: cells do not shrink."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Explain the digit under the pointer."""
        if isinstance(event, QHelpEvent):
            for place, thumbnail in enumerate(self._thumbnails):
                if self._place(place).contains(event.pos()):
                    QToolTip.showText(event.globalPos(), thumbnail.explanation, self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every digit and what stands below it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette = self.palette()
        side = self._cell().width()
        for place, thumbnail in enumerate(self._thumbnails):
            cell = self._place(place)
            frame = QRect(cell.topLeft(), QSize(side, side))
            painter.fillRect(frame, palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawImage(QRectF(frame), ink_image(thumbnail.field, palette))
            colour = caution(palette) if thumbnail.is_wrong else palette.text().color()
            painter.setPen(colour)
            caption = QRect(cell.left(), frame.bottom() + 1, side, cell.height() - side)
            painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, thumbnail.caption)

    def _cell(self) -> QSize:
        line_px = self.fontMetrics().height()
        return QSize(round(_CELL_LINES * line_px), round((_CELL_LINES + 1.1) * line_px))

    def _place(self, number: int) -> QRect:
        cell = self._cell()
        row, column = divmod(number, self._columns)
        corner = QPoint(
            column * (cell.width() + SPACING_PX), row * (cell.height() + SPACING_PX // 2)
        )
        return QRect(corner, cell)


def ink_image(field: bytes, palette: QPalette) -> QImage:
    """Return a field's ink in the colour of text, on nothing."""
    ink = np.frombuffer(field, np.uint8).reshape(_SIDE, _SIDE)
    colour = palette.color(QPalette.ColorRole.Text)
    pixels = np.empty((_SIDE, _SIDE, 4), np.uint8)
    pixels[..., :3] = (colour.red(), colour.green(), colour.blue())
    pixels[..., 3] = ink
    return QImage(pixels.tobytes(), _SIDE, _SIDE, 4 * _SIDE, QImage.Format.Format_RGBA8888).copy()
