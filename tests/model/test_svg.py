from defusedxml.ElementTree import fromstring

from model.ink import Ink, Stroke
from model.svg import svg_text

NAMESPACE = "{http://www.w3.org/2000/svg}"


def paths_of(text: str) -> list[str]:
    """Return the path data of an SVG document."""
    return [path.get("d", "") for path in fromstring(text).iter(f"{NAMESPACE}path")]


def test_every_stroke_becomes_a_path_through_its_ends() -> None:
    ink = Ink((Stroke.from_xy([(1, 2), (30, 40), (50, 10)]), Stroke.from_xy([(5, 5), (6, 9)])))
    first, second = paths_of(svg_text(ink, 8))
    assert first.startswith("M1.00,2.00 C")
    assert first.endswith(" 50.00,10.00")
    assert second.endswith(" 6.00,9.00")


def test_a_tap_is_a_dot() -> None:
    (path,) = paths_of(svg_text(Ink((Stroke.from_xy([(3, 4)]),)), 8))
    assert path == "M3.00,4.00 L3.00,4.00"


def test_the_whole_pen_fits_in_the_picture() -> None:
    text = svg_text(Ink((Stroke.from_xy([(0, 0), (100, 50)]),)), 10)
    x, y, width, height = map(float, fromstring(text).get("viewBox", "").split())
    assert x <= -5
    assert y <= -5
    assert x + width >= 105
    assert y + height >= 55


def test_a_blank_drawing_is_an_empty_picture() -> None:
    assert paths_of(svg_text(Ink(), 8)) == []
