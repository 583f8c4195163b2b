from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.errors import DataError
from model.inkml import read_inkml
from model.paths import asset
from model.samples.sample import NOT_A_DIGIT, NewSample, Source
from model.training import generator
from model.training.data import MnistData
from model.training.messages import TrainingRequest
from model.training.rundata import RunData, obtain_data
from model.training.source import DataKind, DataSource
from tests.model.training.digit_files import make_digits, npz_arrays, write_mnist


def samples(count: int) -> tuple[NewSample, ...]:
    """Return samples, one of each digit in turn."""
    inks = [read_inkml(asset("strokes", f"{digit}.inkml")) for digit in range(10)]
    return tuple(
        NewSample(label=n % 10, profile="Me", source=Source.TEACH, ink=inks[n % 10])
        for n in range(count)
    )


def obtain(request: TrainingRequest) -> RunData:
    return obtain_data(request, lambda _: None, lambda: None)


@pytest.fixture
def request_(tmp_path: Path) -> TrainingRequest:
    return TrainingRequest("quick", write_mnist(tmp_path / "mnist"), tmp_path / "new")


def test_the_last_sixth_of_a_small_mnist_is_held_out(request_: TrainingRequest) -> None:
    images, labels = make_digits(600, 1)

    data = obtain(request_)

    np.testing.assert_array_equal(data.training.images, images[:500])
    np.testing.assert_array_equal(data.held_out.labels, labels[500:])
    assert len(data.test) == 100
    assert data.test_name == "mnist_test"
    assert data.credits == ("500 training digits of MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0",)
    assert len(data.own_test) == 0


def test_a_file_of_ones_own_is_named_on_the_card(request_: TrainingRequest, tmp_path: Path) -> None:
    path = tmp_path / "mine {0}.npz"
    np.savez(path, **npz_arrays(120, 30))  # type: ignore[arg-type] # numpy's gap

    data = obtain(replace(request_, source=DataSource(DataKind.FILES, (path,))))

    assert data.test_name == "files_test"
    assert data.credits == ("100 digits from mine {0}.npz",)
    assert (len(data.training), len(data.held_out), len(data.test)) == (100, 20, 30)


def test_generated_digits_need_no_mnist(
    request_: TrainingRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int, int]] = []

    def made(train: int, test: int, seed: int) -> MnistData:
        asked.append((train, test, seed))
        return MnistData(*make_digits(60, 1), *make_digits(20, 2))

    monkeypatch.setattr(generator, "generated_digits", made)
    source = DataSource(DataKind.GENERATED)

    data = obtain(replace(request_, data=None, source=source, seed=7))

    assert asked[0][2] == 7
    assert data.test_name == "generated_test"
    assert "generator" in data.credits[0]


def test_samples_are_mixed_in_and_some_only_measured(request_: TrainingRequest) -> None:
    plain = obtain(request_)

    data = obtain(replace(request_, source=DataSource(DataKind.MNIST, (), samples(60))))

    own = len(data.training) - len(plain.training)
    assert own == 50, "a tenth of the digits"
    assert len(data.own_test) == 10
    np.testing.assert_array_equal(data.held_out.images, plain.held_out.images)
    assert data.credits[1] == "50 of your own samples, with 50 variations"


def test_samples_alone_are_learned_from_where_there_are_enough(request_: TrainingRequest) -> None:
    source = DataSource(DataKind.SAMPLES, (), samples(100))

    data = obtain(replace(request_, data=None, source=source))

    assert data.test_name == "own_test"
    assert len(data.training) == 60 * 60
    assert set(data.training.labels) == set(range(10))
    assert len(data.test) == 20
    assert len(data.held_out) > 100


def test_too_few_samples_are_refused(request_: TrainingRequest) -> None:
    source = DataSource(DataKind.SAMPLES, (), samples(95))

    with pytest.raises(DataError, match="too few of 5, 6, 7, 8, 9"):
        obtain(replace(request_, source=source))


def test_a_sample_that_is_no_digit_is_learned_but_never_measured(
    request_: TrainingRequest,
) -> None:
    scribbles = tuple(replace(item, label=NOT_A_DIGIT) for item in samples(10))

    data = obtain(replace(request_, source=DataSource(DataKind.MNIST, (), scribbles)))

    assert (data.training.labels == NOT_A_DIGIT).any()
    assert len(data.own_test) == 0
