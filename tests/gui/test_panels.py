import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.panels.probability_chart import ProbabilityChart
from gui.panels.reading_panel import ReadingPanel
from gui.panels.stages_panel import StagesPanel
from model.geometry import Box
from model.preprocess import preprocess_ink
from model.reading import DigitReading, Reading, Scores
from tests.gui.driving import ink_of


def digit(best: int, confidence: float, *, second: int = -1, is_digit: bool = True) -> DigitReading:
    """Return a reading of one digit with a wanted confidence."""
    rest = (1 - confidence) / 10
    shares = np.full(10, rest)
    shares[second] += rest
    shares[best] = confidence
    assert shares.sum() == pytest.approx(1)
    scores = Scores(shares, 1.0 if is_digit else 0.0, is_digit)
    return DigitReading(scores, preprocess_ink(ink_of(best)), Box(0, 0, 10, 10))


@pytest.fixture
def panel(qtbot: QtBot) -> ReadingPanel:
    """Return a panel of its usual size."""
    panel = ReadingPanel()
    qtbot.addWidget(panel)
    panel.resize(360, 110)
    panel.show()
    return panel


@pytest.fixture
def chart(qtbot: QtBot) -> ProbabilityChart:
    """Return a chart of its usual size."""
    chart = ProbabilityChart()
    qtbot.addWidget(chart)
    chart.resize(320, 280)
    chart.show()
    return chart


def words(panel: ReadingPanel) -> str:
    """Return all that a screen reader says of the panel."""
    return panel.accessibleDescription()


def test_a_certain_digit_is_called_certain(panel: ReadingPanel) -> None:
    seven = digit(7, 0.989, second=1)
    panel.show_reading(Reading(((seven,),)), seven)
    assert panel.text == "7"
    assert panel.certainty == "certain"


def test_an_unsure_digit_is_asked_about(panel: ReadingPanel) -> None:
    four = digit(4, 0.55, second=9)
    panel.show_reading(Reading(((four,),)), four)
    assert panel.certainty == "unsure"
    assert "4 or 9?" in words(panel)


def test_what_is_no_digit_is_not_shown_as_one(panel: ReadingPanel) -> None:
    scribble = digit(5, 0.99, is_digit=False)
    panel.show_reading(Reading(((scribble,),)), scribble)
    assert "5" not in panel.text
    assert panel.certainty == "not a digit"


def test_a_number_shows_all_its_digits_and_speaks_of_the_chosen_one(panel: ReadingPanel) -> None:
    four, two = digit(4, 0.99), digit(2, 0.8)
    panel.show_reading(Reading(((four, two),)), two)
    assert panel.text == "42"
    assert panel.certainty == "2: likely"


def test_lines_are_shown_as_lines(panel: ReadingPanel) -> None:
    four, two = digit(4, 0.99), digit(2, 0.99)
    panel.show_reading(Reading(((four,), (two,))), two)
    assert panel.text == "4\n2"


def test_a_long_number_is_not_cut_off(panel: ReadingPanel) -> None:
    many = tuple(digit(8, 0.99) for _ in range(12))
    panel.show_reading(Reading((many,)), many[0])
    label = panel.childAt(40, 50)
    assert label.fontMetrics().horizontalAdvance(panel.text) <= label.width()


def test_nothing_read_shows_no_text(panel: ReadingPanel) -> None:
    seven = digit(7, 0.99)
    panel.show_reading(Reading(((seven,),)), seven)
    panel.show_reading(Reading(), None)
    assert panel.text == ""


def test_bars_have_their_percentages_in_the_order_of_the_digits(chart: ProbabilityChart) -> None:
    chart.show_scores(digit(7, 0.989, second=1).scores)
    assert len(chart.texts) == 10
    assert chart.texts[7] == "98.9 %"
    assert chart.accessibleDescription().startswith("certain, 7: 98.9 %, 1: ")


def bar_colors(chart: ProbabilityChart) -> set[str]:
    """Return the colours in the chart's picture that are neither grey, black nor white."""
    image = chart.grab().toImage()
    pixels = (
        image.pixelColor(x, y)
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    return {color.name() for color in pixels if color.hsvSaturation() > 120}


def test_bars_of_a_digit_are_coloured_and_those_of_a_scribble_are_not(
    chart: ProbabilityChart,
) -> None:
    chart.show_scores(digit(3, 0.97).scores)
    assert bar_colors(chart)
    chart.show_scores(digit(3, 0.97, is_digit=False).scores)
    assert not bar_colors(chart)


def test_without_scores_there_are_no_bars_and_no_percentages(chart: ProbabilityChart) -> None:
    chart.show_scores(digit(3, 0.97).scores)
    chart.show_scores(None)
    assert chart.texts == [""] * 10
    assert not bar_colors(chart)
    assert chart.accessibleDescription() == "No digit"


def test_the_field_on_show_is_the_one_that_was_read(qtbot: QtBot) -> None:
    panel = StagesPanel()
    qtbot.addWidget(panel)
    six = digit(6, 0.99)
    panel.show_stages(six.stages)
    field = panel.field
    assert field is not None
    shown = [[field.pixelColor(x, y).red() for x in range(28)] for y in range(28)]
    assert np.array_equal(shown, six.stages.field)
    assert not panel.grab().isNull()
    panel.show_stages(None)
    assert panel.field is None
