"""The part of the choices that says what a model shall learn from."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui import wording
from gui.dialog_parts import CARD, sentence
from gui.theme import SPACING_PX
from gui.training.questions import Questions
from model.errors import DataError
from model.samples.sample import NewSample
from model.training.data import find_mnist
from model.training.own_files import is_npz, labels_beside
from model.training.source import DataKind, DataSource, lacking


class DataCard(QFrame):
    """Chooses between MNIST, generated digits, a file and the person's own samples.

    Where MNIST is not on the computer it offers to fetch it; without that, generated digits are
    the data, and the card says so.

    Signals:
        changed: Something else is chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Lay out the card and look for MNIST in the usual places."""
        super().__init__()
        self.setObjectName(CARD)
        self._folder = find_mnist()
        self._chosen: Path | None = None
        self._files: tuple[Path, ...] = ()
        self._samples: tuple[NewSample, ...] = ()
        self._problem = ""
        self.kind_box = QComboBox()
        for kind, name in (
            (DataKind.MNIST, self.tr("MNIST, 70,000 scanned digits")),
            (DataKind.GENERATED, self.tr("Generated digits")),
            (DataKind.FILES, self.tr("A file of my own")),
            (DataKind.SAMPLES, self.tr("My samples alone")),
        ):
            self.kind_box.addItem(name, kind)
        self.data_label = sentence()
        self.problem_label = sentence()
        self.download_box = QCheckBox(self.tr("&Download MNIST (11 MB), once"))
        self.download_box.setChecked(True)
        self.choose_button = QPushButton()
        self.mix_box = QCheckBox()
        self._lay_out()
        self.kind_box.currentIndexChanged.connect(self.on_kind_changed)
        self.download_box.toggled.connect(self.on_download_toggled)
        self.choose_button.clicked.connect(self.on_choose_clicked)
        self.mix_box.toggled.connect(self.changed)
        self._refresh()

    @property
    def kind(self) -> DataKind:
        """What most of the digits shall be."""
        return DataKind(self.kind_box.currentData())

    @property
    def folder(self) -> Path | None:
        """Where MNIST lies; None where it is not on this computer."""
        return self._folder

    @property
    def chosen_folder(self) -> Path | None:
        """The folder of the person's choice; some recipes learn from what lies beside MNIST."""
        return self._chosen

    @property
    def will_download(self) -> bool:
        """True where MNIST is to be fetched."""
        is_wanted = self.kind is DataKind.MNIST and self._folder is None
        return is_wanted and self.download_box.isChecked()

    @property
    def is_ready(self) -> bool:
        """True where there is something to train on."""
        match self.kind:
            case DataKind.MNIST:
                return self._folder is not None or self.will_download
            case DataKind.FILES:
                return bool(self._files)
            case DataKind.SAMPLES:
                return not lacking(self._samples)
            case DataKind.GENERATED:
                return True

    @property
    def source(self) -> DataSource:
        """What is chosen."""
        kind = self.kind
        wants_samples = kind is DataKind.SAMPLES or self.mix_box.isChecked()
        return DataSource(
            kind,
            self._files if kind is DataKind.FILES else (),
            self._samples if wants_samples else (),
        )

    def offer_samples(self, samples: Sequence[NewSample]) -> None:
        """Offer the person's samples, the oldest first."""
        self._samples = tuple(samples)
        self._refresh()

    def choose(self, kind: DataKind) -> None:
        """Choose what most of the digits shall be."""
        self.kind_box.setCurrentIndex(self.kind_box.findData(kind))

    def look_again(self) -> None:
        """Look for MNIST in the usual places where it was missing: it may have come meanwhile."""
        if self._folder is None:
            self._folder = find_mnist()
            self._refresh()

    def restrict(self, *, to_mnist: bool) -> None:
        """Allow nothing but MNIST, or everything."""
        if to_mnist:
            self.choose(DataKind.MNIST)
            self.mix_box.setChecked(False)
        self.kind_box.setEnabled(not to_mnist)
        self.mix_box.setEnabled(not to_mnist)

    @Slot()
    def on_kind_changed(self) -> None:
        """Describe what is chosen."""
        self._problem = ""
        if self.kind is DataKind.MNIST and self._folder is None:
            self.download_box.setChecked(True)
        self._refresh()

    @Slot(bool)
    def on_download_toggled(self, is_wanted: bool) -> None:
        """Turn to generated digits where MNIST is not wanted."""
        if not is_wanted and self.kind is DataKind.MNIST and self.kind_box.isEnabled():
            self.choose(DataKind.GENERATED)
        self._refresh()

    @Slot()
    def on_choose_clicked(self) -> None:
        """Look for data where the person says."""
        if self.kind is DataKind.FILES:
            self._choose_files()
        else:
            self._choose_folder()
        self._refresh()

    def _choose_folder(self) -> None:
        chosen = Questions.ask_folder(self, str(self._folder or Path.home()))
        if chosen is None:
            return
        try:
            self._folder = find_mnist(chosen)
        except DataError as error:
            self._problem = str(error)
        else:
            self._chosen, self._problem = chosen, ""

    def _choose_files(self) -> None:
        images = Questions.ask_digit_file(self, str(Path.home()))
        if images is None:
            return
        try:
            if is_npz(images):
                self._files, self._problem = (images,), ""
                return
            labels = labels_beside(images) or Questions.ask_label_file(self, str(images.parent))
        except DataError as error:
            self._problem = str(error)
            return
        if labels is not None:
            self._files, self._problem = (images, labels), ""

    def _refresh(self) -> None:
        """Say what the data are, what is wrong with them, and what can be done."""
        kind = self.kind
        self.data_label.setText(self._explanation())
        self.problem_label.setText(self._problem)
        self.problem_label.setVisible(bool(self._problem))
        self.download_box.setVisible(kind is DataKind.MNIST and self._folder is None)
        self.choose_button.setVisible(kind in {DataKind.MNIST, DataKind.FILES})
        self.choose_button.setText(
            self.tr("Choose &File…") if kind is DataKind.FILES else self.tr("Choose &Folder…")
        )
        count = len(self._samples)
        self.mix_box.setText(self.tr("&Mix in my samples ({0})").format(wording.whole(count)))
        self.mix_box.setVisible(count > 0 and kind is not DataKind.SAMPLES)
        self.changed.emit()

    def _explanation(self) -> str:
        match self.kind:
            case DataKind.MNIST:
                return self._about_mnist()
            case DataKind.GENERATED:
                return self._about_generated()
            case DataKind.FILES:
                return self._about_files()
            case DataKind.SAMPLES:
                return self._about_samples()

    def _about_mnist(self) -> str:
        if self._folder is not None:
            return self.tr("Found in {0}").format(self._folder)
        return self.tr(
            "Not found on this computer. Without a network, choose a folder that has its four IDX "
            "files or mnist.npz, or take generated digits."
        )

    def _about_generated(self) -> str:
        if self._folder is not None:
            return self.tr("The program's own generator makes the digits.")
        return self.tr(
            "MNIST is not on this computer, so the program's own generator makes the digits. This "
            "needs no network."
        )

    def _about_files(self) -> str:
        if self._files:
            return "\n".join(str(path) for path in self._files)
        return self.tr(
            "An npz file with x and y, or an IDX file of images with one of labels: 28×28 pixels, "
            "light on black."
        )

    def _about_samples(self) -> str:
        missing = lacking(self._samples)
        if not missing:
            count = wording.whole(len(self._samples))
            return self.tr("{0} samples, each learned in many variations.").format(count)
        digits = ", ".join(map(str, missing))
        return self.tr(
            "Too few so far: ten of each digit are needed. More are missing of {0}."
        ).format(digits)

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Training da&ta"))
        label.setBuddy(self.kind_box)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        self.choose_button.setAutoDefault(False)
        self.choose_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACING_PX)
        row.addWidget(self.choose_button)
        row.addWidget(self.download_box)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACING_PX, SPACING_PX, 2 * SPACING_PX, 2 * SPACING_PX)
        column.setSpacing(SPACING_PX)
        parts: tuple[QWidget, ...] = (label, self.kind_box, self.data_label, self.problem_label)
        for widget in parts:
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.mix_box)
