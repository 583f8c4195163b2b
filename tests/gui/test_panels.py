from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.panels.probability_chart import ProbabilityChart
from gui.panels.reading_panel import ReadingPanel
from gui.panels.stages_panel import StagesPanel
from model.corrections import NOT_A_DIGIT
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
    chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the ring around a row is no bar
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


def test_several_lines_are_large_enough_to_be_read(panel: ReadingPanel) -> None:
    lines = tuple(tuple(digit(8, 0.99) for _ in range(count)) for count in (5, 2, 1))
    panel.show_reading(Reading(lines), lines[0][0])
    panel.grab()  # lays it out
    assert panel.number.digit_area(0).height() >= 28
    panel.resize(panel.width(), 300)
    panel.grab()
    assert panel.number.digit_area(0).height() >= 40


@pytest.mark.parametrize("chosen", [0, 9, 19])
def test_of_very_many_lines_the_one_that_is_spoken_of_is_in_sight(
    panel: ReadingPanel, chosen: int
) -> None:
    many = tuple((digit(8, 0.99),) for _ in range(20))
    panel.show_reading(Reading(many), many[chosen][0])
    panel.grab()
    view = panel.number
    assert view.digit_area(chosen).top() >= 0
    assert view.digit_area(chosen).bottom() <= view.height()


@pytest.mark.parametrize("count", [1, 4, 5, 12, 24])
def test_a_number_is_not_cut_off(panel: ReadingPanel, count: int) -> None:
    many = tuple(digit(8, 0.99) for _ in range(count))
    panel.show_reading(Reading((many,)), many[0])
    panel.grab()  # lays it out
    view = panel.number
    assert view.digit_area(0).left() >= 0
    assert view.digit_area(count - 1).right() <= view.width()


def test_every_digit_of_a_number_tells_how_sure_it_is_without_colour(panel: ReadingPanel) -> None:
    said = replace(digit(7, 0.9), truth=1)
    digits = (digit(4, 0.55, second=9), digit(2, 0.999), said, digit(5, 0.9, is_digit=False))
    panel.show_reading(Reading((digits,)), digits[0])
    panel.grab()
    assert panel.text == "421?"
    assert panel.number.notes == ["55 %", "99 %", "✓", ""]
    spoken = panel.number.accessibleDescription()
    assert spoken == "4: unsure, 2: certain, 1: you said 1, ?: not a digit"


def test_a_mark_between_digits_has_its_name_and_asks_nothing(panel: ReadingPanel) -> None:
    point = replace(digit(1, 0.6, is_digit=False), mark=".")
    panel.show_reading(Reading(((digit(3, 0.99), point, digit(5, 0.99)),)), point)
    assert panel.text == "3.5"
    assert panel.certainty == "decimal point"
    assert not any(candidate.isVisible() for candidate in panel.candidates)
    assert panel.number.accessibleDescription() == "3: certain, .: decimal point, 5: certain"


def test_the_line_under_a_digit_tells_how_sure_it_is(panel: ReadingPanel) -> None:
    pictures = set()
    for confidence, truth in ((0.99, None), (0.8, None), (0.55, None), (0.99, 4)):
        four = replace(digit(4, confidence), truth=truth)
        panel.show_reading(Reading(((four,),)), four)
        panel.grab()
        gray = panel.number.grab().toImage().convertToFormat(QImage.Format.Format_Mono)
        pictures.add(bytes(gray.constBits()))
    assert len(pictures) == 4


def test_digits_can_be_chosen_with_the_mouse_and_the_arrow_keys(
    qtbot: QtBot, panel: ReadingPanel
) -> None:
    three = tuple(digit(d, 0.99) for d in (3, 1, 4))
    panel.show_reading(Reading((three,)), three[1])
    panel.grab()
    chosen: list[int] = []
    panel.digit_clicked.connect(chosen.append)
    place = panel.number.digit_area(2).center().toPoint()
    QTest.mouseClick(panel.number, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseClick(panel.number, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    QTest.keyClick(panel.number, Qt.Key.Key_Left)
    QTest.keyClick(panel.number, Qt.Key.Key_Right)
    assert chosen == [2, 0, 2]


def test_in_doubt_the_best_two_are_offered(qtbot: QtBot, panel: ReadingPanel) -> None:
    four = digit(4, 0.55, second=9)
    panel.show_reading(Reading(((four,),)), four)
    first, second = panel.candidates
    assert (first.text(), second.text()[:1]) == ("4 · 55 %", "9")
    with qtbot.waitSignal(panel.digit_said) as said:
        QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert said.args == [9]


def test_what_is_no_digit_can_be_named_or_confirmed(qtbot: QtBot, panel: ReadingPanel) -> None:
    scribble = digit(5, 0.9, is_digit=False)
    panel.show_reading(Reading(((scribble,),)), scribble)
    said: list[int] = []
    panel.digit_said.connect(said.append)
    for candidate in panel.candidates:
        QTest.mouseClick(candidate, Qt.MouseButton.LeftButton)
    assert said == [5, NOT_A_DIGIT]


def test_what_the_person_said_is_shown_beside_what_was_read(panel: ReadingPanel) -> None:
    four = replace(digit(9, 0.62, second=4), truth=4)
    panel.show_reading(Reading(((four,),)), four)
    assert panel.text == "4"
    assert panel.certainty == "you said 4"
    assert "read as 9 (62.0 %)" in words(panel)
    assert not any(candidate.isVisible() for candidate in panel.candidates)


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


def filled(chart: ProbabilityChart, digit: int) -> float:
    """Return the share of a bar's first half whose pixels differ from those of the paper."""
    image = chart.grab().toImage()
    row = chart.row_area(digit)
    y = round(row.center().y())
    paper = chart.palette().color(chart.backgroundRole())
    span = range(round(0.25 * row.width()), round(0.5 * row.width()))
    rows = range(y - 2, y + 3)
    return float(np.mean([image.pixelColor(x, at) != paper for x in span for at in rows]))


def test_bars_of_a_scribble_are_hollow_and_claim_nothing(chart: ProbabilityChart) -> None:
    chart.show_scores(digit(3, 0.97).scores)
    assert filled(chart, 3) == 1.0
    for truth, is_digit in ((None, False), (NOT_A_DIGIT, True), (NOT_A_DIGIT, False)):
        chart.show_scores(digit(3, 0.97, is_digit=is_digit).scores, truth)
        assert 0.0 < filled(chart, 3) < 0.7
    chart.show_scores(digit(3, 0.97, is_digit=False).scores, 3)
    assert filled(chart, 3) == 1.0


def test_without_scores_there_are_no_bars_and_no_percentages(chart: ProbabilityChart) -> None:
    chart.show_scores(digit(3, 0.97).scores)
    chart.show_scores(None)
    assert chart.texts == [""] * 10
    assert not bar_colors(chart)
    assert chart.accessibleDescription() == "No digit"


def test_clicking_a_bar_says_its_digit(qtbot: QtBot, chart: ProbabilityChart) -> None:
    said: list[int] = []
    chart.digit_said.connect(said.append)
    six = chart.row_area(6).center().toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=six)
    assert said == []
    chart.show_scores(digit(3, 0.97).scores)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=six)
    QTest.mouseClick(chart, Qt.MouseButton.RightButton, pos=six)
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=six)  # and away: not meant
    two = chart.row_area(2).center().toPoint()
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=two)
    assert said == [6]


def test_the_row_under_the_mouse_shows_that_it_can_be_clicked(chart: ProbabilityChart) -> None:
    chart.show_scores(digit(3, 0.97).scores)
    row = chart.row_area(6).toAlignedRect()
    plain = chart.grab(row).toImage()
    QTest.mouseMove(chart, row.center())
    assert chart.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert chart.grab(row).toImage() != plain
    QTest.mouseMove(chart, chart.row_area(2).center().toPoint())
    assert chart.grab(row).toImage() == plain
    chart.show_scores(None)
    assert chart.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_bars_can_be_chosen_with_the_keyboard(chart: ProbabilityChart) -> None:
    chart.show_scores(digit(3, 0.97).scores)
    said: list[int] = []
    chart.digit_said.connect(said.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Home, Qt.Key.Key_Space):
        QTest.keyClick(chart, key)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Enter):
        QTest.keyClick(chart, key)
    assert said == [4, 0, 9]


def test_the_bar_that_the_person_chose_is_marked(chart: ProbabilityChart) -> None:
    scores = digit(9, 0.62, second=4).scores
    chart.show_scores(scores)
    row = chart.row_area(4).toAlignedRect()
    before = chart.grab(row).toImage()
    chart.show_scores(scores, 4)
    assert chart.grab(row).toImage() != before
    assert chart.accessibleDescription().startswith("you said 4, 9: 62.0 %")


def test_bars_of_what_the_person_says_is_no_digit_are_grey(chart: ProbabilityChart) -> None:
    chart.show_scores(digit(3, 0.97).scores, NOT_A_DIGIT)
    assert not bar_colors(chart)
    assert chart.accessibleDescription().startswith("you said: not a digit")


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


def test_a_narrow_panel_needs_the_same_width_whatever_it_says(panel: ReadingPanel) -> None:
    said = replace(digit(9, 0.62, second=4), truth=4)
    panel.resize(180, 110)
    widths = set()
    for one in (digit(4, 0.99), digit(4, 0.55, second=9), digit(8, 0.9, is_digit=False), said):
        for count in (1, 12):
            panel.show_reading(Reading(((one,) * count,)), one)
            panel.grab()  # lays it out
            widths.add(panel.width())
    assert len(widths) == 1, "the canvas beside it would change its size under the pen"


def test_a_long_number_in_a_narrow_panel_stays_large(panel: ReadingPanel) -> None:
    unsure = digit(4, 0.55, second=9)
    panel.resize(232, 110)
    panel.show_reading(Reading(((unsure,) * 8,)), unsure)
    panel.grab()
    assert panel.number.digit_area(0).width() > 25
    button = panel.candidates[1]
    assert button.mapTo(panel, button.rect().bottomRight()).x() < panel.width()
    assert panel.certainty == "4: unsure"
    assert "4 or 9?" in words(panel)
