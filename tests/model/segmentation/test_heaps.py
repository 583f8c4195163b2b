import numpy as np

from model.geometry import Box
from model.segmentation.heaps import HeapFinder


def find_heaps(boxes: list[Box]) -> list[list[int]]:
    return HeapFinder().find(boxes)


def test_strokes_over_each_other_are_a_heap_and_digits_beside_it_are_not() -> None:
    heap = [Box(3.0 * i, 2.0 * i, 80, 80) for i in range(20)]
    digits = [Box(300.0 + 70 * i, 0, 60, 100) for i in range(30)]
    assert find_heaps([*digits, *heap]) == [list(range(30, 50))]


def test_two_heaps_are_two() -> None:
    heap = [Box(i, 2.0 * i, 80, 80) for i in range(20)]
    other = [box.moved(500, 0) for box in heap]
    assert [len(found) for found in find_heaps([*heap, *other])] == [20, 20]


def test_a_page_of_digits_is_no_heap() -> None:
    page = [Box(70.0 * i, 120.0 * j, 75, 110) for i in range(10) for j in range(10)]
    assert find_heaps(page) == []
    assert find_heaps([]) == []


def test_a_digit_traced_some_times_is_no_heap() -> None:
    assert find_heaps([Box(i, 0, 60, 100) for i in range(12)]) == []


def test_what_is_remembered_of_a_drawing_follows_its_changes() -> None:
    rng = np.random.default_rng(3)
    finder = HeapFinder()
    boxes: list[Box] = []
    for step in range(150):
        if step % 7 == 6:
            del boxes[int(rng.integers(len(boxes)))]
        elif step % 5 == 4:
            boxes[-1] = boxes[-1].grown(5)
        boxes.append(Box(*rng.uniform(0, 400, 2), *rng.uniform(10, 80, 2)))
        assert finder.find(boxes) == find_heaps(boxes)
    assert finder.find(boxes)
    assert finder.find([]) == []
