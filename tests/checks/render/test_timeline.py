"""The picture of the requests."""

import re

import pytest

from checks.render.timeline import beside, description, figure, merged, row_pitch, ticks
from checks.report import RequestTimeline, Segment, Timeline
from tests.checks.render.reports import blocked, overlapping


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (2.0, [0, 0.5, 1, 1.5, 2]),
        (20.0, [0, 5, 10, 15, 20]),
        (0.12, [0, 0.05, 0.1]),
        (1.0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (400.0, [0, 100, 200, 300, 400]),
        (0.001, [0, 0.0002, 0.0004, 0.0006, 0.0008, 0.001]),
    ],
)
def test_ticks_are_round(span: float, expected: list[float]) -> None:
    assert ticks(span) == expected


def test_there_is_a_row_for_each_request_and_the_blocked_part_is_hatched() -> None:
    picture = figure(blocked(10), "t")
    assert len(re.findall(r'<line class="report-life"', picture)) == 20
    assert picture.count('fill="url(#t-hatch)"') == 10
    assert "holding the event loop" in picture


def test_the_legend_names_only_what_is_in_the_picture() -> None:
    assert "holding the event loop" not in figure(overlapping(), "t")


def test_rows_grow_thin_when_there_are_many() -> None:
    assert row_pitch(10) > row_pitch(40) > row_pitch(200) >= 4
    assert row_pitch(200) * 200 <= 800


def test_the_picture_is_told_in_words() -> None:
    assert description(overlapping()) == (
        "The first answer came after 2.0 s, the last after 2.0 s. No request held the event loop."
    )
    assert description(blocked()) == (
        "The first answer came after 2.0 s, the last after 20.0 s."
        " The event loop was held for 20.0 s in all, on line 8."
    )


def test_neighbours_that_look_alike_are_drawn_as_one() -> None:
    pieces = [Segment(kind="blocked", start=n / 10, end=(n + 1) / 10, line=3) for n in range(10)]
    gap = Segment(kind="blocked", start=5.0, end=6.0, line=3)
    assert [(piece.start, piece.end) for piece in merged([*pieces, gap])] == [(0.0, 1.0), (5.0, 6.0)]


def test_requests_that_take_no_time_at_all_can_be_drawn() -> None:
    instant = RequestTimeline(start=0.0, end=0.0, segments=(Segment(kind="running", start=0.0, end=0.0),))
    assert "<svg" in figure(Timeline(requests=(instant,)), "t")


def test_no_requests_are_no_picture() -> None:
    assert figure(Timeline(requests=()), "t") == ""


def test_what_a_view_that_does_not_block_looks_like_stands_below_on_the_same_scale() -> None:
    picture = figure(blocked(10), "t")
    assert "10 requests: yours 20.0 s, a view that does not block 2.0 s" in picture
    yours, ideal = picture.split('<p class="report-whose">A view that does not block</p>')
    assert max(ends(yours)) == 100
    assert set(ends(ideal)) == {10}
    assert 'aria-labelledby="t-unblocked-title t-unblocked-desc"' in ideal
    assert "The first answer came after 2.0 s, the last after 2.0 s. No request held the event loop." in ideal


def test_each_request_is_as_long_as_one_like_it_is_alone() -> None:
    quick, slow = (RequestTimeline(start=0.0, end=5.0, alone=alone) for alone in (1.0, 4.0))
    assert beside(Timeline(requests=(quick, slow))) == "2 requests: yours 5.0 s, a view that does not block 4.0 s"


@pytest.mark.parametrize("alone", [None, 2.0, 1.9])
def test_a_view_that_holds_up_nobody_is_beside_nothing(alone: float | None) -> None:
    requests = tuple(each.model_copy(update={"alone": alone}) for each in overlapping().requests)
    assert beside(Timeline(requests=requests)) == ""
    assert figure(Timeline(requests=requests), "t").count("<svg") == 1


def ends(picture: str) -> list[float]:
    return [float(end) for end in re.findall(r'<line class="report-life" x1="[^"]*" x2="([^"%]*)%"', picture)]
