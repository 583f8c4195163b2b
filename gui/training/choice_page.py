"""The page where a recipe is chosen, the data are found, and training is started."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui import wording
from gui.dialog_parts import card_frame, heading, hint, sentence
from gui.folded_section import FoldedSection
from gui.theme import SPACING_PX
from gui.training.page import Page
from gui.training.questions import Questions
from model.errors import DataError
from model.training.data import find_mnist
from model.training.messages import TrainingRequest
from model.training.recipes import DEFAULT_RECIPE, RECIPES, Recipe

_LARGEST_SEED = 2**31 - 1
_MOST_EPOCHS = 1000


class ChoicePage(Page):
    """Recipe, data and, folded away, seed and epochs.

    Signals:
        start_requested: The person wants to train what ``request`` describes.
        close_requested: The person wants no training.
    """

    start_requested = Signal()
    close_requested = Signal()

    def __init__(self) -> None:
        """Lay out the page and look for MNIST in the usual places."""
        super().__init__()
        self._folder = find_mnist()
        self._chosen: Path | None = None
        self.notice = sentence()
        self.notice.hide()
        self.start_button = QPushButton()
        self.start_button.clicked.connect(self.start_requested)
        self.close_button = QPushButton(self.tr("&Close"))
        self.close_button.clicked.connect(self.close_requested)
        self.default_button = self.start_button
        self.body.addWidget(self.notice)
        self.body.addWidget(self._recipe_card())
        self.body.addWidget(self._data_card())
        self.body.addWidget(self._advanced())
        self.body.addStretch(1)
        self.lay_out(heading(self.tr("Train a new model")), self.close_button, self.start_button)
        self.on_recipe_changed()
        self._show_data()

    @property
    def recipe(self) -> Recipe:
        """The chosen recipe."""
        return RECIPES[self.recipe_box.currentData()]

    @property
    def folder(self) -> Path | None:
        """Where MNIST lies; None where it is not on this machine."""
        return self._folder

    def request(self, out: Path) -> TrainingRequest:
        """Return what was chosen, to be trained into the folder ``out``.

        Without a folder of the person's choice the training process looks in the usual places.
        """
        epochs = self.epochs_box.value()
        return TrainingRequest(
            recipe=self.recipe.name,
            data=self._chosen,
            out=out,
            seed=self.seed_box.value(),
            epochs=None if epochs == self.recipe.epochs else epochs,
            allow_download=self._folder is None and self.download_box.isChecked(),
        )

    def show_notice(self, text: str) -> None:
        """Say above the choices how the last run ended; an empty text says nothing."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    @Slot()
    def on_recipe_changed(self) -> None:
        """Describe the chosen recipe and offer its own number of epochs."""
        recipe = self.recipe
        # The list of recipes is shared with the command line, so its sentences have no `tr`.
        self.recipe_summary.setText(QCoreApplication.translate("Recipe", recipe.summary))
        text = self.tr(
            "Reads about {0} of MNIST's test digits correctly. Trains for about {1} on two "
            "processor cores."
        )
        expected = text.format(
            wording.percent(recipe.accuracy, 1), wording.duration(recipe.seconds)
        )
        self.recipe_expectation.setText(expected)
        self.epochs_box.setValue(recipe.epochs)

    @Slot()
    def on_choose_folder_clicked(self) -> None:
        """Look for MNIST in a folder of the person's choice."""
        chosen = Questions.ask_folder(self, str(self._folder or Path.home()))
        if chosen is None:
            return
        try:
            self._folder = find_mnist(chosen)
        except DataError as error:
            self._show_data(str(error))
        else:
            # Not where MNIST lies in it: some recipes learn from what lies beside MNIST, too.
            self._chosen = chosen
            self._show_data()

    @Slot()
    def on_download_toggled(self) -> None:
        """Offer to start only where there is something to train on."""
        will_download = self._folder is None and self.download_box.isChecked()
        self.start_button.setEnabled(self._folder is not None or will_download)
        self.start_button.setText(
            self.tr("Download and &Start") if will_download else self.tr("&Start")
        )

    def _show_data(self, problem: str = "") -> None:
        """Say where the data are, what is wrong with a chosen folder, and what can be done."""
        is_found = self._folder is not None
        if is_found:
            text = self.tr("MNIST was found in {0}").format(self._folder)
        else:
            text = self.tr("MNIST, 70,000 handwritten digits, was not found on this computer.")
        self.data_label.setText(text)
        self.problem_label.setText(problem)
        self.problem_label.setVisible(bool(problem))
        self.download_box.setVisible(not is_found)
        self.offline_hint.setVisible(not is_found and not problem)
        self.on_download_toggled()

    def _recipe_card(self) -> QWidget:
        self.recipe_box = QComboBox()
        for recipe in RECIPES.values():
            title = QCoreApplication.translate("Recipe", recipe.title)
            self.recipe_box.addItem(title, recipe.name)
        self.recipe_box.setCurrentIndex(self.recipe_box.findData(DEFAULT_RECIPE))
        self.recipe_box.currentIndexChanged.connect(self.on_recipe_changed)
        self.recipe_summary = sentence()
        self.recipe_expectation = hint()
        label = QLabel(self.tr("&Recipe"))
        label.setBuddy(self.recipe_box)
        return _card(label, self.recipe_box, self.recipe_summary, self.recipe_expectation)

    def _data_card(self) -> QWidget:
        self.data_label = sentence()
        self.problem_label = sentence()
        self.download_box = QCheckBox(self.tr("&Download MNIST (11 MB), once"))
        self.download_box.setChecked(True)
        self.download_box.toggled.connect(self.on_download_toggled)
        self.offline_hint = hint(
            self.tr(
                "Without a network, choose a folder that has MNIST's four IDX files or mnist.npz."
            )
        )
        self.folder_button = QPushButton(self.tr("Choose &Folder…"))
        self.folder_button.setAutoDefault(False)
        self.folder_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.folder_button.clicked.connect(self.on_choose_folder_clicked)
        label = QLabel(self.tr("Training data"))
        return _card(
            label,
            self.data_label,
            self.problem_label,
            self.download_box,
            self.offline_hint,
            self.folder_button,
        )

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
