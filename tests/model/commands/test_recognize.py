import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from main import main
from model import paths
from model.commands.source import open_reader
from model.ink import Ink, Stroke
from model.inkml import write_inkml
from model.library.model_library import ModelLibrary
from tests.model.bundles import make_bundle
from tests.model.pictures import digit_ink, digit_strokes, render


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Return the paths of a drawn 7, a picture of a 3, a blank page and files that are bad."""
    write_inkml(tmp_path / "seven.inkml", digit_ink(7))
    Image.fromarray(255 - render(digit_strokes(3))).save(tmp_path / "three.png")
    Image.new("L", (60, 40), 255).save(tmp_path / "blank.png")
    (tmp_path / "broken.png").write_bytes((tmp_path / "three.png").read_bytes()[:200])
    (tmp_path / "broken.inkml").write_text("<ink><trace>1", encoding="utf-8")
    return {path.name: str(path) for path in tmp_path.iterdir() if path.is_file()}


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_file_is_one_line(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    names = [files[name] for name in ("three.png", "seven.inkml", "blank.png")]
    assert main(["recognize", *names]) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [f"{names[0]}: 3", f"{names[1]}: 7", f"{names[2]}:"]
    assert printed.err == ""


def test_json_gives_every_probability_and_where_each_digit_is(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["recognize", "--json", files["seven.inkml"]]) == 0
    [found] = objects(capsys.readouterr().out)
    assert list(found) == ["path", "text", "digits", "error"]
    assert (found["path"], found["text"], found["error"]) == (files["seven.inkml"], "7", None)
    [digit] = found["digits"]
    assert list(digit) == ["digit", "confidence", "probabilities", "box", "is_digit"]
    assert digit["digit"] == 7
    assert digit["is_digit"] is True
    assert len(digit["probabilities"]) == 10
    assert sum(digit["probabilities"]) == pytest.approx(1)
    assert digit["confidence"] == max(digit["probabilities"]) == digit["probabilities"][7]
    bounds = digit_ink(7).bounds
    assert digit["box"] == pytest.approx([bounds.x, bounds.y, bounds.width, bounds.height])


def test_a_blank_page_is_no_mistake(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["recognize", "--json", files["blank.png"]]) == 0
    [found] = objects(capsys.readouterr().out)
    assert (found["text"], found["digits"], found["error"]) == ("", [], None)


def test_bad_files_are_told_and_the_others_are_read(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [files["broken.png"], files["broken.inkml"], str(tmp_path / "none.png"), str(tmp_path)]
    assert main(["recognize", "--json", *bad, files["three.png"]]) == 1
    printed = capsys.readouterr()
    *failed, read = objects(printed.out)
    assert printed.err == ""
    assert all(item["error"] and item["text"] == "" and item["digits"] == [] for item in failed)
    assert (read["text"], read["error"]) == ("3", None)

    assert main(["recognize", *bad, files["three.png"]]) == 1
    printed = capsys.readouterr()
    assert printed.out == f"{files['three.png']}: 3\n"
    complaints = printed.err.splitlines()
    assert len(complaints) == len(bad)
    assert all(Path(name).name in line for name, line in zip(bad, complaints, strict=True))


def test_what_libraries_say_of_a_damaged_file_is_not_shown(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.tif"
    Image.fromarray(render(digit_strokes(5))).save(path, compression="tiff_lzw")
    content = bytearray(path.read_bytes())
    content[20:60] = bytes(40)  # libtiff prints its own complaint about the codes in there
    path.write_bytes(content)
    assert main(["recognize", str(path)]) == 1
    assert len(capfd.readouterr().err.splitlines()) == 1


def test_boxes_are_in_the_pixels_of_a_picture_that_is_reduced_for_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = np.full((3000, 6000), 255, np.uint8)
    digit = 255 - render(digit_strokes(2), height_px=1000, margin=0)
    height, width = digit.shape
    page[1500 : 1500 + height, 4000 : 4000 + width] = digit
    Image.fromarray(page).save(tmp_path / "large.png")
    assert main(["recognize", "--json", str(tmp_path / "large.png")]) == 0
    [found] = objects(capsys.readouterr().out)
    assert found["text"] == "2"
    assert found["digits"][0]["box"] == pytest.approx([4000, 1500, width, height], abs=20)


def test_several_lines_of_numbers_stay_one_line_of_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lines.inkml"
    upper, lower = digit_ink(3), digit_ink(2, at=(0, 450))
    write_inkml(path, type(upper)(upper.strokes + lower.strokes))
    assert main(["recognize", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: 3 2\n"


def test_a_damaged_bundled_model_is_one_line(
    files: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("model.paths.bundled_model", lambda: tmp_path / "nowhere")
    assert main(["recognize", files["three.png"]]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1


def test_a_damaged_chosen_model_is_told_and_the_bundled_one_reads(
    files: dict[str, str], inkdigits_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models = inkdigits_home / "data" / "models"
    models.mkdir(parents=True)
    (models / "active.json").write_text('{"model": "gone"}', encoding="utf-8")
    assert main(["recognize", files["three.png"]]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{files['three.png']}: 3\n"
    assert "bundled model is used" in printed.err
    assert len(printed.err.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes of this kind")
def test_a_reader_that_goes_away_leaves_no_traceback(files: dict[str, str]) -> None:
    # More output than a pipe holds, so that the command is still writing when its reader goes.
    names = [files["seven.inkml"]] * 200
    program = [sys.executable, "-c", "import sys, main; sys.exit(main.main(sys.argv[1:]))"]
    with subprocess.Popen(
        [*program, "recognize", "--json", *names], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.parametrize("command", ["recognize", "evaluate"])
def test_help_and_wrong_use(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "--json" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main([command])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_marks_are_in_the_text_and_not_among_the_digits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seven, nought = digit_ink(7), digit_ink(0, at=(420.0, 0.0))
    right = seven.bounds.right
    middle = (right + nought.bounds.x) / 2
    point = Stroke.from_xy([(middle, seven.bounds.bottom), (middle + 3, seven.bounds.bottom)])
    write_inkml(tmp_path / "n.inkml", Ink((*seven.strokes, point, *nought.strokes)))
    assert main(["recognize", "--json", str(tmp_path / "n.inkml")]) == 0
    [found] = objects(capsys.readouterr().out)
    assert found["text"] == "7.0"
    assert [digit["digit"] for digit in found["digits"]] == [7, 0]
    assert main(["recognize", "--digits-only", str(tmp_path / "n.inkml")]) == 0
    assert capsys.readouterr().out.endswith(": 70\n")


def test_a_trained_model_that_is_no_model_gives_way_to_the_bundled_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    library = ModelLibrary(paths.bundled_model(), paths.user_paths().models)
    library.activate(make_bundle(paths.user_paths().models / "broken").folder)
    reader = open_reader()
    assert reader.recognizer.bundle == library.bundled()
    (line,) = capsys.readouterr().err.splitlines()
    assert "bundled model is used" in line
