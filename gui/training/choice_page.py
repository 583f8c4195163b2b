"""The page where a recipe and its data are chosen, and training is started."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui import wording
from gui.dialog_parts import card_frame, heading, hint, sentence
from gui.folded_section import FoldedSection
from gui.theme import SPACING_PX
from gui.training import recipe_text
from gui.training.data_card import DataCard
from gui.training.page import Page
from model.training.messages import TrainingRequest
from model.training.recipes import DEFAULT_RECIPE, RECIPES, Recipe

_LARGEST_SEED = 2**31 - 1
_MOST_EPOCHS = 1000


class ChoicePage(Page):
    """Recipe, data and, folded away, seed and rounds.

    Signals:
        start_requested: The person wants to train what ``request`` describes.
        close_requested: The person wants no training.
        runs_requested: The person wants to see earlier runs.
    """

    start_requested = Signal()
    close_requested = Signal()
    runs_requested = Signal()

    def __init__(self) -> None:
        """Lay out the page and look for MNIST in the usual places."""
        super().__init__()
        self.notice = sentence()
        self.notice.hide()
        self.start_button = QPushButton()
        self.start_button.clicked.connect(self.start_requested)
        self.close_button = QPushButton(self.tr("&Close"))
        self.close_button.clicked.connect(self.close_requested)
        self.runs_button = QPushButton(self.tr("Earlier R&uns…"))
        self.runs_button.clicked.connect(self.runs_requested)
        self.default_button = self.start_button
        self.data = DataCard()
        self.data.changed.connect(self.on_data_changed)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._recipe_card())
        self.body.addWidget(self.data)
        self.body.addWidget(self._advanced())
        self.body.addStretch(1)
        title = heading(self.tr("Train a new model"))
        self.lay_out(title, self.runs_button, self.close_button, self.start_button)
        self.on_recipe_changed()
        self.on_data_changed()

    @property
    def recipe(self) -> Recipe:
        """The chosen recipe."""
        return RECIPES[self.recipe_box.currentData()]

    def request(self, out: Path) -> TrainingRequest:
        """Return what was chosen, to be trained into the folder ``out``.

        Without a folder of the person's choice the training process looks in the usual places.
        """
        epochs = self.epochs_box.value()
        return TrainingRequest(
            recipe=self.recipe.name,
            data=self.data.chosen_folder,
            out=out,
            seed=self.seed_box.value(),
            epochs=None if epochs == self.recipe.epochs else epochs,
            allow_download=self.data.will_download,
            source=self.data.source,
        )

    def show_notice(self, text: str) -> None:
        """Say above the choices how the last run ended; an empty text says nothing."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    @Slot()
    def on_recipe_changed(self) -> None:
        """Describe the chosen recipe and offer its own number of rounds."""
        recipe = self.recipe
        self.recipe_summary.setText(recipe_text.summary(recipe.name))
        text = self.tr(
            "Reads about {0} of MNIST's test digits correctly. Trains for about {1} on two "
            "processor cores."
        )
        expected = text.format(
            wording.percent(recipe.accuracy, 1), wording.duration(recipe.seconds)
        )
        self.recipe_expectation.setText(expected)
        self.epochs_box.setValue(recipe.epochs)
        # The model that comes with the program learns from MNIST and what lies beside it.
        self.data.restrict(to_mnist=recipe.name == "shipped")

    @Slot()
    def on_data_changed(self) -> None:
        """Offer to start only where there is something to train on."""
        self.start_button.setEnabled(self.data.is_ready)
        self.start_button.setText(
            self.tr("Download and &Start") if self.data.will_download else self.tr("&Start")
        )

    def _recipe_card(self) -> QWidget:
        self.recipe_box = QComboBox()
        for recipe in RECIPES.values():
            self.recipe_box.addItem(recipe_text.title(recipe.name), recipe.name)
        self.recipe_box.setCurrentIndex(self.recipe_box.findData(DEFAULT_RECIPE))
        self.recipe_box.currentIndexChanged.connect(self.on_recipe_changed)
        self.recipe_summary = sentence()
        self.recipe_expectation = hint()
        label = QLabel(self.tr("&Recipe"))
        label.setBuddy(self.recipe_box)
        return _card(label, self.recipe_box, self.recipe_summary, self.recipe_expectation)

    def _advanced(self) -> QWidget:
        self.seed_box = QSpinBox(maximum=_LARGEST_SEED)
        self.seed_box.setToolTip(self.tr("The same seed gives the same model."))
        self.epochs_box = QSpinBox(minimum=1, maximum=_MOST_EPOCHS)
        self.epochs_box.setToolTip(self.tr("How many rounds over the training data."))
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(3 * SPACING_PX, 0, 0, 0)
        form.setSpacing(SPACING_PX)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow(self.tr("S&eed"), self.seed_box)
        form.addRow(self.tr("R&ounds"), self.epochs_box)
        self.advanced = FoldedSection(self.tr("&Advanced"), content)
        return self.advanced


def _card(title: QLabel, *content: QWidget) -> QFrame:
    """Return a frame with a title above its content."""
    font = title.font()
    font.setBold(True)
    title.setFont(font)
    card = card_frame()
    column = QVBoxLayout(card)
    column.setContentsMargins(2 * SPACING_PX, SPACING_PX, 2 * SPACING_PX, 2 * SPACING_PX)
    column.setSpacing(SPACING_PX)
    column.addWidget(title)
    for widget in content:
        column.addWidget(widget)
    return card
