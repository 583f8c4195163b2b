from pathlib import Path

import pytest

from model import paths


def test_one_variable_moves_every_file_of_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    found = paths.user_paths()
    for path in (found.models, found.settings, found.mnist, found.drawings, found.samples):
        assert path.is_relative_to(tmp_path)
    assert not any(tmp_path.iterdir())


def test_without_it_files_go_where_the_desktop_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    found = paths.user_paths()
    assert "inkdigits" in str(found.data).lower()


def test_training_data_is_asked_for_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path))
    assert paths.training_data() == tmp_path
    monkeypatch.delenv(paths.DATA_VARIABLE)
    assert paths.training_data() is None


def test_a_frozen_build_finds_its_assets_where_it_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert paths.bundled_model() == tmp_path / "assets" / "models" / "bundled"


def test_the_assets_are_there() -> None:
    assert paths.asset("icons").is_dir()
