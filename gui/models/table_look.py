"""How the two tables of the dialog look: quiet titles, and room around each value."""

from typing import Final

from gui.theme import RADIUS_PX

FLAT_HEADERS: Final = f"""
QTableView {{
    background: palette(base);
    border: 1px solid palette(midlight);
    border-radius: {RADIUS_PX}px;
}}
QTableView::item {{ padding: 0 8px; }}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{
    background: transparent;
    color: palette(placeholder-text);
    border: none;
    padding: 5px 11px;
}}
QTableCornerButton::section {{ background: transparent; border: none; }}
"""
