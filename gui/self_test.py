"""``self-test``: opens the real window, draws ten digits with real mouse events, checks each.

It is both a check of an installation and the measure of the budgets that a person feels: how soon
the window is there, how soon it can read, and how far the bars lag behind the pen.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from model.errors import InkdigitsError
from model.inkml import read_inkml
from model.paths import UserPaths, asset

_DIGITS = 10
_IMPORTED = time.perf_counter()


@dataclass(frozen=True, slots=True)
class Report:
    """What the self-test found.

    Attributes:
        window_s: From the start of the process until the window was painted.
        first_reading_s: From the start of the process until a reading was possible.
        pen_to_bars_ms_median: From a pen move until the bars that show it were painted.
        pen_to_bars_ms_p99: Its 99th percentile.
        moves: Pen moves timed.
        rss_mb: Memory of the process before drawing, in MiB; None where it cannot be told.
        read: Digits read right, of 10.
        misread: What was read instead, by digit.
    """

    window_s: float
    first_reading_s: float
    pen_to_bars_ms_median: float
    pen_to_bars_ms_p99: float
    moves: int
    rss_mb: float | None
    read: int
    misread: dict[str, str]


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "self-test",
        help="open the window, draw ten digits in it, check and time the readings",
        description="Opens the real window, replays a drawing of each digit through mouse events, "
        "and reports readings and times. The exit status is 0 only if all ten are read.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the self-test and print its report; return 0 if all ten digits were read."""
    from gui.startup_check import startup_problem

    problem = startup_problem(os.environ, sys.platform)
    if problem is not None:
        print(f"inkdigits: {problem}", file=sys.stderr)
        return 1
    from gui.replay import ReplayTimeoutError

    try:
        # A home of its own: neither a person's settings nor their models are what is tested.
        with tempfile.TemporaryDirectory() as home:
            report = _measure(UserPaths.below(Path(home)))
    except (ReplayTimeoutError, InkdigitsError) as error:
        print(f"inkdigits: {error}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(report)) if options.json else _as_text(report))
    return 0 if report.read == _DIGITS else 1


def process_age_s() -> float:
    """Return the seconds since this process was started, interpreter start-up included."""
    try:
        started = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19]
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        return uptime - int(started) / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError):  # Not Linux: from the import of this file on.
        return time.perf_counter() - _IMPORTED


def _measure(paths: UserPaths) -> Report:
    from gui.application import make_application, make_window
    from gui.replay import Replayer

    application = make_application()
    window = make_window(paths)
    replayer = Replayer(window)
    misread: dict[str, str] = {}
    try:
        window.show()
        replayer.wait_for_window()
        window_s = process_age_s()
        replayer.wait_for_model()
        first_reading_s = process_age_s()
        rss_mb = resident_mb()
        for digit in range(_DIGITS):
            window.drawing.clear()
            replayer.draw(read_inkml(asset("strokes", f"{digit}.inkml")))
            text = window.session.shown.reading.text
            if text != str(digit):
                misread[str(digit)] = text
    finally:
        window.close()  # It ends its threads, without which Qt would abort the process.
        application.processEvents()
    times = np.array(replayer.move_ms)
    return Report(
        window_s=round(window_s, 3),
        first_reading_s=round(first_reading_s, 3),
        pen_to_bars_ms_median=round(float(np.median(times)), 2),
        pen_to_bars_ms_p99=round(float(np.percentile(times, 99)), 2),
        moves=len(times),
        rss_mb=rss_mb,
        read=_DIGITS - len(misread),
        misread=misread,
    )


def resident_mb() -> float | None:
    """Return the memory that this process holds in RAM, in MiB; None where it cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)
    except (OSError, AttributeError):
        return None


def _as_text(report: Report) -> str:
    lines = [
        f"window shown after      {report.window_s:.2f} s",
        f"first reading after     {report.first_reading_s:.2f} s",
        f"pen to bars, median     {report.pen_to_bars_ms_median:.1f} ms",
        f"pen to bars, 99 %       {report.pen_to_bars_ms_p99:.1f} ms of {report.moves} moves",
        f"memory                  {'unknown' if report.rss_mb is None else report.rss_mb} MB",
        f"digits read             {report.read} of {_DIGITS}",
        *(f"  {digit} was read as {text or 'nothing'}" for digit, text in report.misread.items()),
    ]
    return "\n".join(lines)
