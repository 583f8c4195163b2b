from pathlib import Path

import numpy as np
from PIL import Image

from model.measuring.misread import draw_misread, misread_sheet
from model.training.data import load_mnist
from tests.model.training.digit_files import write_mnist


def test_each_misread_digit_is_on_the_sheet_as_it_is(tmp_path: Path) -> None:
    folder = write_mnist(tmp_path / "mnist", 10, 20)
    misread = [[number, 3, 5, 0.75, 0.9] for number in (2, 7, 19)]
    draw_misread(misread, folder, tmp_path / "misread.png")
    sheet = np.asarray(Image.open(tmp_path / "misread.png"))
    images = load_mnist(folder).test_images
    for number, (index, *_) in enumerate(misread):
        left = 8 + number * (84 + 8)
        shown = sheet[8 : 8 + 84 : 3, left : left + 84 : 3]
        np.testing.assert_array_equal(shown, images[int(index)])


def test_a_sheet_has_a_line_for_every_eight_digits_and_text_below() -> None:
    blank = np.full((28, 28), 255, np.uint8)
    one, nine = (misread_sheet([(blank, [0, 1, 2, 0.5, 1.0])] * n) for n in (1, 9))
    assert nine.shape[1] == one.shape[1]
    assert nine.shape[0] - one.shape[0] == 84 + 28 + 8
    assert one[8 + 84 :, 8:92].min() < 100, "truth, reading and index"
    assert misread_sheet([]).min() == 255, "a model that misreads nothing"
