"""One job that is done beside the window: its result, or why there is none."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal, Slot

from model.errors import InkdigitsError

log = logging.getLogger(__name__)


class Errand(QThread):
    """Runs a function in a thread of its own.

    Signals:
        succeeded: What the function returned.
        failed: Why it did not, one sentence.
    """

    succeeded = Signal(object)
    failed = Signal(str)

    def __init__(self, work: Callable[[], object], parent: QObject) -> None:
        """Prepare to run ``work``, which may touch no widget."""
        super().__init__(parent)
        self.setObjectName("errand")
        self._work = work
        self._result: object = None
        self._problem = ""
        # The thread's own signal, not one that is sent from within it: then it is over for sure.
        self.finished.connect(self._on_finished)

    def run(self) -> None:
        """Do the work."""
        try:
            self._result = self._work()
        except InkdigitsError as error:
            self._problem = str(error)
        except OSError as error:
            self._problem = self.tr("The disk refuses it: {0}.").format(error.strerror or error)
        except Exception:
            log.exception("An errand failed")
            self._problem = self.tr("It failed because of a fault in the program.")

    @Slot()
    def _on_finished(self) -> None:
        if self._problem:
            self.failed.emit(self._problem)
        else:
            self.succeeded.emit(self._result)
        self.deleteLater()
