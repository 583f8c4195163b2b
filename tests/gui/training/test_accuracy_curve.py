import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from pytestqt.qtbot import QtBot

from gui.training.accuracy_curve import AccuracyCurve

ACCENT = QColor("#d02090")


@pytest.fixture
def curve(qtbot: QtBot) -> AccuracyCurve:
    curve = AccuracyCurve()
    qtbot.addWidget(curve)
    palette = QPalette(curve.palette())
    palette.setColor(QPalette.ColorRole.Accent, ACCENT)
    curve.setPalette(palette)
    curve.resize(curve.sizeHint())
    return curve


def resembles_accent(color: QColor) -> bool:
    """Tell the line, smoothed at its edges, from the grid and from the paler area below it."""
    return color.green() < 110 and color.red() > 180


def columns_with_ink(curve: AccuracyCurve) -> list[int]:
    """Return the columns of pixels in which the line is seen."""
    image: QImage = curve.grab().toImage()
    return [
        x
        for x in range(image.width())
        if any(resembles_accent(image.pixelColor(x, y)) for y in range(image.height()))
    ]


def test_nothing_is_drawn_before_the_first_point(curve: AccuracyCurve) -> None:
    assert columns_with_ink(curve) == []
    assert curve.accessibleDescription() == ""


def test_the_line_reaches_as_far_as_the_training(curve: AccuracyCurve) -> None:
    for share in (0.0, 0.25, 0.5):
        curve.add(share, 0.9)
    half = columns_with_ink(curve)
    curve.add(1.0, 0.95)
    whole = columns_with_ink(curve)

    assert half[0] == whole[0] > 0, "the labels stand at the left"
    assert half[-1] - half[0] == pytest.approx((whole[-1] - whole[0]) / 2, abs=3)


def test_the_newest_value_is_told_as_text(curve: AccuracyCurve) -> None:
    curve.add(0.25, 0.876)

    assert curve.accessibleDescription() == "87.6 % after 25 % of the training"


def test_a_new_run_starts_from_nothing(curve: AccuracyCurve) -> None:
    curve.add(0.5, 0.9)
    curve.add_held_out(0.5, 0.9)

    curve.clear()

    assert columns_with_ink(curve) == []
    assert curve.held_out_points == []


def test_a_long_run_is_thinned_but_keeps_both_ends(curve: AccuracyCurve) -> None:
    for step in range(2000):
        curve.add(step / 1999, 0.9)

    assert len(curve.points) <= 512
    assert curve.points[0][0] == 0.0
    assert curve.points[-1][0] == 1.0
