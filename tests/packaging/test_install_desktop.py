"""`make install` and `make uninstall`, on a copy of the checkout."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP_ID = "io.github.inkdigits.Inkdigits"
ENTRY = Path("applications", f"{APP_ID}.desktop")

# Stands in for the program: what it is started with goes into a file beside it.
MAIN = "import pathlib, sys\npathlib.Path(__file__).with_name('started').write_text(repr(sys.argv))"


@pytest.fixture(params=["inkdigits", 'my "ink" $HOME `x` 100%\\n'])
def checkout(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a small checkout with an interpreter, once in a folder with an awkward name."""
    folder = tmp_path / str(request.param)
    for part in ("packaging", "assets/icons"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "model").mkdir()
    shutil.copy(ROOT / "model" / "about.py", folder / "model")
    (folder / "main.py").write_text(MAIN)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return folder


def run_script(
    checkout: Path, *arguments: str, share: str = ""
) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"XDG_DATA_HOME": share, "HOME": str(checkout.parent / "home")}
    return subprocess.run(
        [sys.executable, "packaging/install_desktop.py", *arguments],
        cwd=checkout,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def entry_value(entry: Path, key: str) -> str:
    """Return the value of a key as a desktop reads it: escapes of strings undone."""
    found = re.search(rf"^{key}=(.*)$", entry.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return found[1].replace("\\\\", "\\")


def exec_arguments(line: str, file: str) -> list[str]:
    """Return the arguments of an Exec value as a desktop takes them apart for one file."""
    words = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', line)
    unquoted = [re.sub(r"\\(.)", r"\1", quoted) if quoted else bare for quoted, bare in words]
    return [file if word == "%f" else word.replace("%%", "%") for word in unquoted]


def test_a_double_click_starts_this_checkout_with_the_file(checkout: Path, tmp_path: Path) -> None:
    share = tmp_path / "share"

    result = run_script(checkout, "install", share=str(share))

    assert result.returncode == 0, result.stderr
    assert str(share / ENTRY) in result.stdout
    command = exec_arguments(entry_value(share / ENTRY, "Exec"), "/pictures/a seven.png")
    subprocess.run(command, check=True)
    started = (checkout / "started").read_text()
    assert started == repr([str(checkout / "main.py"), "/pictures/a seven.png"])
    assert Path(entry_value(share / ENTRY, "TryExec")).exists()


def test_the_icon_comes_in_every_size(checkout: Path, tmp_path: Path) -> None:
    share = tmp_path / "share"

    run_script(checkout, "install", share=str(share))

    assert entry_value(share / ENTRY, "Icon") == APP_ID
    theme = share / "icons" / "hicolor"
    installed = {str(file.relative_to(theme)) for file in theme.rglob(f"{APP_ID}.*")}
    assert installed == {f"scalable/apps/{APP_ID}.svg"} | {
        f"{side}x{side}/apps/{APP_ID}.png" for side in (16, 32, 48, 64, 128, 256)
    }


def test_uninstall_removes_what_install_wrote_and_nothing_else(
    checkout: Path, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    neighbour = share / "applications" / "other.desktop"
    neighbour.parent.mkdir(parents=True)
    neighbour.write_text("[Desktop Entry]\n")
    run_script(checkout, "install", share=str(share))

    result = run_script(checkout, "uninstall", share=str(share))

    assert result.returncode == 0, result.stderr
    assert neighbour.exists()
    assert list(share.rglob(f"*{APP_ID}*")) == []
    assert "Nothing was installed" in run_script(checkout, "uninstall", share=str(share)).stdout


@pytest.mark.parametrize("share", ["", "relative/share"])
def test_without_a_usable_data_folder_the_home_folder_serves(checkout: Path, share: str) -> None:
    result = run_script(checkout, "install", share=share)

    assert result.returncode == 0, result.stderr
    assert (checkout.parent / "home" / ".local" / "share" / ENTRY).is_file()


def test_a_second_install_replaces_the_first(checkout: Path, tmp_path: Path) -> None:
    share = tmp_path / "share"
    run_script(checkout, "install", share=str(share))
    (share / ENTRY).write_text("old")

    run_script(checkout, "install", share=str(share))

    assert entry_value(share / ENTRY, "Type") == "Application"
    assert list((share / ENTRY).parent.glob("*.new")) == []


def test_without_the_environment_it_says_what_makes_it(checkout: Path, tmp_path: Path) -> None:
    shutil.rmtree(checkout / ".venv")

    result = run_script(checkout, "install", share=str(tmp_path / "share"))

    assert result.returncode == 1
    assert "make run" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "share").exists()


def test_a_folder_that_cannot_be_written_gives_one_line(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "share").write_text("a file in the way")

    result = run_script(checkout, "install", share=str(tmp_path / "share"))

    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1


def test_the_rendered_entry_is_valid(checkout: Path, tmp_path: Path) -> None:
    validator = shutil.which("desktop-file-validate")
    if validator is None:
        pytest.skip("desktop-file-validate is not installed")
    run_script(checkout, "render", str(tmp_path / "rendered"))

    result = subprocess.run(
        [validator, tmp_path / "rendered" / ENTRY.name], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout) == (0, "")
