"""The retrain dialog as the window opens it."""

import pytest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.settings import PROFILE
from gui.training.retrain_dialog import RetrainDialog
from model.ink import Ink, Stroke
from model.samples.sample import NewSample, Source

LONG_MS = 30_000


def test_the_persons_samples_are_offered_as_training_data(qtbot: QtBot, window: MainWindow) -> None:
    ink = Ink((Stroke.from_xy([(0, 0), (1, 9)]),))
    sample = NewSample(label=1, profile=PROFILE.default, source=Source.CANVAS, ink=ink)
    window.samples.keep(sample)

    window.menu_actions.retrain.trigger()
    (dialog,) = window.findChildren(RetrainDialog)

    mix_box = dialog.choice_page.data.mix_box
    qtbot.waitUntil(mix_box.isVisible, timeout=LONG_MS)
    assert "(1)" in mix_box.text()


def test_choosing_it_again_brings_the_open_one_back(window: MainWindow) -> None:
    window.menu_actions.retrain.trigger()
    window.menu_actions.retrain.trigger()

    assert len(window.findChildren(RetrainDialog)) == 1


def test_the_program_stays_where_its_training_is_not_given_up(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.menu_actions.retrain.trigger()
    monkeypatch.setattr(RetrainDialog, "may_stop", lambda _: False)
    assert not window.close()
    assert window.isVisible()
    monkeypatch.setattr(RetrainDialog, "may_stop", lambda _: True)
    assert window.close()
