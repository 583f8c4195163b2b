"""Makes the pictures in this folder: draws in the real window and saves what it shows.

Run it as ``make screenshots``. It needs no screen.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1.5")
_FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(_FOLDER.parent))

from PySide6.QtCore import QCoreApplication  # noqa: E402 - the platform is chosen above

from gui.application import make_application, make_window  # noqa: E402
from gui.replay import Replayer  # noqa: E402
from gui.theme import Appearance, choose  # noqa: E402
from model.inkml import read_inkml  # noqa: E402
from model.paths import UserPaths, asset  # noqa: E402


def main() -> None:
    """Draw a seven and save the window in both appearances."""
    application = make_application()
    with tempfile.TemporaryDirectory() as home:
        window = make_window(UserPaths.below(Path(home)))
        replayer = Replayer(window)
        choose(Appearance.LIGHT)
        window.show()
        window.resize(window.sizeHint())  # The screen that is none is smaller than any desktop.
        replayer.wait_for_model()
        replayer.draw(read_inkml(asset("strokes", "7.inkml")))
        for appearance, name in ((Appearance.DARK, "window-dark"), (Appearance.LIGHT, "window")):
            choose(appearance)
            QCoreApplication.processEvents()
            window.grab().save(str(_FOLDER / f"{name}.png"))
        window.close()
        application.processEvents()


if __name__ == "__main__":
    main()
