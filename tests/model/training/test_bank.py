import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest

from model.training import bank
from model.training.bank import (
    MNIST_SHARE,
    PEN_SHARE,
    SHARES,
    Material,
    Split,
    build_bank,
    draw_mixture,
    draw_outlier,
    load_material,
)
from model.training.examples import NOT_A_DIGIT
from model.training.outliers import Kind
from model.training.pens import Drawing
from model.training.styles import path


@pytest.fixture
def material() -> Material:
    images = np.zeros((2, 28, 28), np.uint8)
    images[0, 4:24, 13:16] = 255
    images[1, 4:24, 8:20] = np.eye(20, 12, dtype=np.uint8) * 255
    pens = [Drawing("8", 1, (path((-0.3, -0.5), (0.3, 0.5), (-0.3, 0.5), (0.3, -0.5)),))]
    return Material(
        images, np.array([1, 2], np.uint8), pens, [Drawing("Latin/24", 1, pens[0].strokes)]
    )


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_outlier_is_drawn(kind: Kind, material: Material) -> None:
    rng = np.random.default_rng(0)
    for _ in range(10):
        field = draw_outlier(kind, material, rng)
        assert field.shape == (28, 28)
        assert field.max() > 50


def test_the_mixture_has_its_shares(material: Material) -> None:
    fields, labels = draw_mixture(material, 600, np.random.default_rng(0))
    assert fields.any(axis=(1, 2)).all()
    counts = {label: float((labels == label).mean()) for label in (8, NOT_A_DIGIT)}
    assert counts[8] == pytest.approx(PEN_SHARE, abs=0.06)
    assert counts[NOT_A_DIGIT] == pytest.approx(1 - PEN_SHARE - MNIST_SHARE, abs=0.06)
    assert set(labels.tolist()) == {1, 2, 8, NOT_A_DIGIT}
    assert sum(share for _, share in SHARES) == pytest.approx(1)


def test_a_bank_is_drawn_once_and_depends_only_on_its_seed(
    tmp_path: Path, material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank, "load_material", lambda *_: material)
    monkeypatch.setattr(bank, "PIECE", 4)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    shares: list[float] = []
    first = build_bank(tmp_path, tmp_path / "a.npy", 10, 3, shares.append)
    assert shares == pytest.approx([1 / 3, 2 / 3, 1])
    again = build_bank(tmp_path, tmp_path / "b.npy", 10, 3)
    other = build_bank(tmp_path, tmp_path / "c.npy", 10, 4)
    np.testing.assert_array_equal(first.images, again.images)
    np.testing.assert_array_equal(first.labels, again.labels)
    assert (first.images != other.images).any()
    monkeypatch.setattr(bank, "load_material", None)  # reading it back draws nothing
    kept = build_bank(tmp_path, tmp_path / "a.npy", 10, 3)
    np.testing.assert_array_equal(kept.images, first.images)


def test_a_bank_that_was_broken_off_leaves_nothing_that_looks_whole(
    tmp_path: Path, material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank, "load_material", lambda *_: material)
    monkeypatch.setattr(bank, "PIECE", 4)
    monkeypatch.setattr("os.cpu_count", lambda: 1)

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_bank(tmp_path, tmp_path / "a.npy", 10, 3, stop)
    assert not (tmp_path / "a.npy").exists()


def test_a_worker_ends_when_the_program_that_started_it_is_killed() -> None:
    script = """if True:
        import multiprocessing
        from model.training.bank import end_with_parent
        worker = multiprocessing.get_context("spawn").Process(target=end_with_parent)
        worker.start()
        print(worker.pid, flush=True)
        worker.join()
    """
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        worker = psutil.Process(int(program.stdout.readline()))
        program.kill()
    worker.wait(timeout=5)


def test_splits_share_no_writer_drawer_or_picture(data_dir: Path) -> None:
    parts = [load_material(data_dir, split) for split in Split]
    assert [len(part.images) for part in parts] == [55_000, 5_000, 10_000]
    for chosen in ("pens", "characters"):
        people = [{drawing.writer for drawing in getattr(part, chosen)} for part in parts]
        assert not people[0] & people[1]
        assert not people[0] & people[2]
        assert not people[1] & people[2]
    assert [len({drawing.writer for drawing in part.pens}) for part in parts] == [24, 3, 3]
