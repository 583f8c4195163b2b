import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import Qt, QTextDocumentFragment
from pytestqt.qtbot import QtBot

from gui import wording


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """Texts are translated by the application."""


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0.00 %"),
        (0.9937, "99.37 %"),
        (0.999_96, "99.99 %"),
        (1.0, "100.00 %"),
    ],
)
def test_a_share_is_never_rounded_up_to_all(share: float, text: str) -> None:
    assert wording.percent(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (95, "1 min 35 s"),
        (3_600, "1 h"),
        (3_725, "1 h 2 min"),
    ],
)
def test_a_time_is_told_in_the_units_that_fit(seconds: float, text: str) -> None:
    assert wording.duration(seconds) == text


def test_a_time_that_is_none_is_shown_as_it_is() -> None:
    assert wording.day("some day") == "some day"
    assert wording.short_day("some day") == "some day"


def test_a_day_in_a_column_is_short_in_every_language() -> None:
    before = QLocale()
    found = []
    for name in ("C", "en_US", "de_DE", "ja_JP"):
        QLocale.setDefault(QLocale(name))
        found.append(wording.short_day("2026-03-05T14:30:00+01:00"))
    QLocale.setDefault(before)
    assert found == ["5 Mar 2026", "Mar 5, 2026", "5. März 2026", "2026年3月5日"]


def test_file_sizes_count_in_thousands() -> None:
    assert wording.byte_size(1_500_000) == "1.5 MB"


@pytest.mark.parametrize("text", ["A & B, 2 < 3", "<b>Anna</b>", "“plain”"])
def test_a_tool_tip_shows_a_text_from_elsewhere_as_it_is(text: str) -> None:
    tip = wording.tool_tip(text)
    shown = QTextDocumentFragment.fromHtml(tip).toPlainText() if Qt.mightBeRichText(tip) else tip
    assert shown == text
