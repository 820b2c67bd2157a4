"""The answers of the linters and type checkers, each in its own form, are read as remarks."""

import json

from benchmarks import static_peers as peers


def test_ruff_has_no_code_for_what_does_not_parse() -> None:
    output = json.dumps([{"filename": "/w/a.py", "location": {"row": 4}, "code": None, "message": "Expected `def`"}])
    assert list(peers.of_ruff(output)) == [("/w/a.py", 4, "invalid-syntax", "Expected `def`")]


def test_flake8_says_a_line_for_each() -> None:
    output = "a.py:7:5: ASYNC251 Blocking sync call `time.sleep(...)`\nb.py:1:1: F401 unused\n"
    assert [said[:3] for said in peers.of_flake8(output)] == [("a.py", 7, "ASYNC251"), ("b.py", 1, "F401")]


def test_notes_of_mypy_are_no_remarks() -> None:
    output = 'a.py:7:5: error: Value of type "X[int]" must be used  [unused-coroutine]\na.py:7:5: note: Await it?\n'
    assert list(peers.of_mypy(output)) == [("a.py", 7, "unused-coroutine", 'Value of type "X[int]" must be used')]


def test_pyright_counts_lines_from_zero() -> None:
    item = {"file": "/w/a.py", "range": {"start": {"line": 6}}, "message": "Expected expression"}
    output = json.dumps({"generalDiagnostics": [item]})
    assert list(peers.of_pyright(output)) == [("/w/a.py", 7, "no-rule", "Expected expression")]


def test_a_tool_that_is_not_there_says_so_instead_of_a_score() -> None:
    peer = peers.Peer("nothing", "no-such-program-anywhere", (), peers.of_flake8)
    assert peers.ask(peer, []).missing == "no-such-program-anywhere is not installed"
