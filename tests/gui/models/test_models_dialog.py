import errno
import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.model_card_dialog import ModelCardDialog
from gui.models.model_files import ModelFiles
from gui.models.model_list import Column
from gui.models.models_dialog import ModelsDialog
from model.bundle import CARD_NAME, LITERT_NAME, ModelBundle
from model.library.exchange import export_model, import_model
from model.library.model_library import ModelLibrary

AddModel = Callable[..., ModelBundle]
ShowDialog = Callable[[], ModelsDialog]


def texts(dialog: ModelsDialog, column: Column = Column.TITLE) -> list[str]:
    listed = dialog.table.list
    return [listed.index(row, column).data() for row in range(listed.rowCount())]


def choose(dialog: ModelsDialog, *titles: str) -> None:
    shown = texts(dialog)
    dialog.table.choose_rows([shown.index(title) for title in titles])


def press(dialog: ModelsDialog, text: str) -> None:
    """Press the button that reads so."""
    buttons = [item for item in dialog.findChildren(QPushButton) if item.isVisible()]
    (button,) = [item for item in buttons if item.text().replace("&", "") == text]
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def message(dialog: ModelsDialog) -> str:
    shown = dialog.message_bar.message
    return shown.text if shown is not None else ""


def come_back(dialog: ModelsDialog) -> None:
    """Have the dialog look again, as it does when its window gets the focus."""
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.ActivationChange))
    dialog.refresh()


def test_alone_the_bundled_model_is_listed_and_explained(show: ShowDialog) -> None:
    dialog = show()

    assert texts(dialog) == ["The bundled one"]
    assert texts(dialog, Column.STATE) == ["✓ In use"]
    assert "no models of your own yet" in dialog.chosen_view.advice.text()
    assert not dialog.tools.use.isEnabled()
    assert not dialog.tools.delete.isEnabled()
    assert not dialog.tools.rename.isEnabled()
    assert not dialog.tools.go_back.isEnabled()


def test_each_model_is_told_in_a_row(show: ShowDialog, add: AddModel) -> None:
    add("Quick", recipe="quick", metrics={"mnist_test_accuracy": 0.9912})
    add("Mine", recipe="teach", metrics={"mnist_test_accuracy": 0.99, "own_accuracy": 0.965})
    add("Friend", recipe="their-own", imported="2026-02-02T00:00:00+00:00", metrics={})

    dialog = show()

    assert texts(dialog) == ["The bundled one", "Friend", "Mine", "Quick"]
    assert texts(dialog, Column.ORIGIN)[1:] == [
        "their-own, imported",
        "Taught your hand",
        "Quick",
    ]
    assert texts(dialog, Column.TEST)[1:] == ["–", "99.00 %", "99.12 %"]
    assert texts(dialog, Column.OWN)[1:] == ["–", "96.50 %", "–"]
    assert texts(dialog, Column.CREATED)[3] == "1 Jan 2026"
    assert all(size.endswith("B") for size in texts(dialog, Column.SIZE))


def test_a_chosen_model_is_put_into_use(
    qtbot: QtBot, show: ShowDialog, add: AddModel, library: ModelLibrary
) -> None:
    bundle = add("Mine")
    dialog = show()
    choose(dialog, "Mine")

    with qtbot.waitSignal(dialog.model_activated) as activated:
        press(dialog, "Use")

    assert activated.args == [bundle]
    assert library.active().bundle == bundle
    assert texts(dialog, Column.STATE) == ["", "✓ In use"]
    assert not dialog.tools.use.isEnabled()


def test_going_back_is_one_click_until_the_bundled_model(
    qtbot: QtBot, show: ShowDialog, add: AddModel, library: ModelLibrary
) -> None:
    for title in ("first", "second"):
        library.activate(add(title).folder)
    dialog = show()
    assert "first" in dialog.tools.go_back.toolTip()

    for title in ("first", "The bundled one"):
        with qtbot.waitSignal(dialog.model_activated) as activated:
            press(dialog, "Go Back")
        assert activated.args[0].card.title == title

    assert not dialog.tools.go_back.isEnabled()


def test_a_damaged_model_can_be_deleted_and_nothing_else(show: ShowDialog, add: AddModel) -> None:
    bundle = add("Mine")
    bundle.litert_path.write_bytes(b"rotten")
    dialog = show()
    choose(dialog, "Mine")

    assert texts(dialog, Column.STATE)[1] == "⚠ Damaged"
    assert "checksum is wrong" in dialog.chosen_view.summary.text()
    for action in (dialog.tools.use, dialog.tools.rename, dialog.tools.export, dialog.tools.card):
        assert not action.isEnabled()
    press(dialog, "Delete")
    assert texts(dialog) == ["The bundled one"]


def test_a_model_of_a_later_program_is_told_from_a_damaged_one(
    show: ShowDialog, add: AddModel
) -> None:
    bundle = add("Mine")
    (bundle.folder / CARD_NAME).write_text('{"format": 2, "title": "Mine"}')
    dialog = show()
    choose(dialog, "Mine")
    assert texts(dialog, Column.STATE)[1] == "⚠ Too new"
    assert "Please update Inkdigits" in dialog.chosen_view.summary.text()
    assert not dialog.tools.use.isEnabled()


def test_a_model_is_renamed_in_its_row(qtbot: QtBot, show: ShowDialog, add: AddModel) -> None:
    bundle = add("Mine")
    dialog = show()
    choose(dialog, "Mine")

    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    field = dialog.table.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("  Anna ")
    QTest.keyClick(field, Qt.Key.Key_Return)

    def is_renamed() -> None:
        assert texts(dialog) == ["The bundled one", "Anna"]

    qtbot.waitUntil(is_renamed)
    assert json.loads((bundle.folder / CARD_NAME).read_text())["title"] == "Anna"
    assert [entry.title for entry in dialog.table.chosen] == ["Anna"]
    assert dialog.isVisible()


def test_a_name_that_cannot_be_kept_is_told(
    qtbot: QtBot, show: ShowDialog, add: AddModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("Mine")
    dialog = show()
    choose(dialog, "Mine")
    monkeypatch.setattr("model.library.model_library.write_bytes", refuse)

    press(dialog, "Rename")
    field = dialog.table.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("Anna")
    QTest.keyClick(field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "keeps its name" in message(dialog))
    assert "No space left" in message(dialog)
    assert texts(dialog) == ["The bundled one", "Mine"]


def refuse(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_escape_while_typing_a_name_keeps_it_and_the_dialog(
    show: ShowDialog, add: AddModel
) -> None:
    add("Mine")
    dialog = show()
    choose(dialog, "Mine")
    press(dialog, "Rename")
    field = dialog.table.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("Anna")

    QTest.keyClick(field, Qt.Key.Key_Escape)

    assert texts(dialog) == ["The bundled one", "Mine"]
    assert dialog.isVisible()


def test_deleted_models_can_be_brought_back(
    show: ShowDialog, add: AddModel, library: ModelLibrary
) -> None:
    add("first")
    add("second")
    dialog = show()
    choose(dialog, "first", "second")

    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert texts(dialog) == ["The bundled one"]
    assert message(dialog) == "Deleted models: 2."

    press(dialog, "Undo")
    assert texts(dialog) == ["The bundled one", "second", "first"]
    assert len(library.models()) == 3


def test_what_is_gone_for_good_cannot_be_brought_back_and_that_is_told(
    show: ShowDialog, add: AddModel, library: ModelLibrary
) -> None:
    add("Mine")
    dialog = show()
    choose(dialog, "Mine")
    press(dialog, "Delete")
    for path in library.trained.iterdir():
        shutil.rmtree(path)

    press(dialog, "Undo")

    assert "could not be brought back" in message(dialog)
    assert texts(dialog) == ["The bundled one"]


def test_deleting_the_model_in_use_puts_the_one_before_it_into_use(
    qtbot: QtBot, show: ShowDialog, add: AddModel, library: ModelLibrary
) -> None:
    for title in ("first", "second"):
        library.activate(add(title).folder)
    dialog = show()
    choose(dialog, "second")

    with qtbot.waitSignal(dialog.model_activated) as activated:
        press(dialog, "Delete")
    assert activated.args[0].card.title == "first"
    assert texts(dialog, Column.STATE) == ["", "✓ In use"]

    with qtbot.waitSignal(dialog.model_activated) as activated:
        press(dialog, "Undo")
    assert activated.args[0].card.title == "second"
    assert library.active().bundle.card.title == "second"


def test_what_was_deleted_is_gone_for_good_once_the_dialog_is_closed(
    show: ShowDialog, add: AddModel, library: ModelLibrary
) -> None:
    add("Mine")
    dialog = show()
    choose(dialog, "Mine")
    press(dialog, "Delete")
    assert list(library.trained.iterdir())

    dialog.close()

    assert list(library.trained.iterdir()) == []


def test_the_bundled_model_cannot_be_deleted_even_among_others(
    show: ShowDialog, add: AddModel
) -> None:
    add("Mine")
    dialog = show()
    choose(dialog, "The bundled one", "Mine")
    assert not dialog.tools.delete.isEnabled()
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert len(texts(dialog)) == 2


def test_a_model_that_cannot_be_deleted_stays_listed(
    show: ShowDialog, add: AddModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("Mine")
    dialog = show()
    choose(dialog, "Mine")
    monkeypatch.setattr("model.library.wastebin.put_away", refuse)

    press(dialog, "Delete")

    assert "could not be deleted" in message(dialog)
    assert texts(dialog) == ["The bundled one", "Mine"]


def test_four_models_with_long_names_are_compared_side_by_side(
    show: ShowDialog, add: AddModel
) -> None:
    titles = [f"Dense network of {place} with 512 nodes, generated digits" for place in "ABC"]
    for title in titles:
        add(title)
    dialog = show()
    dialog.resize(1000, 700)
    choose(dialog, *texts(dialog))
    table = dialog.chosen_view.table
    assert table.columnCount() == 4
    assert table.horizontalScrollBar().maximum() == 0
    names = [table.horizontalHeaderItem(column) for column in range(4)]
    assert [name.toolTip() for name in names if name] == texts(dialog)


def test_several_models_are_compared_with_the_one_in_use(
    show: ShowDialog, add: AddModel, library: ModelLibrary
) -> None:
    add("old", metrics={"mnist_test_accuracy": 0.98, "mnist_test_ece": 0.01})
    new = add("new", metrics={"mnist_test_accuracy": 0.99, "mnist_test_ece": 0.004})
    library.activate(new.folder)
    dialog = show()

    choose(dialog, "new", "old")

    table = dialog.chosen_view.table
    assert table.isVisible()
    heads = [table.horizontalHeaderItem(column) for column in range(table.columnCount())]
    assert [item.text() for item in heads if item] == ["new", "old"]
    cells = {
        table.model().headerData(row, Qt.Orientation.Vertical): [
            table.model().index(row, column).data() for column in range(2)
        ]
        for row in range(table.rowCount())
    }
    assert cells["MNIST test digits read correctly"] == ["99.00 %", "98.00 %   ▼ worse"]
    assert cells["Calibration error, MNIST test digits"] == ["0.40 %", "1.00 %   ▼ worse"]


def test_the_card_opens_with_return_and_stays_open(
    qtbot: QtBot, show: ShowDialog, add: AddModel
) -> None:
    add("Mine")
    dialog = show()
    choose(dialog, "Mine")

    QTest.keyClick(dialog.table, Qt.Key.Key_Return)

    def is_open() -> None:
        assert [card.isVisible() for card in dialog.findChildren(ModelCardDialog)] == [True]

    qtbot.waitUntil(is_open)
    assert dialog.isVisible()
    dialog.findChildren(ModelCardDialog)[0].close()


def test_an_exported_model_can_be_imported_elsewhere(
    qtbot: QtBot,
    show: ShowDialog,
    add: AddModel,
    library: ModelLibrary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bundle = add("Mine")
    target = tmp_path / "mine.inkdigits-model"
    monkeypatch.setattr(ModelFiles, "ask_export", lambda *_arguments: target)
    monkeypatch.setattr(ModelFiles, "ask_import", lambda *_arguments: target)
    untried = partial(import_model, trial=lambda _bundle: None)
    monkeypatch.setattr("gui.models.transfers.import_model", untried)
    dialog = show()
    choose(dialog, "Mine")

    press(dialog, "Export…")
    assert dialog.busy_label.text() == "Exporting…"
    assert not dialog.tools.bring_in.isEnabled()
    qtbot.waitUntil(lambda: "was written" in message(dialog))
    assert target.is_file()

    press(dialog, "Import…")
    qtbot.waitUntil(lambda: "here already" in message(dialog))
    assert len(texts(dialog)) == 2

    shutil.rmtree(bundle.folder)
    press(dialog, "Import…")
    qtbot.waitUntil(lambda: "was imported" in message(dialog))
    assert texts(dialog) == ["The bundled one", "Mine"]
    assert [entry.title for entry in dialog.table.chosen] == ["Mine"]
    assert library.active().is_bundled
    with qtbot.waitSignal(dialog.model_activated):
        press(dialog, "Use It")
    assert library.active().bundle.card.title == "Mine"


def test_a_file_that_is_no_model_is_told_and_changes_nothing(
    qtbot: QtBot, show: ShowDialog, tmp_path: Path
) -> None:
    (tmp_path / "odd.inkdigits-model").write_text("garbage")
    dialog = show()

    dialog.transfers.bring_in(tmp_path / "odd.inkdigits-model")

    qtbot.waitUntil(lambda: "cannot be imported" in message(dialog))
    assert texts(dialog) == ["The bundled one"]
    qtbot.waitUntil(dialog.tools.bring_in.isEnabled)


def test_a_compiled_model_that_cannot_run_is_told(
    qtbot: QtBot, show: ShowDialog, add: AddModel, tmp_path: Path
) -> None:
    bundle = add("Mine")
    export_model(bundle, tmp_path / "mine.inkdigits-model")
    shutil.rmtree(bundle.folder)
    dialog = show()

    dialog.transfers.bring_in(tmp_path / "mine.inkdigits-model")

    qtbot.waitUntil(lambda: "does not read 28×28" in message(dialog), timeout=30_000)
    assert texts(dialog) == ["The bundled one"]


def test_a_full_disk_while_exporting_is_told(
    qtbot: QtBot,
    show: ShowDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ModelFiles, "ask_export", lambda *_arguments: tmp_path / "file")
    monkeypatch.setattr("model.library.exchange.write_bytes", refuse)
    dialog = show()

    press(dialog, "Export…")

    qtbot.waitUntil(lambda: "was not exported" in message(dialog))
    assert "No space left" in message(dialog)
    assert not (tmp_path / "file").exists()


def test_it_closes_once_a_file_is_written(
    qtbot: QtBot, show: ShowDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "file.inkdigits-model"
    monkeypatch.setattr(ModelFiles, "ask_export", lambda *_arguments: target)
    dialog = show()
    press(dialog, "Export…")
    press(dialog, "Close")
    assert dialog.isVisible()
    assert "Then this window closes" in dialog.busy_label.text()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert target.is_file()


def test_it_stays_open_to_say_that_a_file_was_not_read(
    qtbot: QtBot, show: ShowDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ModelFiles, "ask_import", lambda *_arguments: tmp_path / "none")
    dialog = show()
    press(dialog, "Import…")
    dialog.close()
    qtbot.waitUntil(lambda: "cannot be read" in message(dialog))
    qtbot.waitUntil(dialog.tools.bring_in.isEnabled)
    assert dialog.isVisible()
    dialog.close()
    assert not dialog.isVisible()


def test_the_window_waits_for_what_is_being_written(
    show: ShowDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "file.inkdigits-model"
    monkeypatch.setattr(ModelFiles, "ask_export", lambda *_arguments: target)
    dialog = show()
    press(dialog, "Export…")
    dialog.stop()
    assert target.is_file()


def test_what_another_window_adds_is_shown(qtbot: QtBot, show: ShowDialog, add: AddModel) -> None:
    add("first")
    dialog = show()
    add("second")
    qtbot.waitUntil(lambda: texts(dialog) == ["The bundled one", "second", "first"])


def test_a_model_in_use_that_another_window_deletes_gives_way(
    qtbot: QtBot, show: ShowDialog, add: AddModel, library: ModelLibrary, tmp_path: Path
) -> None:
    bundle = add("Mine")
    library.activate(bundle.folder)
    dialog = show()

    with qtbot.waitSignal(dialog.model_activated) as activated:
        ModelLibrary(tmp_path / "bundled", library.trained).delete(bundle.folder)
        come_back(dialog)

    assert activated.args[0].card.title == "The bundled one"
    assert "deleted elsewhere" in message(dialog)
    assert texts(dialog, Column.STATE) == ["✓ In use"]


def test_what_another_window_has_chosen_is_told_and_can_be_chosen_back(
    qtbot: QtBot, show: ShowDialog, add: AddModel, library: ModelLibrary, tmp_path: Path
) -> None:
    bundle = add("Mine")
    dialog = show()

    ModelLibrary(tmp_path / "bundled", library.trained).activate(bundle.folder)
    come_back(dialog)
    assert texts(dialog, Column.STATE) == ["✓ In use", "○ From next start"]

    choose(dialog, "The bundled one")
    press(dialog, "Use")
    assert texts(dialog, Column.STATE) == ["✓ In use", ""]
    assert library.active().is_bundled


def test_deleting_another_model_does_not_change_the_one_in_use(
    qtbot: QtBot, show: ShowDialog, add: AddModel
) -> None:
    add("Mine")
    dialog = show()
    choose(dialog, "Mine")
    with qtbot.assertNotEmitted(dialog.model_activated):
        press(dialog, "Delete")


def test_a_change_elsewhere_does_not_end_the_typing_of_a_name(
    qtbot: QtBot, show: ShowDialog, add: AddModel
) -> None:
    add("Mine")
    dialog = show()
    choose(dialog, "Mine")
    press(dialog, "Rename")
    field = dialog.table.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("Anna")

    add("other")
    come_back(dialog)
    assert field.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: texts(dialog) == ["The bundled one", "other", "Anna"])


def test_a_model_that_turned_bad_is_not_put_into_use(show: ShowDialog, add: AddModel) -> None:
    bundle = add("Mine")
    dialog = show()
    choose(dialog, "Mine")
    (bundle.folder / LITERT_NAME).write_bytes(b"rotten")

    press(dialog, "Use")

    assert "could not be changed" in message(dialog)
    assert texts(dialog, Column.STATE) == ["✓ In use", "⚠ Damaged"]
