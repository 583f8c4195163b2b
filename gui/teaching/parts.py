"""Small parts that several pages of a lesson are made of."""

from PySide6.QtWidgets import QProgressBar

from gui.theme import SPACING_PX

_STYLE_SHEET = f"""
QProgressBar {{
    background: palette(midlight);
    border: none;
    border-radius: {SPACING_PX // 4}px;
    max-height: {SPACING_PX // 2}px;
}}
QProgressBar::chunk {{ background: palette(accent); border-radius: {SPACING_PX // 4}px; }}
"""


def thin_bar(name: str) -> QProgressBar:
    """Return a progress bar without text; ``name`` is for assistive tools."""
    bar = QProgressBar(textVisible=False)
    bar.setStyleSheet(_STYLE_SHEET)
    bar.setAccessibleName(name)
    return bar
