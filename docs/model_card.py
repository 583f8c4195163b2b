"""Writes ``docs/model.md`` from the bundled model's own card, so that the page cannot drift.

Run it as ``make model-card`` after the bundled model has changed.
"""

import sys
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(_FOLDER.parent))

from gui.metric_text import figures  # noqa: E402 - the path is set above
from model.bundle import ModelBundle, load_bundle  # noqa: E402
from model.paths import bundled_model  # noqa: E402

PAGE = _FOLDER / "model.md"

_TEXT = """# The bundled model

This page is written by `make model-card` from `assets/models/bundled/model.json`; change that,
not this.

| | |
|---|---|
| recipe | `{recipe}`, seed {seed} |
| made on | {created} |
| network | convolutional, {parameters:,} weights; LiteRT file {size:.2f} MB |
| input | {input} |
| output | ten class logits, and one logit of "this is a digit" |
| temperature | {temperature} (Guo et al. 2017), fitted on held-out MNIST training digits and pens |
| threshold | {threshold}: a smaller digit score is "not a digit"; accepts 99 % of held-out digits |
| made with | {versions} |

## What it was trained on

{data}

The 10,000 MNIST test digits were used only for the figures below: not for training, not for
stopping, not for choosing a model. The schedule is fixed and the last state is the one that is
shipped. Writers whose pen strokes are measured were neither trained nor calibrated on.

## Figures

| measured | value |
|---|---|
{figures}

Make the model and its figures again with

    .venv/bin/python main.py train --recipe shipped --data DIR --out DIR --seed {seed}

where the first `DIR` holds MNIST, the pen strokes and the Omniglot characters in folders `mnist`,
`pen` and `not_digits`. Measure any model on data of your own with `main.py evaluate`.

## What it is for, and where it is weak

It reads single handwritten Arabic digits, 0 to 9, drawn with a pen or cut out of a clean picture.
Numbers are divided into digits before it sees them.

- Letters that look like digits (O, l, I, S, Z, B, q) are read as digits; nothing in the ink tells
  them apart.
- Halves of digits and pairs of digits in one crop are rejected less reliably than scribbles.
- A one drawn as a single stroke and a slash or a dash differ by little more than their slant.
- The writers of its data are from the United States and Turkey; rarer national styles are only
  imitated by altering strokes.
"""


def page_of(bundle: ModelBundle) -> str:
    """Return the page about a model, as Markdown."""
    card = bundle.card
    return _TEXT.format(
        recipe=card.recipe,
        seed=card.seed,
        created=card.created[:10],
        parameters=card.parameters,
        size=bundle.litert_path.stat().st_size / 1e6,
        input=card.input,
        temperature=card.temperature,
        threshold=card.threshold,
        versions=", ".join(f"{name} {version}" for name, version in card.versions.items()),
        data="\n".join(f"- {source}" for source in card.data),
        figures="\n".join(f"| {each.name} | {each.value} |" for each in figures(card.metrics)),
    )


if __name__ == "__main__":
    PAGE.write_text(page_of(load_bundle(bundled_model())), encoding="utf-8")
