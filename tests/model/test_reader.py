from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model.bundle import load_bundle
from model.corrections import NOT_A_DIGIT, Corrections
from model.errors import EmptyDrawingError
from model.ink import Ink, Stroke
from model.paths import bundled_model
from model.preprocess import preprocess_gray
from model.reader import Reader
from model.reading import Scores
from model.recognizer import Recognizer
from model.training.pens import REPORT_WRITERS, load_pendigits
from tests.model.pictures import digit_ink, digit_strokes, render

GAP = 120.0


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer(load_bundle(bundled_model()))


@pytest.fixture
def reader(recognizer: Recognizer) -> Reader:
    return Reader(recognizer)


def number(digits: str, y: float = 0.0) -> Ink:
    """Return digits side by side, each 300 units tall."""
    inks = [digit_ink(int(digit), at=(i * (240 + GAP), y)) for i, digit in enumerate(digits)]
    return Ink(tuple(stroke for ink in inks for stroke in ink.strokes))


def picture(digits: str) -> NDArray[np.uint8]:
    strokes = [
        stroke + np.array((i * 120, 0))
        for i, digit in enumerate(digits)
        for stroke in digit_strokes(int(digit))
    ]
    return render(strokes, height_px=120 * len(digits), pen_28=2.5 / len(digits))


@pytest.mark.parametrize("digit", range(10))
def test_one_digit_is_one_digit_drawn_or_in_a_picture(reader: Reader, digit: int) -> None:
    ink = digit_ink(digit)
    drawn = reader.read_ink(ink)
    assert drawn.text == str(digit)
    [found] = drawn.digits
    assert found.strokes == tuple(range(len(ink.strokes)))
    assert found.box == ink.bounds
    assert reader.read_picture(255 - render(digit_strokes(digit))).text == str(digit)


def test_taken_as_one_digit_the_answer_is_the_same(reader: Reader) -> None:
    ink, gray = digit_ink(5), render(digit_strokes(5))
    one = reader.read_ink_digit(ink)
    assert np.array_equal(one.stages.field, reader.read_ink(ink).digits[0].stages.field)
    [found] = reader.read_picture(gray).digits
    assert np.array_equal(found.stages.field, reader.read_picture_digit(gray).stages.field)
    assert np.array_equal(found.stages.field, preprocess_gray(gray).field)


@pytest.mark.parametrize("digit", range(10))
def test_taken_as_one_digit_a_hole_of_the_paper_is_not_part_of_it(
    reader: Reader, digit: int
) -> None:
    gray = render(digit_strokes(digit), 200, 2.5, 1.2)
    gray[20:60, 20:60] = 255
    assert reader.read_picture_digit(gray).scores.digit == digit


@pytest.mark.parametrize("number", ["2047", "538", "691"])
def test_a_number_on_squared_paper_is_read(reader: Reader, number: str) -> None:
    page = 255 - np.pad(picture(number) // 255 * 200, 60)
    page[7::23] = np.minimum(page[7::23], 140)
    page[:, 11::23] = np.minimum(page[:, 11::23], 140)
    noise = np.random.default_rng(0).normal(0, 3, page.shape)
    photo = np.clip(0.9 * page + noise, 0, 255).astype(np.uint8)
    assert reader.read_picture(photo).text == number


def test_a_number_is_read_in_order_with_a_box_for_each_digit(reader: Reader) -> None:
    reading = reader.read_ink(number("2047538"))
    assert reading.text == "2047538"
    lefts = [digit.box.x for digit in reading.digits]
    assert lefts == sorted(lefts)
    assert sorted(i for digit in reading.digits for i in digit.strokes) == list(
        range(len(number("2047538").strokes))
    )


def test_lines_are_read_from_top_to_bottom(reader: Reader) -> None:
    lower, upper = number("352", y=450), number("74")
    assert reader.read_ink(Ink(lower.strokes + upper.strokes)).text == "74\n352"


def test_a_number_in_a_picture_has_boxes_in_its_pixels(reader: Reader) -> None:
    gray = picture("3048")
    reading = reader.read_picture(gray)
    assert reading.text == "3048"
    for digit in reading.digits:
        left, top = int(digit.box.x), int(digit.box.y)
        right, bottom = int(digit.box.right), int(digit.box.bottom)
        assert gray[top:bottom, left:right].max() == 255
    assert np.all(np.diff([digit.box.x for digit in reading.digits]) > 0)


def test_dirt_beside_a_digit_is_not_a_digit(reader: Reader) -> None:
    gray = render(digit_strokes(7), height_px=200)
    gray[-40:-25, 8:20] = 255
    assert reader.read_picture(gray).text == "7"


def test_blank_is_nothing(reader: Reader) -> None:
    assert reader.read_ink(Ink()).digits == ()
    with pytest.raises(EmptyDrawingError):
        reader.read_ink_digit(Ink())
    with pytest.raises(EmptyDrawingError):
        reader.read_picture(np.full((40, 40), 200, np.uint8))
    with pytest.raises(EmptyDrawingError):
        reader.read_picture_digit(np.full((40, 40), 200, np.uint8))


@pytest.mark.parametrize(
    "xy", [[(5, 5)], [(5, 5), (5, 5)], [(0, 0), (1e9, 0)], [(-1e9, 3), (1e9, 1e-9)]]
)
def test_strange_strokes_are_read_without_fault(
    reader: Reader, xy: list[tuple[float, float]]
) -> None:
    ink = Ink((Stroke.from_xy(xy), *digit_ink(3).strokes, Stroke.from_xy(xy)))
    assert sum(len(digit.strokes) for digit in reader.read_ink(ink).digits) == len(ink.strokes)


class CountingRecognizer(Recognizer):
    """The real one, counting what it is asked."""

    asked = 0

    def recognize(self, field: NDArray[np.uint8]) -> Scores:
        self.asked += 1
        return super().recognize(field)


def test_only_what_the_pen_changes_is_recognised_again() -> None:
    recognizer = CountingRecognizer(load_bundle(bundled_model()))
    reader = Reader(recognizer)
    written = number("20475")
    reader.read_ink(written)
    before = recognizer.asked
    reader.read_ink(Ink(written.strokes))
    assert recognizer.asked == before
    point = Stroke.from_xy([(5 * (240 + GAP), 10), (5 * (240 + GAP), 250)])
    reader.read_ink(Ink((*written.strokes, point)))
    assert recognizer.asked == before + 1


def test_strokes_are_remembered_by_identity_and_not_by_number(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.inkreader._REMEMBERED", 4)
    reader = Reader(recognizer)
    for i in range(40):  # more than are remembered: the numbers of freed strokes come again
        stroke = Stroke.from_xy([(i, 0), (i, 10)])
        assert reader.read_ink(Ink((stroke,))).digits[0].box == stroke.bounds
        drawn = reader.read_ink(digit_ink(i % 10))
        assert drawn.text == str(i % 10)


@pytest.fixture(scope="module")
def held_out(data_dir: Path) -> list[tuple[int, Ink]]:
    """Return digits by writers that the model never saw."""
    return [
        (int(drawing.name), Ink(tuple(Stroke.from_xy(xy) for xy in drawing.strokes)))
        for drawing in load_pendigits(data_dir)
        if drawing.writer in REPORT_WRITERS
    ]


def test_single_digits_of_unseen_writers_are_not_split(
    reader: Reader, held_out: list[tuple[int, Ink]]
) -> None:
    split = sum(len(reader.read_ink(ink).digits) != 1 for _, ink in held_out)
    assert split <= 0.003 * len(held_out)


def test_spaced_numbers_of_unseen_writers_are_found(
    reader: Reader, held_out: list[tuple[int, Ink]]
) -> None:
    rng = np.random.default_rng(11)
    right = 0
    for _ in range(100):
        strokes: list[Stroke] = []
        owners: list[tuple[int, ...]] = []
        x = 0.0
        for pick in rng.integers(len(held_out), size=int(rng.integers(2, 7))):
            ink = held_out[pick][1]
            box = ink.bounds
            shift = np.array((x - box.x, -box.center[1]))
            moved = [Stroke.from_xy(stroke.xy + shift) for stroke in ink.strokes]
            owners.append(tuple(range(len(strokes), len(strokes) + len(moved))))
            strokes.extend(moved)
            x += box.width + rng.uniform(0.15, 0.4) * box.height
        reading = reader.read_ink(Ink(tuple(strokes)))
        right += [digit.strokes for digit in reading.digits] == owners
    assert right >= 93


def test_strokes_named_together_are_one_digit_with_what_was_said(reader: Reader) -> None:
    ink = number("471")
    first = reader.read_ink(ink).digits[0]
    four = tuple(ink.strokes[i] for i in first.strokes)
    said = Corrections().with_label(four, 9)
    reading = reader.read_ink(ink, said)
    assert reading.text == "971"
    assert [digit.truth for digit in reading.digits] == [9, None, None]
    no_digit = reader.read_ink(ink, said.with_label(four, NOT_A_DIGIT))
    assert no_digit.text == "71"
    assert len(no_digit.digits) == 3


def test_strokes_named_together_are_offered_to_no_other_digit(reader: Reader) -> None:
    ink = number("74")
    joined = Corrections().merged(ink.strokes, ())
    [only] = reader.read_ink(ink, joined).digits
    assert only.strokes == tuple(range(len(ink.strokes)))
    assert only.truth is None
    assert only.box == ink.bounds
    four = digit_ink(4)
    apart = Corrections().grouped((stroke,) for stroke in four.strokes)
    assert len(reader.read_ink(four, apart).digits) == len(four.strokes) == 2


def test_what_was_said_of_strokes_that_are_gone_says_nothing(reader: Reader) -> None:
    ink = number("74")
    said = Corrections().with_label(digit_ink(3).strokes, 3)
    assert reader.read_ink(ink, said).text == "74"


def test_a_split_keeps_strokes_whole_where_these_are_digits(reader: Reader) -> None:
    ink = Ink(tuple(reversed(number("74").strokes)))
    parts = reader.split(ink.strokes)
    assert parts is not None
    left, right = (reader.read_ink_digit(Ink(part)).scores.digit for part in parts)
    assert (left, right) == (7, 4)
    assert {id(s) for part in parts for s in part} == {id(s) for s in ink.strokes}


def test_a_split_of_one_stroke_cuts_it_where_two_digits_are_best(reader: Reader) -> None:
    seven, nought = (stroke.xy for stroke in number("70").strokes)
    joined = Stroke.from_xy(np.concatenate([seven, nought]))
    parts = reader.split((joined,))
    assert parts is not None
    assert [reader.read_ink_digit(Ink(part)).scores.digit for part in parts] == [7, 0]


def test_a_dot_cannot_be_split(reader: Reader) -> None:
    assert reader.split((Stroke.from_xy([(5, 5)]),)) is None
    assert reader.split((Stroke.from_xy([(5, 5), (5, 5)]),)) is None


def test_two_digits_in_one_stroke_have_their_own_parts_of_it(reader: Reader) -> None:
    seven, nought = (stroke.xy for stroke in number("70").strokes)
    ink = Ink((Stroke.from_xy(np.concatenate([seven, nought - (90, 0)])),))
    reading = reader.read_ink(ink)
    assert reading.text == "70"
    left, right = reading.digits
    assert left.strokes == right.strokes == (0,)
    assert left.box == Ink(left.cut).bounds
    assert left.box.right < right.box.x + 10
    assert np.array_equal(reader.read_ink_digit(Ink(left.cut)).stages.field, left.stages.field)


def moved(ink: Ink, x: float) -> tuple[Stroke, ...]:
    return tuple(Stroke.from_xy(stroke.xy + np.array((x, 0))) for stroke in ink.strokes)


def test_three_digits_written_without_lifting_the_pen_are_three(reader: Reader) -> None:
    strokes = [stroke.xy for stroke in number("206").strokes]
    joined = np.concatenate([xy - (i * GAP, 0) for i, xy in enumerate(strokes)])
    assert reader.read_ink(Ink((Stroke.from_xy(joined),))).text == "206"


def test_a_letter_in_one_stroke_is_not_cut_into_ones_and_sevens(reader: Reader) -> None:
    t = np.linspace(np.pi, 0, 20)
    arch = np.column_stack([60 + 60 * np.cos(t), 90 - 90 * np.sin(t)])
    arches = [(0, 0), (0, 300), *arch, (120, 300), *(arch + np.array((120, 0))), (240, 300)]
    beside = moved(number("38"), 360)
    reading = reader.read_ink(Ink((Stroke.from_xy(arches), *beside)))
    assert [digit.value for digit in reading.digits] == [None, 3, 8]


def test_hatching_beside_digits_is_no_row_of_ones(reader: Reader) -> None:
    lines = [Stroke.from_xy([(45.0 * i + 20, 0), (45.0 * i, 300)]) for i in range(6)]
    beside = moved(number("38"), 400)
    reading = reader.read_ink(Ink((*lines, *beside)))
    assert [digit.value for digit in reading.digits] == [None, 3, 8]


def test_ones_in_a_row_are_ones(reader: Reader) -> None:
    lines = [Stroke.from_xy([(130.0 * i + 20, 0), (130.0 * i, 300)]) for i in range(5)]
    assert reader.read_ink(Ink(tuple(lines))).text == "11111"


def test_a_wide_nought_of_two_arcs_stands_in_the_line_of_its_neighbours(reader: Reader) -> None:
    t = np.linspace(0, np.pi, 20)
    upper = np.column_stack([220 - 220 * np.cos(t), 150 - 150 * np.sin(t)])
    lower = np.column_stack([220 - 220 * np.cos(t), 150 + 150 * np.sin(t)])
    beside = moved(number("70"), 560)
    reading = reader.read_ink(Ink((Stroke.from_xy(upper), Stroke.from_xy(lower), *beside)))
    assert len(reading.lines) == 1
    assert reading.digits[0].strokes == (0, 1)


def with_mark(*xy: tuple[float, float]) -> Ink:
    """Return "70" with a stroke between its digits, in shares of their height."""
    ink = number("70")
    left, right = (stroke.bounds for stroke in ink.strokes)
    start = np.array(((left.right + right.x) / 2, max(left.bottom, right.bottom)))
    return Ink((*ink.strokes, Stroke.from_xy(start + np.array(xy) * left.height)))


def test_marks_between_digits_are_in_the_text_and_can_be_turned_off(reader: Reader) -> None:
    for mark, ink in (
        (".", with_mark((0, -0.02))),
        (",", with_mark((0.03, -0.08), (0, 0.15))),
        ("-", with_mark((-0.13, -0.5), (0.13, -0.5))),
    ):
        reading = reader.read_ink(ink)
        assert reading.text == f"7{mark}0"
        assert [digit.value for digit in reading.digits] == [7, None, 0]
        assert [digit.mark for digit in reading.digits] == ["", mark, ""]
        assert reader.read_ink(ink, punctuation=False).text == "70"


def test_a_mark_beside_what_is_no_digit_is_none(reader: Reader) -> None:
    ink = with_mark((0, -0.02))
    said = Corrections().with_label(ink.strokes[:1], NOT_A_DIGIT)
    assert reader.read_ink(ink, said).text == "0"


def test_a_decimal_point_in_a_picture_is_read(reader: Reader) -> None:
    gray = render(
        [digit_strokes(7)[0], *(s + np.array((150, 0)) for s in digit_strokes(0))], height_px=200
    )
    assert reader.read_picture(gray).text == "70"
    columns = np.flatnonzero(gray.any(axis=0))
    gap = int(np.argmax(np.diff(columns)))
    middle = (columns[gap] + columns[gap + 1]) // 2
    foot = int(np.flatnonzero(gray.any(axis=1))[-1])
    gray[foot - 14 : foot, middle - 7 : middle + 7] = 255
    assert reader.read_picture(gray).text == "7.0"
    assert reader.read_picture(gray, punctuation=False).text == "70"


@pytest.mark.parametrize("digits", ["42", "73", "25"])
def test_touching_digits_in_a_picture_are_cut_apart(reader: Reader, digits: str) -> None:
    first, second = (digit_strokes(int(digit)) for digit in digits)
    shift = max(xy[:, 0].max() for xy in first) - min(xy[:, 0].min() for xy in second) + 3
    gray = render([*first, *(xy + np.array((shift, 0)) for xy in second)], height_px=120)
    reading = reader.read_picture(gray)
    assert reading.text == digits
    left, right = reading.digits
    assert left.box.x < right.box.x
    assert left.box.right < right.box.right


def test_a_heap_of_strokes_is_one_thing_that_is_no_digit(reader: Reader) -> None:
    rng = np.random.default_rng(2)
    heap = [Stroke.from_xy(rng.uniform(0, 200, (6, 2))) for _ in range(60)]
    beside = digit_ink(7, at=(400.0, 0.0))
    reading = reader.read_ink(Ink((*heap, *beside.strokes)))
    assert reading.text == "7"
    assert [len(digit.strokes) for digit in reading.digits] == [60, 1]


def test_a_page_full_of_scribble_asks_the_model_little() -> None:
    recognizer = CountingRecognizer(load_bundle(bundled_model()))
    rng = np.random.default_rng(3)
    starts = rng.uniform(0, 300, (1000, 2))
    wild = [Stroke.from_xy(start + rng.normal(0, 12, (12, 2)).cumsum(axis=0)) for start in starts]
    reader = Reader(recognizer)
    reader.read_ink(Ink(tuple(wild)))
    assert recognizer.asked <= 100
