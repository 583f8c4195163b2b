"""Colours and spacing: one accent, a light and a dark palette, the same measures everywhere."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

SPACING_PX = 8
"""The unit of all margins and gaps, in device-independent pixels."""

RADIUS_PX = 8
"""Corner radius of cards and of the canvas."""


class Appearance(Enum):
    """What the person chose; ``SYSTEM`` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {
    Appearance.SYSTEM: Qt.ColorScheme.Unknown,
    Appearance.LIGHT: Qt.ColorScheme.Light,
    Appearance.DARK: Qt.ColorScheme.Dark,
}

_Role = QPalette.ColorRole

_LIGHT: dict[QPalette.ColorRole, str] = {
    _Role.Window: "#f3f4f7",
    _Role.WindowText: "#1d2129",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#e9ebf0",
    _Role.Text: "#1d2129",
    _Role.PlaceholderText: "#687080",
    _Role.Button: "#ffffff",
    _Role.ButtonText: "#1d2129",
    _Role.ToolTipBase: "#1d2129",
    _Role.ToolTipText: "#ffffff",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#e4e7ed",
    _Role.Mid: "#cdd2dc",
    _Role.Dark: "#9aa2b1",
    _Role.Shadow: "#5b6270",
    _Role.BrightText: "#ffffff",
    _Role.Accent: "#2f6fde",
    _Role.Highlight: "#2f6fde",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#2f6fde",
}

_DARK: dict[QPalette.ColorRole, str] = {
    _Role.Window: "#1b1e24",
    _Role.WindowText: "#e8eaf0",
    _Role.Base: "#252932",
    _Role.AlternateBase: "#2f343f",
    _Role.Text: "#e8eaf0",
    _Role.PlaceholderText: "#98a0b0",
    _Role.Button: "#2c313b",
    _Role.ButtonText: "#e8eaf0",
    _Role.ToolTipBase: "#e8eaf0",
    _Role.ToolTipText: "#1b1e24",
    _Role.Light: "#3a404c",
    _Role.Midlight: "#343a45",
    _Role.Mid: "#434a58",
    _Role.Dark: "#14161b",
    _Role.Shadow: "#0c0d10",
    _Role.BrightText: "#ffffff",
    _Role.Accent: "#7aa7ff",
    _Role.Highlight: "#3f7bea",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#7aa7ff",
}

_STYLE_SHEET = f"""
QFrame#card {{
    background: palette(base);
    border: 1px solid palette(midlight);
    border-radius: {RADIUS_PX}px;
}}
QSplitter::handle {{ background: transparent; }}
QToolTip {{ padding: 4px 6px; border: none; }}
QToolButton {{
    border: 1px solid transparent;
    border-radius: 6px;
    padding: 5px;
}}
QToolButton:hover {{ background: palette(midlight); }}
QToolButton:checked {{ background: palette(alternate-base); border-color: palette(accent); }}
QToolButton:pressed {{ background: palette(mid); }}
QToolButton:focus {{ border: 2px solid palette(accent); padding: 4px; }}
QPushButton#candidate {{
    background: palette(base);
    border: 1px solid palette(mid);
    border-radius: 6px;
    padding: 3px 9px;
}}
QPushButton#candidate:hover {{ background: palette(midlight); border-color: palette(accent); }}
QPushButton#candidate:focus {{ border-color: palette(accent); }}
QPushButton#candidate:pressed {{ background: palette(mid); }}
QMenuBar {{ background: palette(window); padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: palette(midlight); }}
"""


def apply(appearance: Appearance) -> None:
    """Dress the application, and follow the desktop's colour scheme from now on."""
    QApplication.setStyle("Fusion")
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setStyleSheet(_STYLE_SHEET)
    QGuiApplication.styleHints().colorSchemeChanged.connect(_on_color_scheme_changed)
    choose(appearance)


def choose(appearance: Appearance) -> None:
    """Change between light, dark and whatever the desktop has."""
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(_SCHEMES[appearance])
    # Some platforms cannot be asked for a scheme; what the person chose counts all the same.
    follows = appearance is Appearance.SYSTEM
    _on_color_scheme_changed(hints.colorScheme() if follows else _SCHEMES[appearance])


def is_dark(palette: QPalette) -> bool:
    """Tell whether a palette puts light text on a dark window."""
    return palette.window().color().lightness() < palette.windowText().color().lightness()


def caution(palette: QPalette) -> QColor:
    """Return the colour of what wants a second look; readable on the base of a palette."""
    return QColor("#f0b44c" if is_dark(palette) else "#a35a00")


def _on_color_scheme_changed(scheme: Qt.ColorScheme) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        sheet = app.styleSheet()
        # Widgets that have been shown under a style sheet would keep the palette they had.
        app.setStyleSheet("")
        QApplication.setPalette(_palette(_DARK if scheme == Qt.ColorScheme.Dark else _LIGHT))
        app.setStyleSheet(sheet)


def _palette(colors: dict[QPalette.ColorRole, str]) -> QPalette:
    palette = QPalette()
    for role, name in colors.items():
        palette.setColor(role, QColor(name))
    faded = QPalette.ColorGroup.Disabled
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(faded, role, QColor(colors[_Role.PlaceholderText]))
    return palette
