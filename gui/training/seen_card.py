"""What the model reads while it learns: digits that it gets wrong, and ten drawings."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from gui import wording
from gui.dialog_parts import CARD, hint
from gui.theme import SPACING_PX
from gui.training.thumbnails import Thumbnail, ThumbnailGrid
from gui.training.watched import Watched
from model.training.messages import Examined, Misread

_COLUMNS = 6


class SeenCard(QFrame):
    """Two groups of small digits, both renewed about once a second."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.setObjectName(CARD)
        self._watched: tuple[Watched, ...] = ()
        self.misread_title = hint(self.tr("Held-out digits it reads wrong now"))
        self.misread = ThumbnailGrid(self.misread_title.text(), _COLUMNS, rows=2)
        self.watched_title = hint()
        self.watched = ThumbnailGrid(self.tr("Drawings it reads as it learns"), 5, rows=2)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACING_PX, SPACING_PX, 2 * SPACING_PX, SPACING_PX)
        row.setSpacing(4 * SPACING_PX)
        for title, grid in (
            (self.misread_title, self.misread),
            (self.watched_title, self.watched),
        ):
            column = QVBoxLayout()
            column.setSpacing(SPACING_PX // 2)
            title.setWordWrap(False)
            column.addWidget(title)
            column.addWidget(grid, 0, Qt.AlignmentFlag.AlignLeft)
            column.addStretch(1)
            row.addLayout(column)
        row.addStretch(1)

    def begin(self, watched: Sequence[Watched]) -> None:
        """Forget the last run and show the drawings, unread."""
        self._watched = tuple(watched)
        has_own = any(item.is_own for item in watched)
        self.watched_title.setText(
            self.tr("Your own drawings") if has_own else self.tr("Example drawings")
        )
        self.misread.show_thumbnails(())
        self.watched.show_thumbnails(
            [Thumbnail(item.field, "", self.tr("A {0}").format(item.digit)) for item in watched]
        )

    def show_examined(self, examined: Examined) -> None:
        """Show how the model reads for now."""
        self.misread.show_thumbnails([self._misread(item) for item in examined.misread])
        self.watched.show_thumbnails(
            [
                self._reading(item, shares)
                for item, shares in zip(self._watched, examined.watched, strict=False)
            ]
        )

    def _misread(self, item: Misread) -> Thumbnail:
        caption = self.tr("{0} → {1}").format(item.digit, item.read)
        return Thumbnail(item.field, caption, self._sentence(item.digit, item.read), is_wrong=True)

    def _reading(self, item: Watched, shares: Sequence[float]) -> Thumbnail:
        read = max(range(10), key=lambda digit: shares[digit])
        share = wording.percent(shares[read], 0)
        if read == item.digit:
            explanation = self.tr("A {0}, read correctly with {1}").format(item.digit, share)
            return Thumbnail(item.field, share, explanation)
        caption = self.tr("{0} → {1}").format(item.digit, read)
        explanation = self.tr("{0}, with {1}").format(self._sentence(item.digit, read), share)
        return Thumbnail(item.field, caption, explanation, is_wrong=True)

    def _sentence(self, digit: int, read: int) -> str:
        return self.tr("A {0}, read as {1}").format(digit, read)
