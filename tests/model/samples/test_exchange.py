import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from model.errors import SampleFileError
from model.samples.exchange import ExchangeForm, Exported, export_samples, load_samples
from model.samples.field import field_of
from model.samples.formats import common
from model.samples.formats.common import ExchangeCancelledError
from model.samples.sample import NOT_A_DIGIT, NewSample, Source
from model.samples.store import SampleStore
from tests.model.samples.formats.exchanging import drawn, mixed, pictured, tree

EVERY = list(ExchangeForm)


def target(tmp_path: Path, form: ExchangeForm) -> Path:
    return tmp_path / ("samples" if form.is_folder else f"samples.{form.value}")


def fields(samples: list[NewSample]) -> list[tuple[int, bytes]]:
    return sorted((sample.label, field_of(sample).tobytes()) for sample in samples)


@pytest.mark.parametrize("form", EVERY)
def test_what_was_exported_is_read_again(tmp_path: Path, form: ExchangeForm) -> None:
    samples = mixed()
    carried = [sample for sample in samples if form.can_carry(sample)]
    path = target(tmp_path, form)
    exported = export_samples(samples, path, form)
    assert exported == Exported(len(carried), len(samples) - len(carried))
    for source in {path, tmp_path if not form.is_folder else path}:
        read = load_samples(source, profile="Ben")
        assert fields(read) == fields(carried)
        assert {sample.source for sample in read} == {Source.IMPORT}


@pytest.mark.parametrize("form", EVERY)
def test_a_second_round_changes_nothing_at_all(tmp_path: Path, form: ExchangeForm) -> None:
    first, second = (target(tmp_path / name, form) for name in ("first", "second"))
    export_samples(mixed(), first, form)
    export_samples(load_samples(first), second, form)
    if form.is_folder:
        assert tree(first) == tree(second)
    else:
        assert first.read_bytes() == second.read_bytes()


def test_ink_brings_all_that_is_known_of_it(tmp_path: Path) -> None:
    samples = [drawn(3), drawn(NOT_A_DIGIT, "Zoë O’Neill <&>"), drawn(8, "Ben")]
    export_samples(samples, tmp_path / "samples.inkml", ExchangeForm.INKML)
    read = load_samples(tmp_path / "samples.inkml", profile="nobody")
    for sample, again in zip(samples, read, strict=True):
        assert (again.ink, again.label, again.profile) == (
            sample.ink,
            sample.label,
            sample.profile,
        )
        assert again.created == sample.created
        assert (again.read_digit, again.read_confidence) == (
            sample.read_digit,
            sample.read_confidence,
        )


def test_pictures_are_exported_byte_for_byte(tmp_path: Path) -> None:
    samples = [pictured(4), pictured(NOT_A_DIGIT)]
    export_samples(samples, tmp_path / "samples", ExchangeForm.PNG_FOLDER)
    assert tree(tmp_path / "samples") == {
        "4/00001.png": samples[0].picture,
        "not-a-digit/00001.png": samples[1].picture,
    }


def test_what_names_no_writer_is_of_the_one_that_is_asked_for(tmp_path: Path) -> None:
    export_samples(mixed(), tmp_path / "samples.csv", ExchangeForm.CSV)
    assert {sample.profile for sample in load_samples(tmp_path, profile="Ben")} == {"Ben"}


def test_a_folder_may_hold_several_forms_and_other_files(tmp_path: Path) -> None:
    export_samples(mixed(), tmp_path / "all", ExchangeForm.PNG_FOLDER)
    export_samples([drawn(1)], tmp_path / "all" / "one.inkml", ExchangeForm.INKML)
    export_samples([drawn(2), drawn(3)], tmp_path / "two", ExchangeForm.IDX_FOLDER)
    for path in (tmp_path / "two").iterdir():
        (tmp_path / "all" / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    export_samples([drawn(7)], tmp_path / "all" / "table.csv", ExchangeForm.CSV)
    (tmp_path / "all" / "notes.txt").write_text("who wrote what")
    (tmp_path / "all" / ".hidden.csv").write_text("not for us")
    (tmp_path / "all" / ".git").mkdir()
    read = load_samples(tmp_path / "all")
    assert [sample.label for sample in read] == [*range(10), NOT_A_DIGIT, 1, 2, 3, 7]


def test_a_folder_without_samples_says_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(SampleFileError, match="sub-folders 0 to 9"):
        load_samples(tmp_path)
    with pytest.raises(SampleFileError, match=r"no file or folder .*nowhere"):
        load_samples(tmp_path / "nowhere")
    with pytest.raises(SampleFileError, match=r"notes\.txt is no InkML, IDX or CSV"):
        load_samples(tmp_path / "notes.txt")


@pytest.mark.parametrize("form", [ExchangeForm.CSV, ExchangeForm.IDX_FOLDER, ExchangeForm.INKML])
def test_nothing_is_written_where_the_form_can_carry_nothing(
    tmp_path: Path, form: ExchangeForm
) -> None:
    with pytest.raises(SampleFileError, match="None of these samples"):
        export_samples([pictured(NOT_A_DIGIT)], target(tmp_path, form), form)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", [form for form in EVERY if form.is_folder])
def test_a_folder_that_holds_something_is_never_replaced(
    tmp_path: Path, form: ExchangeForm
) -> None:
    path = tmp_path / "samples"
    path.mkdir()
    (path / "thesis.txt").write_text("years of work")
    with pytest.raises(SampleFileError, match="choose a name that is free"):
        export_samples(mixed(), path, form)
    assert tree(tmp_path) == {"samples/thesis.txt": b"years of work"}
    (path / "thesis.txt").unlink()
    assert export_samples([drawn(1)], path, form).count == 1


@pytest.mark.parametrize("form", EVERY)
def test_a_disk_that_fills_leaves_what_was_there_and_nothing_half_done(
    tmp_path: Path, form: ExchangeForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = target(tmp_path, form)
    if not form.is_folder:
        path.write_text("of last week")
    before = tree(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SampleFileError, match="No space left on device"):
        export_samples(mixed(), path, form)
    assert tree(tmp_path) == before
    assert sorted(tmp_path.iterdir()) == ([] if form.is_folder else [path])


@pytest.mark.parametrize("form", EVERY)
def test_exporting_and_importing_can_be_cancelled_anywhere(
    tmp_path: Path, form: ExchangeForm
) -> None:
    path = target(tmp_path, form)
    steps: list[tuple[int, int]] = []
    export_samples(mixed(), path, form, lambda done, total: steps.append((done, total)))
    assert all(0 <= done <= total for done, total in steps)

    def cancel_at(step: int) -> Callable[[int, int], None]:
        seen = iter(range(1000))

        def watch(_done: int, _total: int) -> None:
            if next(seen) == step:
                raise ExchangeCancelledError

        return watch

    for step in (0, len(steps) - 1):
        other = target(tmp_path / f"cancelled-{step}", form)
        with pytest.raises(ExchangeCancelledError):
            export_samples(mixed(), other, form, cancel_at(step))
        assert not other.exists()
        with pytest.raises(ExchangeCancelledError):
            load_samples(path, watch=cancel_at(0))


@pytest.mark.parametrize("form", EVERY)
def test_more_than_can_be_taken_at_once_is_refused(
    tmp_path: Path, form: ExchangeForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_samples([drawn(1)] * 4, target(tmp_path, form), form)
    monkeypatch.setattr(common, "MOST_SAMPLES", 3)
    with pytest.raises(SampleFileError, match=r"4 samples, more than the 3 taken at once"):
        load_samples(target(tmp_path, form))


def test_what_is_imported_is_kept_in_one_transaction(tmp_path: Path) -> None:
    export_samples(mixed(), tmp_path / "samples", ExchangeForm.PNG_FOLDER)
    with SampleStore.open(tmp_path / "store.sqlite3", tmp_path / "backups") as store:
        numbers = store.add_all(load_samples(tmp_path / "samples", "Ada"))
        assert [sample.label for sample in store.get(numbers)] == [*range(10), NOT_A_DIGIT]
        assert store.profiles() == ("Ada",)
