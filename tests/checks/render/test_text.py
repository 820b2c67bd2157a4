"""The report in a terminal."""

from checks.render import render
from checks.report import Compared, Fault, Finding
from tests.checks.render.reports import check, perfect, report, sleepy, unparsed


def test_each_check_stands_with_a_word_its_points_and_what_was_found() -> None:
    text = render(sleepy(), "text")
    assert "✓ passed    20/20  It is an asynchronous view" in text
    assert "✗ failed     0/50  It leaves the event loop free" in text
    assert "10 requests at once took 20.0 s" in text


def test_a_finding_is_a_place_that_editors_know_a_rule_and_what_to_write() -> None:
    text = render(sleepy(), "text")
    assert "views.py:8:5: blocking-sleep `time.sleep(2)` holds the event loop for 2.0 s." in text
    assert "instead: await asyncio.sleep(2)" in text
    assert "hint: `asyncio.sleep` waits" in text


def test_the_score_stands_last() -> None:
    assert render(sleepy(), "text").endswith("50 of 100 points. 3 of 4 checks passed.\n")
    assert render(perfect(), "text").endswith("100 of 100 points. Everything holds.\n")


def test_a_skipped_check_names_what_it_waits_for() -> None:
    assert "Not judged until this holds: It is an asynchronous view" in render(unparsed(), "text")


def test_colour_is_there_only_when_it_is_asked_for() -> None:
    assert "\x1b" not in render(sleepy(), "text")
    assert "\x1b[31m✗ failed" in render(sleepy(), "text", colour=True)


def test_what_a_student_wrote_cannot_steer_the_terminal() -> None:
    nasty = Finding.of("view-error", "\x1b[2J\x9b31m\rgone\u202e\u2028", path="views.py", line=1)
    text = render(report(check("response", "failed", summary="\x07bell", findings=(nasty,))), "text", colour=False)
    assert not {"\x1b", "\x9b", "\r", "\x07", "\u202e", "\u2028"} & set(text)


def test_a_message_of_several_lines_stays_in_its_column() -> None:
    finding = Finding.of("wrong-answer", "expected\n  a\nfound\n  b")
    text = render(report(check("response", "failed", findings=(finding,))), "text")
    assert "\n  found\n    b\n" in text


def test_who_is_at_fault_is_said_where_there_is_no_grade() -> None:
    fault = Fault(owner="platform", message="The sandbox did not start.", detail="bwrap: no such file")
    text = render(report(status="platform_error", fault=fault), "text")
    assert "This is not your mistake" in text
    assert "The sandbox did not start." in text
    assert "points" not in text


def test_points_are_written_without_needless_decimals() -> None:
    text = render(report(check("response", "passed", points=0.5)), "text")
    assert "0.5/25 " in text


def test_expected_and_actual_stand_below_each_other_where_they_differ() -> None:
    rows = (
        Compared(part="status", expected="200", actual="200", holds=True),
        Compared(part="json", name="$.items[0]", expected='"a"', actual=None, holds=False),
        Compared(part="text", expected="a\nb", actual="a", holds=False),
    )
    text = render(report(check("response", "failed", comparison=rows)), "text")
    assert '    json $.items[0]\n      expected: "a"\n      actual:   nothing\n' in text
    assert "      expected: a\n                b\n      actual:   a\n" in text
    assert "status" not in text


def test_the_run_stands_beside_that_of_a_view_that_does_not_block() -> None:
    assert "\n  10 requests: yours 20.0 s, a view that does not block 2.0 s\n" in render(sleepy(), "text")
    assert "a view that does not block" not in render(perfect(), "text")
