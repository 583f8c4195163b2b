from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from gui import settings as remembered
from gui.settings import Setting, Settings


def test_what_is_remembered_comes_back_with_its_type(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    first = Settings(path)
    first.set(remembered.READING_SHOWN, value=False)
    first.set(remembered.PEN_WIDTH_PX, 7.5)
    first.set(remembered.APPEARANCE, "dark")
    first.set(remembered.WINDOW_GEOMETRY, QByteArray(b"\x00\x01place"))
    first.save()
    again = Settings(path)
    assert again.get(remembered.READING_SHOWN) is False
    assert again.get(remembered.PEN_WIDTH_PX) == 7.5
    assert again.get(remembered.APPEARANCE) == "dark"
    assert again.get(remembered.WINDOW_GEOMETRY) == QByteArray(b"\x00\x01place")


def test_what_was_never_set_has_its_default(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    assert settings.get(remembered.READING_SHOWN) is True
    assert settings.get(remembered.LAST_FOLDER) == ""


@pytest.mark.parametrize("text", ["@Invalid()", "wide", ""])
@pytest.mark.parametrize("setting", [remembered.PEN_WIDTH_PX, remembered.MAIN_SPLITTER])
def test_a_damaged_value_gives_the_default(
    tmp_path: Path, setting: Setting[float], text: str
) -> None:
    path = tmp_path / "settings.ini"
    group, name = setting.name.split("/")
    path.write_text(f"[{group}]\n{name}={text}\n")
    assert Settings(path).get(setting) == setting.default


def test_a_file_that_is_no_settings_file_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_bytes(b"\x00\xff\x13 not an ini file")
    assert Settings(path).get(remembered.PEN_WIDTH_PX) == remembered.PEN_WIDTH_PX.default
