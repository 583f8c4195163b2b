import numpy as np

from model.bundle import load_bundle
from model.measuring import fieldreader
from model.measuring.fieldreader import FieldReader
from model.paths import bundled_model
from model.recognizer import Recognizer


def test_many_at_once_are_read_like_each_alone() -> None:
    bundle = load_bundle(bundled_model())
    drawn = np.random.default_rng(0).integers(0, 255, (fieldreader.BATCH + 3, 28, 28))
    fields = drawn.astype(np.uint8)
    together = FieldReader(bundle.litert_path)(fields)
    recognizer = Recognizer(bundle)
    for number in (0, 1, fieldreader.BATCH - 1, fieldreader.BATCH, fieldreader.BATCH + 2):
        np.testing.assert_allclose(together[number], recognizer.logits(fields[number]), atol=1e-4)
