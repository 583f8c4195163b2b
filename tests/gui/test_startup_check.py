"""The line that replaces Qt's abort on an incomplete Linux."""

import socket
import subprocess
from pathlib import Path

import pytest

from gui.startup_check import debian_packages, startup_problem


class FakeXcb:
    """Stands in for libxcb; lets a client in or does not."""

    def __init__(self, *, answers: bool) -> None:
        self._answers = answers
        self.displays: list[bytes] = []
        self.open_connections = 0

        def xcb_connect(display: bytes, screen: None) -> int:
            self.displays.append(display)
            self.open_connections += 1
            return 1

        self.xcb_connect = xcb_connect

    def xcb_connection_has_error(self, connection: object) -> int:
        return 0 if self._answers else 1

    def xcb_disconnect(self, connection: object) -> None:
        self.open_connections -= 1


class FakeLinker:
    """Loads every library but the missing ones; a plugin does not load if one is missing."""

    def __init__(self, *missing: str, error: str = "", x_answers: bool = True) -> None:
        self.missing = missing
        self.error = error
        self.xcb = FakeXcb(answers=x_answers)

    def __call__(self, library: str) -> object:
        is_plugin = "/" in library
        if self.error and is_plugin:
            raise OSError(self.error)
        if library in self.missing or (is_plugin and self.missing):
            message = (
                f"{self.missing[0]}: cannot open shared object file: No such file or directory"
            )
            raise OSError(message)
        return self.xcb


X11 = {"DISPLAY": ":7"}


def test_nothing_is_said_where_everything_is_there() -> None:
    linker = FakeLinker()

    assert startup_problem(X11, "linux", linker) is None
    assert linker.xcb.displays == [b":7"]
    assert linker.xcb.open_connections == 0


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_bring_their_libraries(platform: str) -> None:
    assert startup_problem({}, platform, FakeLinker("libEGL.so.1")) is None


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libEGL.so.1", "libegl1"),
        ("libGL.so.1", "libgl1"),
    ],
)
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    library: str, package: str
) -> None:
    problem = startup_problem(X11, "linux", FakeLinker(library))

    assert problem is not None
    assert problem.endswith(f"sudo apt-get install {package}")


def test_all_missing_libraries_are_in_one_line_and_each_package_once() -> None:
    linker = FakeLinker("libxcb-cursor.so.0", "libgthread-2.0.so.0", "libglib-2.0.so.0")

    problem = startup_problem(X11, "linux", linker)

    assert problem is not None
    assert problem.endswith("sudo apt-get install libglib2.0-0 libxcb-cursor0")
    assert "\n" not in problem


def test_a_library_that_is_not_in_the_table_is_still_named() -> None:
    problem = startup_problem(X11, "linux", FakeLinker("libnovel.so.3"))

    assert problem is not None
    assert "libnovel.so.3" in problem
    assert "apt-get" not in problem


def test_another_reason_of_the_linker_is_passed_on_in_one_line() -> None:
    linker = FakeLinker(error="libc.so.6: version `GLIBC_2.99' not found\n(more)")

    problem = startup_problem(X11, "linux", linker)

    assert problem == "Qt's xcb plugin does not load: libc.so.6: version `GLIBC_2.99' not found"


@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": "xcb"}])
def test_no_display_is_said_plainly(environ: dict[str, str]) -> None:
    problem = startup_problem(environ, "linux", FakeLinker())

    assert problem is not None
    assert problem.startswith("There is no display")


def test_a_display_that_does_not_answer_is_named() -> None:
    problem = startup_problem(X11, "linux", FakeLinker(x_answers=False))

    assert problem is not None
    assert problem.startswith("The display :7 cannot be reached")


@pytest.mark.parametrize("plugin", ["offscreen", "minimal", "vnc:port=5901"])
def test_a_platform_without_a_display_needs_none(plugin: str) -> None:
    assert startup_problem({"QT_QPA_PLATFORM": plugin}, "linux", FakeLinker()) is None


def test_a_platform_without_a_display_still_needs_the_libraries_of_qt() -> None:
    problem = startup_problem({"QT_QPA_PLATFORM": "offscreen"}, "linux", FakeLinker("libEGL.so.1"))

    assert problem is not None
    assert problem.endswith("sudo apt-get install libegl1")


def test_an_unknown_platform_is_left_to_qt() -> None:
    assert startup_problem({"QT_QPA_PLATFORM": "magic"}, "linux", FakeLinker("libGL.so.1")) is None


def test_wayland_is_enough(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-1"))
        environ = {"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(tmp_path)}

        assert startup_problem(environ, "linux", FakeLinker()) is None


def test_a_missing_wayland_socket_is_named(tmp_path: Path) -> None:
    environ = {"XDG_SESSION_TYPE": "wayland", "XDG_RUNTIME_DIR": str(tmp_path)}

    problem = startup_problem(environ, "linux", FakeLinker())

    assert problem is not None
    assert str(tmp_path / "wayland-0") in problem


def test_x_serves_where_wayland_fails(tmp_path: Path) -> None:
    environ = X11 | {"WAYLAND_DISPLAY": "gone", "XDG_RUNTIME_DIR": str(tmp_path)}

    assert startup_problem(environ, "linux", FakeLinker()) is None


def test_pyside_from_elsewhere_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    assert startup_problem(X11, "linux", FakeLinker("libEGL.so.1")) is None


def test_the_tables_name_packages_that_own_the_libraries() -> None:
    """On Debian and Ubuntu, dpkg knows who owns each library that is installed."""
    packages = debian_packages("xcb") | debian_packages("wayland")
    try:
        listing = subprocess.run(
            ["dpkg", "--search", *(f"*/{library}" for library in packages)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    except FileNotFoundError:
        pytest.skip("this system has no dpkg")
    owners: dict[str, set[str]] = {}
    for line in listing.splitlines():
        names, _, path = line.rpartition(": ")
        for name in names.split(", "):
            # The t64 names of newer systems provide the plain ones.
            plain = name.partition(":")[0].removesuffix("t64")
            owners.setdefault(Path(path).name, set()).add(plain)

    wrong = {
        library: owners[library]
        for library, package in packages.items()
        if library in owners and package not in owners[library]
    }

    assert wrong == {}
