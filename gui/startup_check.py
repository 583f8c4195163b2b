"""Finding out, before Qt is loaded, why Qt could not open a window on this Linux.

Qt aborts with a core dump when its platform plugin does not load or finds no display. The dynamic
linker is asked first: it loads the very plugin that Qt will load next, so the answer is never a
guess, and the work is not lost. Only when that fails are the libraries tried one by one.

This module imports no Qt, and its messages are plain English: no translator exists yet.
"""

import ctypes
import importlib.util
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

_COMMON_PACKAGES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
"""Libraries that QtCore and QtGui of the PySide6 wheels link, and the Debian package of each."""

_PLATFORM_PACKAGES: Final = {
    "xcb": {
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-render.so.0": "libxcb-render0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxcb.so.1": "libxcb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
        "libwayland-egl.so.1": "libwayland-egl1",
    },
}
"""The same for what each platform plugin adds."""

_NO_DISPLAY: Final = (
    "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set. "
    "Start Inkdigits from a desktop session; `main.py recognize FILE` works without one."
)


def startup_problem(
    environ: Mapping[str, str],
    platform: str,
    load: Callable[[str], Any] = ctypes.CDLL,
) -> str | None:
    """Return one line that says why Qt cannot open a window here, or None if it can.

    Args:
        environ: The environment variables; only Qt's and the display's are read.
        platform: As ``sys.platform`` spells it. Only Linux is checked.
        load: Loads a shared library by name or path; raises OSError if it cannot.
    """
    if not platform.startswith("linux"):
        return None
    names = _platform_names(environ)
    if not names:
        return _NO_DISPLAY
    problems = []
    for name in names:  # Qt takes the first that works, and so does this.
        problem = _library_problem(name, load) or _display_problem(name, environ, load)
        if problem is None:
            return None
        problems.append(problem)
    return problems[0]


def debian_packages(name: str) -> dict[str, str]:
    """Return the system libraries of the named platform plugin, each with its Debian package."""
    return _COMMON_PACKAGES | _PLATFORM_PACKAGES.get(name, {})


def _platform_names(environ: Mapping[str, str]) -> list[str]:
    """Return the platform plugins that Qt will try, in its order; none if nothing is displayed.

    Qt's own choice prefers Wayland and falls back to X (QGuiApplication, "Platform plugins").
    """
    if chosen := environ.get("QT_QPA_PLATFORM"):
        return [part.partition(":")[0] for part in chosen.split(";") if part]
    names = []
    if environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland":
        names.append("wayland")
    if environ.get("DISPLAY"):
        names.append("xcb")
    return names


def _plugin_file(name: str) -> Path | None:
    """Return the platform plugin's file in the PySide6 wheel, or None if it is elsewhere.

    A distribution's own PySide6 keeps its plugins elsewhere, and its package manager has already
    seen to the libraries.
    """
    spec = importlib.util.find_spec("PySide6")  # does not import it
    for folder in (spec and spec.submodule_search_locations) or ():
        file = Path(folder, "Qt", "plugins", "platforms", f"libq{name}.so")
        if file.is_file():
            return file
    return None


def _library_problem(name: str, load: Callable[[str], Any]) -> str | None:
    """Return what keeps the named platform plugin from loading, or None."""
    file = _plugin_file(name)
    if file is None:
        return None
    error = _load_error(str(file), load)
    if error is None:
        return None
    packages = debian_packages(name).items()
    missing = {package for library, package in packages if _load_error(library, load)}
    if missing:
        return (
            "Qt needs system libraries that are missing. On Debian and Ubuntu, install them with: "
            f"sudo apt-get install {' '.join(sorted(missing))}"
        )
    # A library that the tables do not know, or one that is too old: the linker names it.
    library = re.match(r"\S+\.so[.\d]*(?=: cannot open)", error)
    if library:
        return f"Qt needs the system library {library[0]}, which is missing; please install it."
    return f"Qt's {name} plugin does not load: {error.splitlines()[0]}"


def _load_error(library: str, load: Callable[[str], Any]) -> str | None:
    """Return why a shared library does not load, or None if it does."""
    try:
        load(library)
    except OSError as error:
        return str(error) or "unknown error"
    return None


def _display_problem(
    name: str, environ: Mapping[str, str], load: Callable[[str], Any]
) -> str | None:
    """Return why the named platform plugin will reach no display, or None."""
    if name == "xcb":
        display = environ.get("DISPLAY", "")
        if not display:
            return _NO_DISPLAY
        if not _answers(display, load):
            return (
                f"The display {display} cannot be reached: it is not running, or this user may "
                "not use it. Start Inkdigits from a desktop session."
            )
    if name == "wayland" and not _wayland_socket(environ).is_socket():
        return (
            f"The Wayland display {_wayland_socket(environ)} does not exist. "
            "Start Inkdigits from a desktop session."
        )
    return None


def _answers(display: str, load: Callable[[str], Any]) -> bool:
    """Tell whether an X server lets us in, by connecting once as Qt will."""
    xcb = load("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _wayland_socket(environ: Mapping[str, str]) -> Path:
    """Return where the compositor listens (libwayland, ``wl_display_connect``)."""
    return Path(environ.get("XDG_RUNTIME_DIR", "")) / (
        environ.get("WAYLAND_DISPLAY") or "wayland-0"
    )
