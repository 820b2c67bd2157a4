"""What a revision changed in the last."""

from submissions.models import Assignment
from submissions.publishing import publish
from submissions.revisions import difference, previous
from tests import world


def test_of_the_first_revision_everything_is_added(assignment: Assignment) -> None:
    first = assignment.revisions.get()
    assert previous(first) is None
    assert {(each.path, each.kind) for each in difference(None, first)} == {(path, "added") for path in world.FOLDER}


def test_a_revision_says_what_was_changed_added_and_removed(assignment: Assignment) -> None:
    files = world.FOLDER | {"README.md": b"Wait three seconds.", "support/logo.py": b"\xff\xfe"}
    del files["reference/plain.py"]
    publish(assignment.course, assignment.slug, files)
    second = assignment.revisions.get(number=2)
    readme, reference, logo = difference(previous(second), second)
    assert (readme.kind, readme.lines) == ("changed", ("@@ -1 +1 @@", "-Wait two seconds.", "+Wait three seconds."))
    assert (reference.path, reference.kind) == ("reference/plain.py", "removed")
    assert (logo.kind, logo.lines) == ("added", ())
