import pytest
from pytestqt.qtbot import QtBot

from gui.canvas.drawing import Drawing
from model.ink import Ink, Stroke, StrokePoint


def draw(drawing: Drawing, *xy: tuple[float, float]) -> Stroke:
    drawing.begin_stroke(StrokePoint(*xy[0]))
    for position in xy[1:]:
        drawing.extend_stroke(StrokePoint(*position))
    drawing.finish_stroke()
    return drawing.strokes[-1]


def test_a_new_drawing_is_blank(drawing: Drawing) -> None:
    assert drawing.is_blank
    assert drawing.ink == Ink()
    assert not drawing.undo_stack.canUndo()


def test_the_stroke_under_way_is_in_the_ink(drawing: Drawing, qtbot: QtBot) -> None:
    with qtbot.waitSignal(drawing.ink_changed):
        drawing.begin_stroke(StrokePoint(1.5, 2.5))
    with qtbot.waitSignal(drawing.ink_changed):
        drawing.extend_stroke(StrokePoint(10.25, 2.5))
    assert [len(stroke.points) for stroke in drawing.ink.strokes] == [2]
    assert drawing.strokes == ()
    assert not drawing.is_blank


def test_ink_is_not_made_anew_until_it_changes(drawing: Drawing) -> None:
    draw(drawing, (0, 0), (10, 0))
    first = drawing.ink
    assert drawing.ink is first
    drawing.begin_stroke(StrokePoint(5, 5))
    assert drawing.ink is not first


def test_a_pen_that_stands_still_changes_nothing(drawing: Drawing, qtbot: QtBot) -> None:
    drawing.begin_stroke(StrokePoint(3, 4))
    with qtbot.assertNotEmitted(drawing.ink_changed):
        drawing.extend_stroke(StrokePoint(3, 4, 0.9, 20))


def test_moves_without_a_stroke_draw_nothing(drawing: Drawing, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(drawing.ink_changed):
        drawing.extend_stroke(StrokePoint(3, 4))
        drawing.finish_stroke()
        drawing.finish_erasing()
        drawing.cancel()
    assert drawing.is_blank


def test_one_stroke_is_one_step(drawing: Drawing) -> None:
    first = draw(drawing, (0, 0), (10, 0), (20, 5))
    second = draw(drawing, (0, 50), (10, 50))
    drawing.undo_stack.undo()
    assert drawing.ink == Ink((first,))
    drawing.undo_stack.undo()
    assert drawing.is_blank
    drawing.undo_stack.redo()
    drawing.undo_stack.redo()
    assert drawing.ink == Ink((first, second))


def test_finishing_tells_after_the_stroke_is_in(drawing: Drawing, qtbot: QtBot) -> None:
    seen: list[int] = []
    drawing.stroke_finished.connect(lambda: seen.append(len(drawing.strokes)))
    draw(drawing, (0, 0), (10, 0))
    assert seen == [1]


def test_a_trembling_tap_is_one_point_under_its_greatest_pressure(drawing: Drawing) -> None:
    drawing.begin_stroke(StrokePoint(10, 10, 0.1))
    drawing.extend_stroke(StrokePoint(10, 10, 0.8))
    drawing.extend_stroke(StrokePoint(11, 10.5, 0.6))
    drawing.finish_stroke(tap_radius=2)
    assert drawing.strokes == (Stroke((StrokePoint(10, 10, 0.8),)),)


def test_a_short_line_is_no_tap(drawing: Drawing) -> None:
    drawing.begin_stroke(StrokePoint(10, 10))
    drawing.extend_stroke(StrokePoint(14, 10))
    drawing.extend_stroke(StrokePoint(10.5, 10))
    drawing.finish_stroke(tap_radius=2)
    assert len(drawing.strokes[0].points) == 3


def test_clearing_is_one_step(drawing: Drawing) -> None:
    draw(drawing, (0, 0), (10, 0))
    draw(drawing, (0, 50), (10, 50))
    before = drawing.ink
    drawing.clear()
    assert drawing.is_blank
    drawing.undo_stack.undo()
    assert drawing.ink == before


def test_clearing_a_blank_drawing_is_no_step(drawing: Drawing) -> None:
    drawing.clear()
    assert not drawing.undo_stack.canUndo()


def test_clearing_during_a_stroke_loses_no_ink(drawing: Drawing) -> None:
    drawing.begin_stroke(StrokePoint(0, 0))
    drawing.extend_stroke(StrokePoint(10, 0))
    drawing.clear()
    drawing.extend_stroke(StrokePoint(20, 0))
    assert drawing.is_blank
    drawing.undo_stack.undo()
    assert [len(stroke.points) for stroke in drawing.strokes] == [2]


def test_replacing_can_be_undone(drawing: Drawing) -> None:
    mine = draw(drawing, (0, 0), (10, 0))
    other = Ink((Stroke.from_xy([(1, 2), (3, 4)]),))
    drawing.replace(other)
    assert drawing.ink == other
    drawing.undo_stack.undo()
    assert drawing.ink == Ink((mine,))


def test_cancelling_drops_only_the_stroke_under_way(drawing: Drawing) -> None:
    kept = draw(drawing, (0, 0), (10, 0))
    drawing.begin_stroke(StrokePoint(50, 50))
    drawing.cancel()
    drawing.extend_stroke(StrokePoint(60, 50))
    assert drawing.ink == Ink((kept,))
    assert drawing.undo_stack.count() == 1


def test_an_eraser_drag_is_one_step(drawing: Drawing) -> None:
    draw(drawing, (0, 0), (100, 0))
    draw(drawing, (0, 50), (100, 50))
    before = drawing.ink
    drawing.erase_along((50, -20), (50, 20), 5)
    drawing.erase_along((50, 20), (50, 70), 5)
    drawing.finish_erasing()
    assert len(drawing.strokes) == 4
    assert drawing.undo_stack.count() == 3
    drawing.undo_stack.undo()
    assert drawing.ink == before
    drawing.undo_stack.redo()
    assert len(drawing.strokes) == 4


def test_erasing_nothing_is_no_step(drawing: Drawing, qtbot: QtBot) -> None:
    draw(drawing, (0, 0), (100, 0))
    with qtbot.assertNotEmitted(drawing.ink_changed):
        drawing.erase_along((0, 90), (100, 90), 5)
        drawing.finish_erasing()
    assert drawing.undo_stack.count() == 1


def test_cancelling_gives_back_what_was_erased(drawing: Drawing) -> None:
    draw(drawing, (0, 0), (100, 0))
    before = drawing.ink
    drawing.erase_along((50, 0), (50, 0), 5)
    drawing.cancel()
    assert drawing.ink == before


def test_undoing_while_erasing_leaves_whole_steps(drawing: Drawing) -> None:
    first = draw(drawing, (0, 0), (100, 0))
    draw(drawing, (0, 50), (100, 50))
    drawing.erase_along((50, 0), (50, 0), 5)
    drawing.undo_stack.undo()
    assert drawing.ink == Ink((first,))
    drawing.erase_along((50, 0), (50, 0), 5)
    drawing.finish_erasing()
    drawing.undo_stack.undo()
    assert drawing.ink == Ink((first,))


def test_time_starts_with_the_drawing_and_never_falls(drawing: Drawing) -> None:
    assert drawing.elapsed_ms() == 0
    drawing.replace(Ink((Stroke((StrokePoint(0, 0, 0.5, 60_000),)),)))
    assert drawing.elapsed_ms() >= 60_000


@pytest.mark.parametrize("steps", [1, 3])
def test_every_step_has_a_name_for_the_menu(drawing: Drawing, steps: int) -> None:
    for _ in range(steps):
        draw(drawing, (0, 0), (10, 0))
    assert drawing.undo_stack.undoText() == "Stroke"


def test_moving_is_seen_at_once_and_is_one_step(drawing: Drawing, qtbot: QtBot) -> None:
    first = draw(drawing, (0, 0), (10, 0))
    second = draw(drawing, (0, 50), (10, 50))
    with qtbot.waitSignal(drawing.ink_changed):
        drawing.move({1}, 3, 0)
    settled = [drawing.is_settled]
    drawing.move({1}, 5, -20)
    drawing.finish_moving()
    settled.append(drawing.is_settled)
    assert settled == [False, True]
    assert drawing.strokes[0] is first
    assert drawing.strokes[1].xy.tolist() == [[5, 30], [15, 30]]
    assert [p.time_ms for p in drawing.strokes[1].points] == [p.time_ms for p in second.points]
    drawing.undo_stack.undo()
    assert drawing.strokes == (first, second)


def test_removing_nothing_is_no_step(drawing: Drawing) -> None:
    draw(drawing, (0, 0), (10, 0))
    drawing.remove({7})
    assert drawing.undo_stack.count() == 1


def test_inserted_ink_comes_last_and_later(drawing: Drawing) -> None:
    first = draw(drawing, (0, 0), (10, 0))
    early, late = Stroke((StrokePoint(0, 0, 0.5, 70_000),)), Stroke((StrokePoint(9, 9, 1, 70_009),))
    drawing.insert(Ink((early, late)))
    assert drawing.strokes[0] is first
    times = [stroke.points[0].time_ms for stroke in drawing.strokes]
    assert times == sorted(times)
    assert times[2] - times[1] == 9
    assert times[2] < 70_000
    assert drawing.undo_stack.undoText() == "Paste"


def test_inserting_nothing_is_no_step(drawing: Drawing) -> None:
    drawing.insert(Ink())
    assert drawing.undo_stack.count() == 0
