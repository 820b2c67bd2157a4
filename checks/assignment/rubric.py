"""``use = "pytest"``: each test function becomes a check of its own, with its share of the points.

Where the table gives ``points``, they are what all its tests are worth together: marked tests take theirs, the others
share the rest. Where it does not, marks are what they say, and the tests without one share 20.
"""

from collections.abc import Iterator, Mapping, Sequence

from checks.assignment.custom import CustomTest, tests_of
from checks.assignment.errors import AssignmentError, listed, shown, suggestion, wrong
from checks.assignment.specs import CheckSpec
from checks.report import Points


def expanded(checks: Sequence[CheckSpec], texts: Mapping[str, str]) -> tuple[CheckSpec, ...]:
    """The checks with every ``pytest`` one replaced by its tests. ``texts`` are the Python files in checks/."""
    tests = {path: tests_of(path, text) for path, text in texts.items() if path.startswith("test_")}
    unused, found = set(tests), list[CheckSpec]()
    for number, check in enumerate(checks, 1):
        if check.use != "pytest":
            found.append(check)
            continue
        files = _files(check, f"checks[{number}]", tests, unused)
        unused -= set(files)
        found += _checks(check, f"checks[{number}]", [test for path in files for test in tests[path]])
    for path in sorted(unused):
        message = 'is run by no check; add [[checks]] with use = "pytest", or name it in the files of one'
        raise AssignmentError(f"checks/{path}", "", message)
    return tuple(found)


def _files(check: CheckSpec, key: str, tests: Mapping[str, object], unused: set[str]) -> list[str]:
    """The files of one table: those that it names, or all that no other one took before."""
    for path in check.files or ():
        if path not in unused:
            state = "is run by another check already" if path in tests else "is not in checks/"
            raise wrong(f"{key}.files", f"{shown(path)} {state}.{suggestion(path, unused)} Allowed: {listed(unused)}")
    files = list(check.files or sorted(unused))
    if not files:
        raise wrong(key, "has no tests; they are the test functions of checks/test_*.py")
    return files


def _checks(check: CheckSpec, key: str, tests: Sequence[CustomTest]) -> Iterator[CheckSpec]:
    for test, points in zip(tests, shares(check, key, tests), strict=True):
        mine = {
            "id": test.id,
            "title": test.title,
            "points": points,
            "hint": test.hint or check.hint,
            "visibility": test.visibility or check.visibility,
            "test": test.node,
        }
        yield check.model_copy(update=mine)


def shares(check: CheckSpec, key: str, tests: Sequence[CustomTest]) -> list[Points]:
    """What each test is worth; whole points stay whole, and the first tests get what is left over."""
    marked = [test.points for test in tests if test.points is not None]
    total: Points = check.points
    if "points" not in check.model_fields_set:
        total = sum(marked) + (check.points if len(marked) < len(tests) else 0)
    left, sharers = total - sum(marked), len(tests) - len(marked)
    if left < 0 or (left > 0 and not sharers):
        message = f"found {check.points:g}; the marks of its tests make {sum(marked):g}"
        raise wrong(f"{key}.points", f"{message}, so write that, or leave it out")
    parts = iter(_shared(left, sharers))
    return [next(parts) if test.points is None else test.points for test in tests]


def _shared(total: Points, number: int) -> list[Points]:
    if not number:
        return []
    if total != int(total):
        return [total / number] * number
    each, over = divmod(int(total), number)
    return [each + (place < over) for place in range(number)]
