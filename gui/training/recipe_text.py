"""The recipes in the person's language; here, because translation tools read literal texts only."""

from PySide6.QtCore import QCoreApplication

from model.training.recipes import RECIPES

translate = QCoreApplication.translate


def title(name: str) -> str:
    """Return what a recipe is called; the name itself where it is unknown by now."""
    titles = {
        "quick": translate("Recipe", "Quick"),
        "shipped": translate("Recipe", "As shipped"),
        "cnn": translate("Recipe", "Convolutional network"),
        "dense-512": translate("Recipe", "512 hidden units"),
        "mlp-ema": translate("Recipe", "500 hidden units, averaged weights"),
        "dense-128": translate("Recipe", "128 hidden units"),
        "softmax-1000": translate("Recipe", "Softmax regression, 1,000 steps"),
        "softmax-epochs": translate("Recipe", "Softmax regression, 400 epochs"),
    }
    return titles.get(name, name)


def summary(name: str) -> str:
    """Return one sentence on what a recipe is."""
    summaries = {
        "quick": translate(
            "Recipe",
            "A small convolutional network in two passes; it also learns what is not a digit.",
        ),
        "shipped": translate(
            "Recipe",
            "Rebuilds the model that comes with the program, from MNIST and rendered pen strokes.",
        ),
        "cnn": translate(
            "Recipe", "Two convolutions with pooling, dropout and one dense layer; Adam."
        ),
        "dense-512": translate("Recipe", "One hidden layer of 512 units; RMSprop."),
        "mlp-ema": translate(
            "Recipe",
            "One hidden layer of 500 units; decaying learning rate, L2, moving average of the "
            "weights.",
        ),
        "dense-128": translate(
            "Recipe", "One hidden layer of 128 units; 1,000 steps of plain gradient descent."
        ),
        "softmax-1000": translate(
            "Recipe",
            "No hidden layer, started from zeros; summed cross-entropy on 1,000 random batches.",
        ),
        "softmax-epochs": translate(
            "Recipe",
            "No hidden layer; mean cross-entropy on every batch of every epoch, with checkpoints.",
        ),
    }
    return summaries.get(name, RECIPES[name].summary)
