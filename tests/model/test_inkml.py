import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import inkml
from model.errors import EmptyDrawingError, InkFileError
from model.ink import Ink, Stroke, StrokePoint
from model.inkml import parse_inkml, read_inkml, write_inkml

NAMESPACE = 'xmlns="http://www.w3.org/2003/InkML"'


def file_with(folder: Path, body: str, root: str = f"<ink {NAMESPACE}>") -> Path:
    path = folder / "drawing.inkml"
    path.write_text(f"{root}{body}</ink>", encoding="utf-8")
    return path


def positions(ink: Ink) -> list[list[tuple[float, float]]]:
    return [[(point.x, point.y) for point in stroke.points] for stroke in ink.strokes]


def times(ink: Ink) -> list[list[float]]:
    return [[point.time_ms for point in stroke.points] for stroke in ink.strokes]


def pressures(ink: Ink) -> list[list[float]]:
    return [[point.pressure for point in stroke.points] for stroke in ink.strokes]


@st.composite
def drawings(draw: st.DrawFn) -> Ink:
    coordinate = st.floats(-1e6, 1e6, allow_nan=False)
    clock = 0.0
    strokes = []
    for _ in range(draw(st.integers(1, 4))):
        points = []
        for _ in range(draw(st.integers(1, 6))):
            clock += draw(st.floats(0, 500))
            pressure = draw(st.floats(0, 1))
            points.append(StrokePoint(draw(coordinate), draw(coordinate), pressure, clock))
        strokes.append(Stroke(tuple(points)))
    return Ink(tuple(strokes))


@settings(max_examples=60, deadline=None)
@given(ink=drawings(), truth=st.text(max_size=20))
def test_what_is_written_is_read_back_identically(
    tmp_path_factory: pytest.TempPathFactory, ink: Ink, truth: str
) -> None:
    path = tmp_path_factory.mktemp("ink") / "drawing.inkml"
    write_inkml(path, ink, truth)
    assert read_inkml(path) == ink


def test_truth_is_kept_as_an_annotation_of_the_group(tmp_path: Path) -> None:
    path = tmp_path / "drawing.inkml"
    write_inkml(path, Ink((Stroke((StrokePoint(1, 2),)),)), "4<2 & 7\n\x01")
    assert '<annotation type="truth">4&lt;2 &amp; 7\n</annotation>' in path.read_text("utf-8")


def test_a_blank_drawing_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(EmptyDrawingError):
        write_inkml(tmp_path / "drawing.inkml", Ink())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("root", [f"<ink {NAMESPACE}>", "<ink>"])
def test_plain_traces_are_x_and_y_downwards(tmp_path: Path, root: str) -> None:
    ink = read_inkml(file_with(tmp_path, "<trace>10 0, 9 14.5, -8 2e1</trace>", root))
    assert positions(ink) == [[(10, 0), (9, 14.5), (-8, 20)]]
    assert pressures(ink) == [[0.5, 0.5, 0.5]]


def test_a_prefixed_namespace_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "drawing.inkml"
    path.write_text(
        '<i:ink xmlns:i="http://www.w3.org/2003/InkML"><i:trace>1 2</i:trace></i:ink>', "utf-8"
    )
    assert positions(read_inkml(path)) == [[(1, 2)]]


def test_channels_come_in_any_order_and_others_are_left_out(tmp_path: Path) -> None:
    body = """<context xml:id="c"><traceFormat>
        <channel name="T" units="s"/><channel name="Z"/><channel name="F" min="100" max="300"/>
        <channel name="Y" orientation="-ve"/><channel name="X"/>
        <intermittentChannels><channel name="B" type="boolean"/></intermittentChannels>
      </traceFormat></context>
      <trace contextRef="#c">0.5 7 200 3 4 T, 0.75 7 350 5 6</trace>"""
    ink = read_inkml(file_with(tmp_path, body))
    assert positions(ink) == [[(4, -3), (6, -5)]]
    assert pressures(ink) == [[0.5, 1.0]]
    assert times(ink) == [[500, 750]]


def test_pressure_without_a_declared_range_is_measured_against_the_strongest(
    tmp_path: Path,
) -> None:
    channels = "".join(f'<channel name="{name}"/>' for name in "XYF")
    body = f"<traceFormat>{channels}</traceFormat><trace>0 0 256, 0 1 1024</trace>"
    assert pressures(read_inkml(file_with(tmp_path, body))) == [[0.25, 1.0]]


FLIPPED = '<traceFormat xml:id="f"><channel name="Y"/><channel name="X"/></traceFormat>'


@pytest.mark.parametrize(
    "body",
    [
        f'<definitions>{FLIPPED}</definitions><trace contextRef="#f">2 1</trace>',
        (
            f'<context xml:id="c">{FLIPPED}</context><traceGroup contextRef="#c">'
            "<traceGroup><trace>2 1</trace></traceGroup></traceGroup>"
        ),
        (
            f'<definitions>{FLIPPED}<context xml:id="c" traceFormatRef="#f"/></definitions>'
            '<trace contextRef="#c">2 1</trace>'
        ),
        (
            f'<definitions><inkSource xml:id="s">{FLIPPED}</inkSource></definitions>'
            '<context inkSourceRef="#s"/><trace>2 1</trace>'
        ),
        (
            f'<definitions><context xml:id="a">{FLIPPED}</context></definitions>'
            '<context xml:id="b" contextRef="#a"/><trace contextRef="#b">2 1</trace>'
        ),
        f"<definitions><context>{FLIPPED}</context></definitions><trace>2 1</trace>",
        f"<trace>1 2</trace>{FLIPPED}<trace>2 1</trace>",
    ],
    ids=["format", "group", "named format", "source", "chain", "never named", "streaming"],
)
def test_formats_are_found_wherever_they_stand(tmp_path: Path, body: str) -> None:
    found = positions(read_inkml(file_with(tmp_path, body)))
    assert all(stroke == [(1, 2)] for stroke in found)


def test_contexts_that_name_each_other_end(tmp_path: Path) -> None:
    body = """<definitions><context xml:id="a" contextRef="#b"/>
      <context xml:id="b" contextRef="#a"/></definitions><trace contextRef="#a">1 2</trace>"""
    assert positions(read_inkml(file_with(tmp_path, body))) == [[(1, 2)]]


def test_what_is_not_drawn_is_left_out(tmp_path: Path) -> None:
    body = """<definitions><trace>9 9</trace><brush xml:id="b"/></definitions>
      <annotation type="truth">1</annotation>
      <traceGroup><annotation type="truth">7</annotation>
        <trace type="penUp">8 8, 9 9</trace><trace/><trace>1 2, </trace>
      </traceGroup><traceView/>"""
    assert positions(read_inkml(file_with(tmp_path, body))) == [[(1, 2)]]


def test_continued_traces_are_one_stroke(tmp_path: Path) -> None:
    body = """<trace xml:id="a" continuation="begin">1 1</trace>
      <trace xml:id="b" continuation="middle" priorRef="#a">2 2</trace><trace>5 5</trace>
      <trace continuation="end" priorRef="#b">3 3</trace>"""
    assert positions(read_inkml(file_with(tmp_path, body))) == [[(1, 1), (2, 2), (3, 3)], [(5, 5)]]


def timed(folder: Path, *traces: str) -> Ink:
    channels = "".join(f'<channel name="{name}"/>' for name in "XYT")
    body = "".join(f"<trace>{trace}</trace>" for trace in traces)
    return read_inkml(file_with(folder, f"<traceFormat>{channels}</traceFormat>{body}"))


def test_time_never_runs_backwards_within_a_stroke(tmp_path: Path) -> None:
    assert times(timed(tmp_path, "0 0 10, 0 1 30, 0 2 20, 0 3 40")) == [[10, 30, 30, 40]]


def test_a_clock_that_restarts_goes_on_after_the_stroke_before(tmp_path: Path) -> None:
    ink = timed(tmp_path, "0 0 5, 0 1 10", "0 0 0, 0 1 10", "0 0 0, 0 1 7")
    assert times(ink) == [[5, 10], [10, 20], [20, 27]]


def test_a_clock_of_day_starts_at_zero(tmp_path: Path) -> None:
    ink = timed(tmp_path, "0 0 1700000000000, 0 1 1700000000010", "0 0 1700000000100")
    assert times(ink) == [[0, 10], [100]]


BOMB = (
    '<!DOCTYPE ink [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><ink><trace>&b;</trace></ink>'
)
OUTSIDE = '<!DOCTYPE ink [<!ENTITY a SYSTEM "file:///etc/hostname">]><ink><trace>&a;</trace></ink>'


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("not xml", "not InkML, or it is damaged"),
        ("<ink><trace>1 2", "not InkML, or it is damaged"),
        ("<svg/>", "root is <svg>"),
        (BOMB, "not InkML, or it is damaged"),
        (OUTSIDE, "not InkML, or it is damaged"),
        ('<?xml version="1.0" encoding="nonsense"?><ink/>', "not InkML, or it is damaged"),
        ("<ink></ink>", "no traces"),
        ("<ink><trace> , </trace></ink>", "no traces"),
        ("<ink><trace>1 two</trace></ink>", "'two'"),
        ("<ink><trace>1 NaN</trace></ink>", "'NaN'"),
        ("<ink><trace>1 2, -INF 3</trace></ink>", "'-INF'"),
        ("<ink><trace>1 1e999</trace></ink>", "not finite"),
        ("<ink><trace>1 1e300</trace></ink>", "too large"),
        ("<ink><trace>1 2, 3</trace></ink>", "1 values where 2 belong"),
        ("<ink><trace>'1 2</trace></ink>", "begins with a difference"),
        ('<ink><traceFormat><channel name="X"/></traceFormat><trace>1</trace></ink>', "no X and Y"),
    ],
)
def test_bad_files_give_one_sentence_with_their_name(
    tmp_path: Path, content: str, complaint: str
) -> None:
    path = tmp_path / "drawing.inkml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InkFileError) as caught:
        read_inkml(path)
    message = str(caught.value)
    assert complaint in message
    assert "drawing.inkml" in message
    assert message.endswith(".")
    assert "\n" not in message


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InkFileError, match=r"There is no file .*nothing\.inkml"):
        read_inkml(tmp_path / "nothing.inkml")
    with pytest.raises(InkFileError, match="is a folder"):
        read_inkml(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.inkml")
    with pytest.raises(InkFileError, match="not a regular file"):
        read_inkml(tmp_path / "pipe.inkml")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_forbidden_file_is_said_to_be_so(tmp_path: Path) -> None:
    path = file_with(tmp_path, "<trace>1 2</trace>")
    path.chmod(0)
    with pytest.raises(InkFileError, match="permission denied"):
        read_inkml(path)


@pytest.mark.parametrize(
    ("limit", "value"), [("MOST_POINTS", 3), ("MOST_STROKES", 1), ("LARGEST_FILE_BYTES", 50)]
)
def test_drawings_beyond_the_limits_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    path = file_with(tmp_path, "<trace>1 2, 3 4</trace><trace>1 2, 3 4</trace>")
    assert len(read_inkml(path).strokes) == 2
    monkeypatch.setattr(inkml, limit, value)
    with pytest.raises(InkFileError, match=r"more than|larger than"):
        read_inkml(path)


def test_text_is_read_like_a_file_and_has_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "<?xml version='1.0' encoding='UTF-16'?><ink><trace>1 2, 3 4</trace></ink>"
    assert positions(parse_inkml(text, "text")) == [[(1, 2), (3, 4)]]
    monkeypatch.setattr(inkml, "LARGEST_FILE_BYTES", 50)
    with pytest.raises(InkFileError, match="text is larger than"):
        parse_inkml(text, "text")
