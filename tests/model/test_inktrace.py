import pytest

from model.inktrace import ChannelFormat, TraceError, decode_trace

XY = (ChannelFormat("X"), ChannelFormat("Y"))


def xy(text: str) -> list[tuple[float, float]]:
    return [(point["X"], point["Y"]) for point in decode_trace(text, XY)]


def test_differences_and_second_differences_as_in_the_recommendations_example() -> None:
    # Worked by hand: velocities from the second point on, accelerations from the third on.
    found = xy("""1125 18432,'23'43,"7"-8,3-5,7 -3,6 2""")
    speeds = [(23, 43), (30, 35), (33, 30), (40, 27), (46, 29)]
    expected = [(1125.0, 18432.0)]
    for dx, dy in speeds:
        expected.append((expected[-1][0] + dx, expected[-1][1] + dy))
    assert found == expected


def test_an_explicit_mark_ends_differences() -> None:
    assert xy("1 1,'2 '2,!10 !20,30 40") == [(1, 1), (3, 3), (10, 20), (30, 40)]


def test_wildcards_go_on_as_before() -> None:
    assert xy("5 6,* 7,? 8") == [(5, 6), (5, 7), (5, 8)]
    assert xy("0 0,'2 '1,* *,* *") == [(0, 0), (2, 1), (4, 2), (6, 3)]
    assert xy("""0 0,'1'0,"1"0,* *""") == [(0, 0), (1, 0), (3, 0), (6, 0)]


def test_hexadecimal_boolean_and_abutting_values() -> None:
    assert xy("#1F #a, T F, 3-4, .5+2") == [(31, 10), (1, 0), (3, -4), (0.5, 2)]


def test_values_beyond_the_channels_are_left_out() -> None:
    assert xy("1 2 3 4") == [(1, 2)]


@pytest.mark.parametrize("text", ["1", "1 - 2", "1;2", "1 #", "1 --2", "' 1", "1 2, #" + "f" * 40])
def test_malformed_text_is_refused(text: str) -> None:
    with pytest.raises(TraceError):
        xy(text)
