from datetime import timedelta
from pathlib import Path

import pytest

from model.errors import SampleFileError
from model.inkml import write_inkml
from model.samples.exchange import ExchangeForm, export_samples, load_samples
from model.samples.formats import ink_file
from model.samples.sample import NOT_A_DIGIT, NewSample, now
from tests.model.samples.formats.exchanging import digit_ink, drawn

TRACE = "<trace>0 0, 5 5, 10 0</trace>"


def group(truth: str | None, *inside: str) -> str:
    note = "" if truth is None else f'<annotation type="truth">{truth}</annotation>'
    return f"<traceGroup>{note}{''.join(inside) or TRACE}</traceGroup>"


def note(kind: str, text: str) -> str:
    return f'<annotation type="{kind}">{text}</annotation>'


def document(folder: Path, *parts: str) -> Path:
    path = folder / "digits.inkml"
    path.write_text(f'<ink xmlns="http://www.w3.org/2003/InkML">{"".join(parts)}</ink>')
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SampleFileError) as caught:
        load_samples(path)
    return str(caught.value)


def read(path: Path) -> list[NewSample]:
    return load_samples(path, profile="Ben")


def test_a_saved_drawing_of_one_digit_is_a_sample(tmp_path: Path) -> None:
    write_inkml(tmp_path / "7.inkml", digit_ink(7), truth="7")
    (sample,) = read(tmp_path)
    assert (sample.label, sample.ink, sample.profile) == (7, digit_ink(7), "Ben")
    assert (sample.read_digit, sample.read_confidence) == (None, None)
    assert now() - sample.created < timedelta(minutes=5)


def test_each_group_with_a_truth_is_a_sample_however_deep(tmp_path: Path) -> None:
    inner = group("4", TRACE, f"<traceGroup>{TRACE}</traceGroup>")
    path = document(tmp_path, f"<traceGroup>{group('3')}{inner}</traceGroup>", group(" 5 "))
    samples = read(path)
    assert [sample.label for sample in samples] == [3, 4, 5]
    assert [len(sample.ink.strokes) for sample in samples if sample.ink] == [1, 2, 1]


def test_a_truth_that_stands_in_no_group_is_of_all_traces(tmp_path: Path) -> None:
    (sample,) = read(document(tmp_path, note("truth", "not-a-digit"), TRACE, TRACE))
    assert sample.label == NOT_A_DIGIT
    assert sample.ink is not None
    assert len(sample.ink.strokes) == 2


def test_the_times_of_one_drawing_do_not_move_those_of_the_next(tmp_path: Path) -> None:
    samples = [drawn(1), drawn(2), drawn(3)]
    export_samples(samples, tmp_path / "x.inkml", ExchangeForm.INKML)
    assert [sample.ink for sample in read(tmp_path)] == [sample.ink for sample in samples]


def test_notes_that_mean_something_else_elsewhere_are_passed_over(tmp_path: Path) -> None:
    notes = [note("confidence", "high"), note("read", "seven"), note("created", "yesterday")]
    plain = [note("confidence", "7"), note("created", "2020-01-01T00:00:00"), note("age", "40")]
    for extra in (notes, plain):
        (sample,) = read(document(tmp_path, group("7", *extra, TRACE)))
        assert (sample.read_digit, sample.read_confidence) == (None, None)
        assert now() - sample.created < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ((group(None),), "digits.inkml does not say what is drawn"),
        ((group("3"), TRACE), "digits.inkml has traces without an annotation “truth”"),
        ((group("3"), group("42")), "Drawing 2 in digits.inkml is “42”, not one digit."),
        ((group(""),), "Drawing 1 in digits.inkml is “”, not one digit."),
        (
            (group("3", note("writer", "x" * 101), TRACE),),
            "Drawing 1 in digits.inkml cannot be",
        ),
        (
            (group("3"), group("4", "<trace>a b</trace>")),
            "Drawing 2 in digits.inkml cannot be",
        ),
        ((group("4", "<trace>a b</trace>"),), "Drawing 1 in digits.inkml cannot be read"),
        ((group("4", " "),), "Drawing 1 in digits.inkml cannot be read: it has no traces."),
    ],
)
def test_a_wrong_drawing_is_named_with_what_is_wrong(
    tmp_path: Path, parts: tuple[str, ...], reason: str
) -> None:
    assert reason in refusal(document(tmp_path, *parts))


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "digits.inkml"
    for content, reason in (
        (b"", "digits.inkml is empty"),
        (b"<svg/>", "its root is <svg>"),
        (b"<ink>", "not InkML, or it is damaged"),
        (b'<!DOCTYPE ink [<!ENTITY a "b">]><ink>&a;</ink>', "not InkML, or it is damaged"),
    ):
        path.write_bytes(content)
        assert reason in refusal(path)


def test_more_than_could_be_read_again_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ink_file, "LARGEST_COLLECTION_BYTES", 1000)
    with pytest.raises(SampleFileError, match="one writer at a time"):
        export_samples([drawn(1)], tmp_path / "x.inkml", ExchangeForm.INKML)
    assert list(tmp_path.iterdir()) == []
