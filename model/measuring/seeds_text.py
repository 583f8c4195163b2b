"""How much chance decides: the shipped recipe with several seeds, shortened."""

from model.measuring.records import Record
from model.measuring.tables import table


def seeds_text(found: Record) -> str:
    """Return one line for each seed, or that there is none yet."""
    runs = found.get("runs", [])
    if not runs:
        return (
            "Not measured yet for this recipe; `make measure-seeds` does it in about 1.5 hours. "
            "The teachers above say how far seeds lie apart."
        )
    rows = [
        [
            str(run["seed"]),
            str(run["rounds"]),
            f"{run['cpu_seconds'] / 60:.0f} min",
            *(f"{100 * run['metrics'][name]:.2f} %" for name in _SHARES),
        ]
        for run in runs
    ]
    head = ["seed", "rounds", "CPU time", "MNIST test", "held-out pens", "restyled pens"]
    return table(head, rows)


_SHARES = ("mnist_test_accuracy", "pens_accuracy", "pens_varied_accuracy")
