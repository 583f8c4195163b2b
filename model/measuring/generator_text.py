"""The generator of digits, from its own card."""

from typing import Final

from model.measuring.records import Record
from model.measuring.tables import met, table

TARGET: Final = 0.985
"""What a ``cnn`` that learned from generated digits alone shall read of MNIST's test digits."""

_TEST_ACCURACY = "cnn_mnist_test_accuracy"


def generator_text(card: Record) -> str:
    """Return what the generator's card tells of it, or that there is none."""
    if not card:
        return "There is no generator yet."
    facts = (
        f"Recipe `{card['recipe']}`, seed {card['seed']}, {card['epochs']} rounds, "
        f"{card['parameters']:,} weights. {card['licence']}."
    )
    metrics = dict(card.get("metrics") or {})
    if not metrics:
        return f"{facts} Its figures have not been recorded yet."
    paragraphs = [facts]
    if (share := metrics.pop(_TEST_ACCURACY, None)) is not None:
        paragraphs.append(
            f"A `cnn` that learned from 60,000 generated digits alone reads {100 * share:.2f} % of "
            f"MNIST's test digits; the target is {100 * TARGET:.1f} %: {met(share >= TARGET)}."
        )
    rows = [[key.replace("_", " "), f"{value:g}"] for key, value in metrics.items()]
    if rows:
        paragraphs.append(table(["measured", "value"], rows))
    return "\n\n".join(paragraphs)
