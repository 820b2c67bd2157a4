"""The listing of the source."""

from checks.render import code


def test_a_line_that_nobody_could_read_is_cut() -> None:
    text = "".join(code.listing("views.py", "x = '" + "y" * 200_000 + "'\n", [], lambda finding: ""))
    assert len(text) < 5_000
