"""Works on a store until it is killed, once at every moment: run as a process of its own.

Argument: a folder. For each moment a child of this process works in a sub-folder named by how
many statements it may make, until it is killed; what the store has confirmed by then is in the
file ``confirmed`` there, one line each. The last child lives to the end.
"""

import os
import signal
import sys
from pathlib import Path

from model.samples.store import SampleStore
from tests.model.samples.drawings import new_sample


def main() -> None:
    moment, status, is_killed = 0, 0, True
    while is_killed:
        folder = Path(sys.argv[1], str(moment))
        folder.mkdir()
        child = os.fork()
        if child == 0:
            work(folder, moment)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        is_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        moment += 1
    sys.exit(status)


def work(folder: Path, moments: int) -> None:
    left = moments

    def die_in_time(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with (folder / "confirmed").open("w") as said:

        def confirm(what: str) -> None:
            said.write(f"{what}\n")
            said.flush()

        with SampleStore.open(folder / "samples.sqlite3", folder / "backups") as store:
            store._connection.set_trace_callback(die_in_time)
            for label in (1, 2):
                store.add(new_sample(label, "Ada"))
                confirm(f"added {label}")
            store.add_all([new_sample(label, "Ben") for label in (3, 4, 5)])
            confirm("imported")
            store.relabel_all({4: 6, 5: 7})
            confirm("relabelled")
            store.rename_profile("Ada", "Ida")
            confirm("renamed")
            store.delete_profile("Ben")
            confirm("deleted")
        confirm("closed")


if __name__ == "__main__":
    main()
