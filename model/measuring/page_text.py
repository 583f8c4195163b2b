"""The words of the model card around its figures."""

from typing import Final

TEXT: Final = """# The bundled model

This page is written by `make model-card` from `assets/models/bundled/model.json`, from the
results that `make measure` and its relatives record under `docs/results/`, and from the
generator's card. Change those, not this.

| | |
|---|---|
| recipe | `{recipe}`, seed {seed} |
| made on | {created} |
| network | convolutional, {parameters:,} weights; LiteRT file {size:.2f} MB |
| input | {input} |
| output | ten class logits, and one logit of “this is a digit” |
| temperature | {temperature} (Guo et al. 2017), the median of what suits each held-out source |
| threshold | {threshold}: a smaller digit score is “not a digit”; accepts 99 % of held-out digits |
| made with | {versions} |

## What it was trained on

{data}

Who is held out of training: MNIST's last 5,000 training digits and three pen writers, each one
source, set temperature and threshold; its 10,000 test digits, three other writers ({writers}) and
two of Omniglot's drawers are only reported on. Three of the 7,494 pen digits are left out: two
carry a wrong label, and of one half is missing. None is of a writer who is reported on.

## How it was made

{making}.

The schedule is fixed and its last state is what is shipped: nothing was stopped or chosen by a
test figure. Every field passes through the functions that the canvas and pictures go
through; a test compares them byte by byte. Make it again with

    .venv/bin/python main.py train --recipe shipped --data DIR --out DIR --seed {seed}

where the first `DIR` holds MNIST, the pen strokes and the Omniglot characters in folders `mnist`,
`pen` and `not_digits`.

## What it reaches

{targets}

All of it is measured on the LiteRT form, seed {measure_seed}, with

    make measure DATA=DIR

which takes some minutes. `main.py evaluate` measures any model on data of your own.

### Pen digits of writers it never saw

| drawn | read right |
|---|---|
| as the canvas gives them | {canvas} |
| with random pens of 1.5 to 6 px (of 28), slants to 0.25, sizes ×0.2 to ×5 | {drawn} |
| in other styles, by an imitated other hand, at times scanned or photographed | {restyled} |

The calibration error of the last is {restyled_ece}.

### Perturbed test digits

Each of the 10,000 pictures is perturbed as `model/measuring/perturbations.py` says, and then goes
the whole way of an opened picture. Nothing in training uses these functions.

{robustness}

What is cut off at the top often takes a person's reading with it: a seven without its bar is a
one, and a nine without its arch an open four.

### What is not a digit

{rejection}

These things come from the generators that training uses, drawn with material and seeds of their
own. A harsher view are characters that people drew and no generator of ours: Omniglot's, by the
two held-out drawers, undistorted. Those that look like no digit are rejected in {unlike} cases.
Characters that look like digits, such as o, l, s and z, are left out of training on purpose.

{letters}

### Confusion on MNIST's test digits

{mnist_confusion}

### Confusion on pen digits of held-out writers

{pens_confusion}

### Every misread MNIST test digit

There are {misread_count}. Below each picture: what it is, what it is read as with which
probability, and its index among the test digits, from 0.

![The misread test digits](results/misread.png)

{misread}

## How much chance decides

The same recipe with other seeds, at a shortened schedule:

{seeds}

## The classics

Each recipe that others have made known, trained once from its own seed on 55,000 of MNIST's
training digits (5,000 set the temperature), with its last state measured on the test digits. Our
figures may lie a little below references that learned from all 60,000. The CPU time is of the whole
run, from loading TensorFlow to the finished model.

{classics}

`make measure-classics DATA=DIR` records them again; accuracy, cross-entropy, loss, learning rate
and mean absolute gradient after each round are in `docs/results/classics.json`. The long softmax
regression on its way:

{softmax_course}

## The generator of digits

{generator}

Distances are Euclidean over the 784 pixels in 0–1. Those of MNIST's test digits, which nobody
learned from, say what is usual; copies would lie nearer to what was learned from than these do.

## What it is for, and where it is weak

It reads single handwritten Arabic digits, 0 to 9, drawn with a pen or cut out of a clean picture.
Numbers are divided into digits before it sees them.

- Letters that look like digits (O, l, I, S, Z, B, q) are read as digits; nothing in the ink tells
  them apart.
- Halves of digits and pairs of digits in one crop are rejected less reliably than scribbles.
- A one drawn as a single stroke and a slash or a dash differ by little more than their slant.
- A digit whose edge is cut off is read worse, and worst at the top.
- A three without a notch is read as a seven or a nine, a four closed at the top as a nine.
- It is a little too cautious for writers with a clear hand and too sure for one with a hard one:
  one temperature has to do for all.
- The writers of its data are from the United States and Turkey; rarer national styles are only
  imitated by altering strokes.
"""
