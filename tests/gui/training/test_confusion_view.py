import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from gui.training.confusion_view import ConfusionView
from model.training.messages import Confusion


def counts(**wrong: int) -> Confusion:
    """Return a hundred right readings of each digit, and wrong ones, such as ``as_47=3``."""
    rows = [[100 if column == row else 0 for column in range(10)] for row in range(10)]
    for name, count in wrong.items():
        rows[int(name[-2])][int(name[-1])] = count
    return Confusion(tuple(map(tuple, rows)))


@pytest.fixture
def view(qtbot: QtBot) -> ConfusionView:
    view = ConfusionView("Mistakes")
    qtbot.addWidget(view)
    view.resize(view.sizeHint())
    view.show()
    return view


def test_the_commonest_mistake_is_told_in_words(view: ConfusionView) -> None:
    view.show_confusion(counts(as_47=3, as_12=1))
    assert view.accessibleDescription() == "Most often: 4 read as 7: 3"

    view.show_confusion(counts())
    assert view.accessibleDescription() == "No mistakes"

    view.show_confusion(None)
    assert view.accessibleDescription() == ""


def test_a_mistake_is_painted_where_its_row_and_column_meet(view: ConfusionView) -> None:
    cell = view.width() // 11
    middle = QPoint(8 * cell + 3, 5 * cell + 3)
    view.show_confusion(counts())
    before = view.grab().toImage().pixelColor(middle)

    view.show_confusion(counts(as_47=30))

    assert view.grab().toImage().pixelColor(middle) != before


def test_the_cell_under_the_pointer_is_explained(
    view: ConfusionView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: said.append(text))
    view.show_confusion(counts(as_47=3))
    cell = view.width() // 11

    for column, row in ((8, 5), (5, 5), (0, 5)):
        place = QPoint(column * cell + 5, row * cell + 5)
        view.event(QHelpEvent(QHelpEvent.Type.ToolTip, place, place))

    assert said == ["4 read as 7: 3", "100 of 103 read correctly: 4"]
