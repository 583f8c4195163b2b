"""The classic recipes beside what others have published of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from model.measuring.records import Record
from model.measuring.tables import percent, table

REFERENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "softmax-1000": (
            "about 91–92 %",
            "TensorFlow, “MNIST for ML beginners”, 2015",
        ),
        "softmax-epochs": ("about 92 %", "softmax regression, mean cross-entropy"),
        "dense-128": ("about 96–97 %", "one hidden layer, 1,000 steps"),
        "mlp-ema": ("98.39 %", "Zheng and Gu 2017, chapter 5"),
        "dense-512": ("98.08 %", "Chollet 2017, chapter 2"),
        "cnn": ("about 99.2 %", "Keras, “Simple MNIST convnet”"),
        "quick": ("99.07 %", "a two-convolution net, one cycle, one pass"),
    }
)
"""The published accuracy on MNIST's test digits, and where it is from."""


def classics_table(found: Record) -> str:
    """Return one line for each classic, also for those that have not been recorded yet."""
    rows = []
    for name, (reference, source) in REFERENCES.items():
        run = found.get(name)
        ours = f"{run['metrics']['mnist_test_accuracy']:.2%}".replace("%", " %") if run else "–"
        effort = f"{run['rounds']} × {run['steps'] // run['rounds']:,}" if run else "–"
        seconds = f"{run['cpu_seconds']:,} s" if run else "–"
        seed = str(run["seed"]) if run else "–"
        rows.append([f"`{name}`", f"{reference} ({source})", ours, seed, effort, seconds])
    head = ["recipe", "reference", "ours", "seed", "rounds × steps", "CPU time"]
    return table(head, rows)


def softmax_course(found: Record) -> str:
    """Return cost and test accuracy of the long softmax run at a few of its rounds."""
    run = found.get("softmax-epochs")
    if not run:
        return ""
    curve = run["curve"]
    wanted = [n for n in (1, 2, 5, 10, 20, 50, 100, 200, 400) if n <= run["rounds"]]
    rows = [
        [
            str(n),
            f"{curve['cross_entropy'][n - 1]:.4f}",
            percent(curve["test_accuracy"][n - 1], 1),
        ]
        for n in wanted
    ]
    return table(["epoch", "cost (mean cross-entropy)", "test accuracy"], rows)
