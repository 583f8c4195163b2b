"""Starts the Qt application: its look, its window, and what happens when something goes wrong."""

import gc
import logging
import signal
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from gui import settings as remembered
from gui import theme
from gui.icons import application_icon
from gui.main_window import MainWindow
from gui.messages import Message
from gui.settings import Settings
from gui.theme import Appearance
from model.about import APP_ID, APP_NAME, VERSION
from model.library.model_library import ModelLibrary
from model.paths import UserPaths, bundled_model, user_paths

log = logging.getLogger(__name__)

_SWITCH_INTERVAL_S = 0.0005


def run(path: Path | None) -> int:
    """Open the window, with a file in it if one is given; return the exit status."""
    app = make_application()
    window = make_window(user_paths())
    try:
        window.show()
        if path is not None:
            window.files.open_path(path)
        return app.exec()
    finally:
        window.close()  # Does nothing where the person has closed it.


def make_application() -> QApplication:
    """Return the application object, named and dressed."""
    # The recognition thread would otherwise hold the interpreter for 5 ms while the pen waits.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    app = QApplication([APP_NAME])
    QCoreApplication.setApplicationName(APP_NAME)
    QCoreApplication.setApplicationVersion(VERSION)
    QApplication.setDesktopFileName(APP_ID)
    QApplication.setWindowIcon(application_icon())
    # Ctrl-C in the terminal ends the program; Python handles signals only between Qt's events.
    signal.signal(signal.SIGINT, lambda *_: QApplication.closeAllWindows())
    heartbeat = QTimer(app)
    heartbeat.timeout.connect(_let_python_run)
    heartbeat.start(500)
    return app


def make_window(paths: UserPaths) -> MainWindow:
    """Return the main window with the settings and models in ``paths``, and report its faults."""
    settings = Settings(paths.settings)
    theme.apply(_appearance(settings))
    window = MainWindow(settings, ModelLibrary(bundled_model(), paths.models), paths)
    FaultReporter(window).install()
    window.models.model_changed.connect(_spare_what_stays)
    return window


class FaultReporter(QObject):
    """Tells the person of an error nobody expected, and puts the drawing into safety.

    Signals:
        fault_caught: What kind of error it was, from whichever thread it came up in.
    """

    fault_caught = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        """Report in ``window``."""
        super().__init__(window)
        self._window = window
        self.fault_caught.connect(self._on_fault_caught)

    def install(self) -> None:
        """Become the hook for exceptions that nobody caught."""
        sys.excepthook = self.report

    def report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log, save the drawing, show a message; the program goes on."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.closeAllWindows()
            return
        log.critical("Unexpected error", exc_info=(kind, error, trace))
        self.fault_caught.emit(f"{kind.__name__}: {error}")

    @Slot(str)
    def _on_fault_caught(self, details: str) -> None:
        text = QCoreApplication.translate(
            "FaultReporter", "Something went wrong inside Inkdigits; your drawing is still there."
        )
        self._window.keeper.keep_now()
        self._window.message_bar.show_message(Message(text, details=details))


def _appearance(settings: Settings) -> Appearance:
    try:
        return Appearance(settings.get(remembered.APPEARANCE))
    except ValueError:
        return Appearance.SYSTEM


def _spare_what_stays() -> None:
    """Take all that is loaded by now out of garbage collection.

    It lives as long as the program, and looking through it would stop the pen for 20 ms each time.
    """
    gc.freeze()


def _let_python_run() -> None:
    """Do nothing, in Python: that is when pending signals are handled."""
