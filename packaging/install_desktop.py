"""Puts Inkdigits into the desktop menu of the current user, or takes it out again.

``install_desktop.py install`` writes a desktop entry that starts this checkout, and the icon in
all its sizes; ``uninstall`` removes exactly those files; ``render FOLDER`` writes the desktop
entry alone, so that it can be validated. Only the standard library is used.

The places are those of the XDG Base Directory, Desktop Entry and Icon Theme specifications.
"""

import argparse
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[1]


class InstallError(Exception):
    """Something that the user has to know, as one sentence."""


@dataclass(frozen=True, slots=True)
class About:
    """What the program is called, read from the one module that says it."""

    app_id: str
    app_name: str

    @classmethod
    def of(cls, root: Path) -> Self:
        """Return the names of the program whose sources lie in a folder."""
        values = runpy.run_path(str(root / "model" / "about.py"))
        return cls(app_id=values["APP_ID"], app_name=values["APP_NAME"])


def data_home(environ: Mapping[str, str]) -> Path:
    """Return the folder of the user's application data.

    A relative ``XDG_DATA_HOME`` is ignored, as the XDG Base Directory specification asks.
    """
    named = Path(environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "share"


def exec_argument(text: str) -> str:
    """Return one argument of an ``Exec`` line, quoted.

    Two layers of escapes lie over each other there (Desktop Entry Specification 1.5, "The Exec
    key"): those of the quoted argument, then those of every string value. A percent sign would
    start a field code.
    """
    for character in '\\"`$':
        text = text.replace(character, f"\\{character}")
    text = text.replace("\\", "\\\\").replace("%", "%%")
    return f'"{text}"'


def desktop_entry(root: Path, python: Path) -> str:
    """Return the desktop entry that starts the checkout in a folder with a given interpreter."""
    about = About.of(root)
    values = {
        "@APP_ID@": about.app_id,
        "@APP_NAME@": about.app_name,
        "@EXEC@": f"{exec_argument(str(python))} {exec_argument(str(root / 'main.py'))}",
        "@TRY_EXEC@": str(python).replace("\\", "\\\\"),
    }
    text = (root / "packaging" / f"{about.app_id}.desktop.in").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def icon_files(root: Path, share: Path) -> dict[Path, Path]:
    """Return where each icon of a checkout goes below the user's data folder."""
    about = About.of(root)
    theme = share / "icons" / "hicolor"
    icons = root / "assets" / "icons"
    places = {icons / "inkdigits.svg": theme / "scalable" / "apps" / f"{about.app_id}.svg"}
    for file in icons.glob("inkdigits-*.png"):
        side_px = file.stem.rpartition("-")[2]
        places[file] = theme / f"{side_px}x{side_px}" / "apps" / f"{about.app_id}.png"
    return places


def entry_file(root: Path, share: Path) -> Path:
    """Return where the desktop entry lies below the user's data folder."""
    return share / "applications" / f"{About.of(root).app_id}.desktop"


def install(root: Path, share: Path, python: Path) -> Path:
    """Write the icons and the desktop entry, and return the entry's file.

    Raises:
        InstallError: If the interpreter of the checkout is not there yet.
    """
    if not python.exists():
        raise InstallError(f"{python} does not exist; `make run` creates it.")
    for source, target in icon_files(root, share).items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    entry = entry_file(root, share)
    write(entry, desktop_entry(root, python))
    return entry


def uninstall(root: Path, share: Path) -> list[Path]:
    """Remove what `install` has written, and return the files that were there."""
    files = [entry_file(root, share), *icon_files(root, share).values()]
    removed = [file for file in files if file.is_file()]
    for file in removed:
        file.unlink()
    return removed


def write(file: Path, text: str) -> None:
    """Write a text file in one step: desktops watch the folder and read at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(file)


def tell_desktop(share: Path) -> None:
    """Make running desktops notice the change, where they need telling."""
    theme = share / "icons" / "hicolor"
    if theme.is_dir():
        os.utime(theme)  # icon loaders look again when the theme's folder is newer
    tool = shutil.which("update-desktop-database")
    if tool and (share / "applications").is_dir():
        # Only "open with" depends on it, so its failure is not ours.
        subprocess.run([tool, str(share / "applications")], capture_output=True, check=False)  # noqa: S603 - a path we made


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks and return the exit status."""
    parser = argparse.ArgumentParser(description="Put Inkdigits into the desktop menu.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="write the desktop entry and the icons")
    commands.add_parser("uninstall", help="remove them again")
    commands.add_parser("render", help="write the entry alone").add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    share = data_home(os.environ)
    python = ROOT / ".venv" / "bin" / "python"
    try:
        if options.command == "render":
            write(options.folder / entry_file(ROOT, share).name, desktop_entry(ROOT, python))
        elif options.command == "install":
            entry = install(ROOT, share, python)
            tell_desktop(share)
            print(f"Inkdigits is in the desktop menu now ({entry}).")
        else:
            removed = uninstall(ROOT, share)
            tell_desktop(share)
            print(f"Removed {len(removed)} files." if removed else "Nothing was installed.")
    except (InstallError, OSError) as error:
        print(f"install_desktop.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
