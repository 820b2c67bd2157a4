"""What the buttons of the form do to it: rows and files come, go and move, and assignment.toml is shown as text."""

from checks.assignment.errors import TOML, listed
from checks.assignment.specs import KEYS
from web.authoring import rows
from web.authoring.draft import Draft
from web.authoring.rows import FileRow

NEW_TEST = '''"""Each test function is a check; its docstring is what students read."""

import pytest


@pytest.mark.points(10)
async def test_it_answers(client):
    """It answers."""
    response = await client.get("/")
    assert response.status_code == 200
'''


def change(draft: Draft, action: str, *, use: str = "", path: str = "") -> str:
    """Does ``action`` and returns the name of the row to go on with. What cannot be done is said in the draft."""
    verb, _, about = action.partition(" ")
    if verb == "add" and about in ("routes", "answers"):
        return _add(draft, about)
    if action == "add checks":
        return _add_check(draft, use)
    if action == "add files":
        return _add_file(draft, path.strip())
    if verb in ("up", "down"):
        return _move(draft, about, -1 if verb == "up" else 1)
    if verb == "remove":
        draft.rows = [row for row in draft.rows if row.name != about]
        draft.files = [file for file in draft.files if file.name != about]
    elif action == "text":
        draft.toml = draft.text()
    elif action == "form" and draft.toml is not None:
        draft.fill(draft.toml)
    else:
        draft.complain(f"There is no button {action[:60]!r}.")
    return ""


def _add(draft: Draft, section: str, use: str = "") -> str:
    name = draft.free(section)
    draft.rows.append(rows.row_of(section, name, {}, use))
    return name


def _add_check(draft: Draft, use: str) -> str:
    if use not in KEYS:
        draft.complain(f"There is no check {use[:60]!r} in the catalogue. Allowed: {listed(KEYS)}.")
        return ""
    return _add(draft, "checks", use)


def _add_file(draft: Draft, path: str) -> str:
    if not path or path == TOML or any(file.path == path for file in draft.files):
        draft.complain("Name a file that is not there yet, such as wrong/time_sleep.py.")
        return ""
    starter = next((file.text for file in draft.files if file.path == "starter/views.py"), None) or ""
    beginnings = {"wrong": f"# fails: \n{starter}", "reference": starter, "checks": NEW_TEST}
    name = draft.free("files")
    text = beginnings.get(path.partition("/")[0], "") if path.endswith(".py") else ""
    draft.files.append(FileRow(name, path, text=text, is_new=True))
    draft.files.sort(key=lambda file: (rows.place_of(file.path), file.path))
    return name


def _move(draft: Draft, name: str, by: int) -> str:
    """Past the next row of its own section."""
    row = next((each for each in draft.rows if each.name == name), None)
    if row is None:
        return ""
    beside = draft.section(row.section)
    place = beside.index(row) + by
    if 0 <= place < len(beside):
        first, second = draft.rows.index(row), draft.rows.index(beside[place])
        draft.rows[first], draft.rows[second] = draft.rows[second], draft.rows[first]
    return name
