"""What the parts of the dialog say of a lesson and of its outcome."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from gui.teaching.digit_table import DigitTable
from gui.teaching.learning_page import LearningPage
from gui.teaching.lesson import Lesson, Task, Written
from gui.teaching.outcome_page import OutcomePage
from gui.teaching.reading_card import ReadingCard
from gui.teaching.start_page import StartPage
from model.samples.sample import NOT_A_DIGIT, NewSample, Source
from model.training.messages import Score, Taught
from tests.gui.driving import ink_of
from tests.gui.training.fakes import started, stepped

AS_MANY = (
    "Of the digits kept aside to check it, it reads as many as the model in use. "
    "More samples may help."
)


def sample(label: int, read: int | None) -> NewSample:
    return NewSample(
        label=label,
        profile="Me",
        source=Source.TEACH,
        ink=ink_of(label),
        read_digit=read,
        read_confidence=None if read is None else 0.876,
    )


class TestDigitTable:
    @pytest.fixture
    def lesson(self) -> Lesson:
        """Return a lesson with a zero, a misread one and a two that was read as no digit."""
        lesson = Lesson.of_all_digits(0)
        for label, read in ((0, 0), (1, 7), (2, NOT_A_DIGIT)):
            lesson.keep(Written(sample(label, read), token=label))
        return lesson

    @pytest.fixture
    def table(self, qtbot: QtBot, lesson: Lesson) -> DigitTable:
        table = DigitTable()
        qtbot.addWidget(table)
        table.show_lesson(lesson)
        table.resize(table.sizeHint())
        with qtbot.waitExposed(table):
            table.show()
        return table

    @pytest.mark.parametrize(
        ("label", "said"),
        [
            (0, "0: click to write it again"),
            (1, "1, read as 7: click to write it again"),
            (2, "2, read as no digit: click to write it again"),
            (3, "3: not written yet"),
        ],
    )
    def test_each_cell_says_what_is_in_it(
        self, table: DigitTable, label: int, said: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[str] = []
        monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
        place = table.cell(Task(label, 0)).center().toPoint()
        table.event(QHelpEvent(QHelpEvent.Type.ToolTip, place, table.mapToGlobal(place)))
        assert told == [said]

    def test_a_cell_can_be_clicked_and_the_pointer_shows_it(
        self, qtbot: QtBot, table: DigitTable
    ) -> None:
        place = table.cell(Task(7, 2)).center().toPoint()
        QTest.mouseMove(table, place)
        assert table.cursor().shape() == Qt.CursorShape.PointingHandCursor
        with qtbot.waitSignal(table.task_clicked) as clicked:
            QTest.mouseClick(table, Qt.MouseButton.LeftButton, pos=place)
        assert clicked.args == [Task(7, 2)]

    def test_beside_the_cells_there_is_nothing_to_click(
        self, qtbot: QtBot, table: DigitTable
    ) -> None:
        QTest.mouseMove(table, QPoint(2, 2))
        assert table.cursor().shape() == Qt.CursorShape.ArrowCursor
        with qtbot.assertNotEmitted(table.task_clicked):
            QTest.mouseClick(table, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))

    def test_what_was_written_is_seen(self, table: DigitTable) -> None:
        def ink(task: Task) -> int:
            image = table.grab(table.cell(task).toAlignedRect()).toImage()
            dark = table.palette().text().color().lightness()
            return sum(
                abs(image.pixelColor(x, y).lightness() - dark) < 20
                for x in range(image.width())
                for y in range(image.height())
            )

        assert ink(Task(0, 0)) > 20
        assert ink(Task(3, 1)) == 0

    def test_it_is_told_in_words(self, table: DigitTable) -> None:
        assert table.accessibleDescription() == "3 of 30 written, 2 of them misread"


@pytest.mark.parametrize(
    ("read", "verdict", "explanation"),
    [
        (4, "Read as 4 ✓", "88 % sure"),
        (9, "Read as 9", "You wrote 4"),
        (NOT_A_DIGIT, "Not read as a digit", "You wrote 4"),
        (None, "Kept", ""),
    ],
)
def test_the_reading_of_the_last_digit_is_told(
    qtbot: QtBot, read: int | None, verdict: str, explanation: str
) -> None:
    card = ReadingCard()
    qtbot.addWidget(card)
    card.show_sample(sample(4, read))
    assert card.verdict.text() == verdict
    assert card.explanation.text().startswith(explanation)


@pytest.mark.parametrize(
    ("own", "verdict"),
    [
        ((7, 9, 10), "It reads more of your digits than the model in use: 9, not 7."),
        ((10, 10, 10), "It reads all of your digits, as the model in use did already."),
        ((8, 8, 10), AS_MANY),
        ((0, 0, 0), AS_MANY),
    ],
)
def test_the_outcome_is_put_in_words(qtbot: QtBot, own: tuple[int, int, int], verdict: str) -> None:
    page = OutcomePage()
    qtbot.addWidget(page)
    before, after, count = own
    everybody = Score(5475, 5500)
    page.show_outcome(
        Taught(Path("new"), "", everybody, everybody, Score(before, count), Score(after, count))
    )
    assert page.verdict.text() == verdict
    assert (page.title.text() == "Your hand is learned") == (own != (8, 8, 10))
    assert page.general.before.text() == "99.55 %"
    assert (page.own.after_count.text() == "not measured") == (count == 0)


def test_after_the_last_step_the_model_is_tried_out(qtbot: QtBot) -> None:
    page = LearningPage()
    qtbot.addWidget(page)
    page.begin(Lesson.of_one_digit(4), 5)
    assert page.phase.text().endswith("5")
    page.show_message(started())
    page.show_message(stepped(200))
    assert page.phase.text() == "Trying out what was learned…"
    assert page.bar.maximum() == 0


def test_what_comes_after_the_cancelling_changes_nothing(qtbot: QtBot) -> None:
    page = LearningPage()
    qtbot.addWidget(page)
    page.begin(Lesson.of_one_digit(4), 5)
    with qtbot.waitSignal(page.cancel_requested):
        QTest.mouseClick(page.cancel_button, Qt.MouseButton.LeftButton)
    page.show_message(stepped(50))
    assert page.phase.text() == "Cancelling…"


def test_a_writer_can_be_chosen_from_those_that_there_are(qtbot: QtBot) -> None:
    page = StartPage("Me")
    qtbot.addWidget(page)
    page.show_writers(("Ada", "Me"))
    assert page.writer == "Me"
    with qtbot.waitSignal(page.writer_chosen) as chosen:
        page.writer_box.setFocus()
        QTest.keyClick(page.writer_box, Qt.Key.Key_Up)
    assert chosen.args == ["Ada"]


@pytest.mark.parametrize(
    ("unfinished", "whole", "parts"),
    [(0, 0, []), (12, 0, ["written: 12"]), (5, 30, ["written: 5", "(30)"])],
)
def test_what_there_is_of_a_writer_is_told(
    qtbot: QtBot, unfinished: int, whole: int, parts: list[str]
) -> None:
    page = StartPage("Me")
    qtbot.addWidget(page)
    page.show_kept(unfinished, whole)
    assert all(part in page.kept.text() for part in parts)
    assert bool(page.kept.text()) == bool(parts)
    assert ("Go On" in page.start_button.text().replace("&", "")) == (unfinished > 0)
