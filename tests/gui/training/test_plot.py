import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui import wording
from gui.training.plot import Line, Plot, Scale, line_colour

RISING = [(float(step), step / 100) for step in range(1, 101)]


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    plot = Plot("Accuracy", Scale.SHARE, wording.percent)
    qtbot.addWidget(plot)
    plot.resize(400, 200)
    plot.show()
    return plot


def has_colour(image: QImage, colour: QColor) -> bool:
    return any(
        image.pixelColor(x, y) == colour
        for x in range(image.width())
        for y in range(image.height())
    )


def test_the_newest_value_is_told_in_words(plot: Plot) -> None:
    plot.show_lines([Line("Training", RISING), Line("Held out", [(50, 0.97)], 1)], steps=200)

    assert plot.accessibleName() == "Accuracy"
    assert plot.accessibleDescription() == "Training: 100.00 %, Held out: 97.00 %"
    assert plot.reading_at(60) == "Training: 60.00 %, Held out: 97.00 %"
    assert plot.reading_at(40) == "Training: 40.00 %"
    assert plot.reading_at(0) == ""


def test_lines_are_painted_in_colours_of_their_own(plot: Plot) -> None:
    palette = plot.palette()
    plot.show_lines([])
    empty = plot.grab().toImage()
    assert not has_colour(empty, line_colour(palette, 1))

    plot.show_lines([Line("a", RISING), Line("b", [(50, 0.97)], 1, has_dots=True)])

    assert has_colour(plot.grab().toImage(), line_colour(palette, 1))


def test_the_pointer_reads_off_values(plot: Plot) -> None:
    plot.show_lines([Line("Training", RISING)])

    QTest.mouseMove(plot, QPointF(plot.width() - 1, 100).toPoint())

    assert plot.toolTip() == "Training: 100.00 %"


@pytest.mark.parametrize("scale", list(Scale))
@pytest.mark.parametrize(
    "points", [[], [(1, 0.0)], [(1, 0.5)], [(1, 0.5), (2, 0.5)], [(1, 1e-30), (2, 1e30)]]
)
def test_whatever_the_values_are_it_can_be_painted(
    qtbot: QtBot, scale: Scale, points: list[tuple[float, float]]
) -> None:
    plot = Plot("Loss", scale, wording.brief)
    qtbot.addWidget(plot)

    plot.show_lines([Line("Loss", points)])

    assert not plot.grab().isNull()


def test_colours_can_be_told_apart_on_light_and_on_dark() -> None:
    for base, text in (("white", "black"), ("#252932", "white")):
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, QColor(base))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(text))
        colours = [line_colour(palette, number) for number in range(6)]

        assert len({colour.name() for colour in colours}) == 6
        assert all(abs(colour.lightness() - QColor(base).lightness()) > 60 for colour in colours)
