"""Paints one sample of the grid: a sheet of paper with the digit, and its label below."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.samples.names import caption, longest_caption
from gui.samples.thumbnail_cache import ThumbnailCache
from gui.theme import SPACING_PX, caution
from model.samples.sample import SampleFacts

THUMBNAIL_PX = 64
_PADDING_PX = 6
_CORNER_PX = 6.0
_CHOSEN_SHARE = 0.22
"""How much of the accent colour the paper of a chosen sample takes on."""

_State = QStyle.StateFlag


class SampleDelegate(QStyledItemDelegate):
    """Paints what is in sight and nothing else."""

    def __init__(self, thumbnails: ThumbnailCache, parent: QWidget) -> None:
        """Take pictures from ``thumbnails``."""
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of one cell, gaps included."""
        return cell_size(option.fontMetrics)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one sample."""
        facts = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(facts, SampleFacts):
            return
        cell: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_paper(painter, cell, palette, state)
        picture = self._thumbnails.pixmap(facts.id)
        if picture is not None and not picture.isNull():
            left = cell.x() + (cell.width() - THUMBNAIL_PX) // 2
            painter.setOpacity(0.5 if facts.is_deleted else 1.0)
            painter.drawPixmap(left, cell.y() + SPACING_PX // 2 + _PADDING_PX, picture)
            painter.setOpacity(1.0)
        place = cell.adjusted(0, 0, 0, -SPACING_PX // 2 - 2)
        painter.setPen(caution(palette) if facts.is_misread else palette.text().color())
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(place, middle, caption(facts))
        painter.restore()


def cell_size(metrics: QFontMetrics) -> QSize:
    """Return the size of one cell, gaps included, for a font."""
    side = THUMBNAIL_PX + 2 * _PADDING_PX + SPACING_PX
    widest = metrics.horizontalAdvance(longest_caption()) + 2 * (SPACING_PX + _PADDING_PX // 2)
    return QSize(max(side, widest), side + metrics.height())


def _paint_paper(
    painter: QPainter, cell: QRect, palette: QPalette, state: QStyle.StateFlag
) -> None:
    half = SPACING_PX / 2
    paper = QRectF(cell).adjusted(half, half, -half, -half)
    is_chosen = bool(state & _State.State_Selected)
    has_focus = bool(state & _State.State_HasFocus)
    color = palette.base().color()
    if is_chosen:
        color = _mixed(color, palette.highlight().color(), _CHOSEN_SHARE)
    pen = QPen(palette.mid().color(), 1.0)
    if is_chosen or has_focus:
        pen = QPen(palette.accent().color(), 2.0)
    if has_focus and not is_chosen:
        pen.setStyle(Qt.PenStyle.DotLine)
    inset = pen.widthF() / 2
    painter.setPen(pen)
    painter.setBrush(color)
    painter.drawRoundedRect(paper.adjusted(inset, inset, -inset, -inset), _CORNER_PX, _CORNER_PX)


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour between two, ``share`` of the way from the first to the second."""
    here, there = ((color.redF(), color.greenF(), color.blueF()) for color in (one, other))
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in zip(here, there, strict=True)))
