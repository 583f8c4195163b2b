from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.messages import Message, MessageAction, MessageBar, Severity


def button(bar: MessageBar, text: str) -> QPushButton:
    """Return the bar's button with a text."""
    return next(b for b in bar.findChildren(QPushButton) if text in b.text().replace("&", ""))


def test_a_message_is_shown_until_it_is_dismissed(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message(Message("The picture is damaged."))
    assert bar.isVisible()
    assert bar.accessibleName() == "The picture is damaged."
    button(bar, "Dismiss").click()
    assert not bar.isVisible()


def test_the_newest_message_takes_the_place_of_the_one_before(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message(Message("First."))
    bar.show_message(Message("Second.", Severity.INFO))
    assert bar.message == Message("Second.", Severity.INFO)


def test_details_are_there_only_for_messages_that_have_them(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message(Message("Plain."))
    assert button(bar, "Details").isHidden()
    bar.show_message(Message("Odd.", details="ValueError: 3"))
    button(bar, "Details").click()
    (box,) = bar.window().findChildren(QMessageBox)
    assert box.isVisible()
    assert "ValueError: 3" in box.detailedText()
    box.close()


def test_an_offer_comes_back_after_another_message(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    taken: list[str] = []
    offer = Message("Kept.", action=MessageAction("&Bring It Back", lambda: taken.append("yes")))
    bar.show_message(offer)
    bar.show_message(Message("The model is damaged."))
    button(bar, "Dismiss").click()
    assert bar.message == offer
    button(bar, "Bring").click()
    assert taken == ["yes"]
    assert bar.message is None
