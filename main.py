"""Inkdigits reads handwritten digits. Without a command it opens its window."""

import argparse
import importlib
import multiprocessing
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

_COMMANDS = {
    "recognize": "model.commands.recognize",
    "evaluate": "model.commands.evaluate",
    "train": "model.commands.train",
    "teach": "model.commands.teach",
    "generate": "model.commands.generate",
    "self-test": "gui.self_test",
}
"""The module of each command; it has an ``add_parser`` and is imported only when needed."""


_OPTIONS = ("-h", "--help", "--version")


class _OneLineParser(argparse.ArgumentParser):
    """Answers a wrong command line with one line instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Print the message and exit with 2."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: list[str]) -> int:
    """Run the command that ``arguments`` name, or open the window; return the exit status."""
    first = arguments[0] if arguments else ""
    if first in _COMMANDS or first in _OPTIONS:
        chosen = [_COMMANDS[first]] if first in _COMMANDS else _COMMANDS.values()
        options = _parser(chosen).parse_args(arguments)
        status: int = options.run(options)
        return status
    if first.startswith("-"):
        print(f"inkdigits: there is no option {first} (see inkdigits --help)", file=sys.stderr)
        return 2
    if first.isalpha() and not Path(first).exists():  # hardly a file: one has a suffix
        print(f"inkdigits: there is no command {first} (see inkdigits --help)", file=sys.stderr)
        return 2
    if len(arguments) > 1:
        print("inkdigits: the window opens one file at a time (see --help)", file=sys.stderr)
        return 2
    return _open_window(Path(first) if first else None)


def _open_window(path: Path | None) -> int:
    from gui.startup_check import startup_problem

    problem = startup_problem(os.environ, sys.platform)
    if problem is not None:
        print(f"inkdigits: {problem}", file=sys.stderr)
        return 1
    from gui.application import run

    return run(path)


def _parser(modules: Iterable[str]) -> argparse.ArgumentParser:
    """Return a parser that knows the commands of some modules."""
    from model.about import APP_NAME, VERSION

    parser = _OneLineParser(
        prog="inkdigits",
        usage="inkdigits [FILE] | inkdigits COMMAND …",
        description="Reads handwritten digits. Without a command it opens its window, with FILE "
        "(a picture or an InkML drawing) in it.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{APP_NAME} {VERSION}")
    commands = parser.add_subparsers(
        prog="inkdigits", title="commands", metavar="COMMAND", required=True
    )
    for module in modules:
        importlib.import_module(module).add_parser(commands)
    return parser


if __name__ == "__main__":
    # A child process of a frozen build starts here too, and must not open a second window.
    multiprocessing.freeze_support()
    sys.exit(main(sys.argv[1:]))
