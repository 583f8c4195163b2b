"""A step keeps only what it changed, and leads both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.canvas.commands import ChangeStrokes, Strokes, changes_between
from gui.canvas.drawing import Drawing
from model.ink import Ink, Stroke, StrokePoint

POOL = tuple(Stroke.from_xy([(index, 0), (index, 9)]) for index in range(8))
some = st.lists(st.sampled_from(POOL), max_size=8).map(tuple)


def nowhere(step: ChangeStrokes) -> None:
    """Show nothing."""


@given(some, some)
def test_a_step_leads_from_any_strokes_to_any_others_and_back(
    before: Strokes, after: Strokes
) -> None:
    step = ChangeStrokes("", before, after, nowhere)
    step.redo()
    assert step.applied_to(before) == after
    step.undo()
    assert step.applied_to(after) == before


def test_strokes_that_stay_are_no_part_of_a_change() -> None:
    a, b, c, d, e, f, g, _ = POOL
    changes = changes_between((a, b, c, d, e), (a, f, g, c, d, e))
    (change,) = changes
    assert (change.at_before, change.gone) == (1, (b,))
    assert (change.at_after, change.come) == (1, (f, g))
    assert len(changes_between((a, b, c, d, e), (b, c, d))) == 2
    assert changes_between((a, b), (a, b)) == ()


def kept_strokes(drawing: Drawing) -> int:
    """Return how many strokes all steps together keep."""
    stack = drawing.undo_stack
    steps = [stack.command(index) for index in range(stack.count())]
    return sum(step.kept_strokes for step in steps if isinstance(step, ChangeStrokes))


@pytest.mark.parametrize("strokes", [10, 200])
def test_memory_grows_with_what_was_done_and_not_with_its_square(
    drawing: Drawing, strokes: int
) -> None:
    for y in range(strokes):
        drawing.begin_stroke(StrokePoint(0, 10 * y))
        drawing.extend_stroke(StrokePoint(100, 10 * y))
        drawing.finish_stroke()
    assert kept_strokes(drawing) == strokes
    drawing.erase_along((50, 40), (50, 40), 5)
    drawing.finish_erasing()
    assert kept_strokes(drawing) == strokes + 3  # one went, its two pieces came
    drawing.move({0, strokes - 1}, 5, 5)
    drawing.finish_moving()
    assert kept_strokes(drawing) == strokes + 3 + 4


def test_all_steps_can_be_taken_back_and_made_again(drawing: Drawing) -> None:
    seen = [drawing.ink]
    drawing.insert(Ink(POOL[:5]))
    seen.append(drawing.ink)
    drawing.erase_along((1, -3), (3, -3), 4)
    drawing.finish_erasing()
    seen.append(drawing.ink)
    drawing.move({0, 4}, 3, 4)
    drawing.finish_moving()
    seen.append(drawing.ink)
    drawing.remove({1, 3})
    seen.append(drawing.ink)
    drawing.clear()
    seen.append(drawing.ink)
    assert drawing.undo_stack.count() == len(seen) - 1
    for ink in seen[-2::-1]:
        drawing.undo_stack.undo()
        assert drawing.ink == ink
    for ink in seen[1:]:
        drawing.undo_stack.redo()
        assert drawing.ink == ink
