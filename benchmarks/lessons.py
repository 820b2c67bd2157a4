"""The ten programs that a first course is made of, as the tests of the lessons have them."""

from pathlib import Path

from checks.assignment import Assignment, load
from tests.checks.test_lessons import PROGRAMS

SAMPLES = Path(__file__).parents[1] / "assignments"
WRONG = (("fetch-data", "not_awaited.py"), ("dashboard", "one_after_the_other.py"))


def programs() -> dict[str, tuple[Assignment, str]]:
    """Each with the assignment that it is handed in to."""
    slow = load(SAMPLES / "slow-view")
    found = {name: (slow, text) for name, (text, _) in PROGRAMS.items()}
    for folder, name in WRONG:
        assignment = load(SAMPLES / folder)
        found[f"{folder}, {Path(name).stem}"] = (assignment, assignment.wrong[name].text)
    return found
