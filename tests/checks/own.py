"""An instructor's own checks in tests of the engine."""

import textwrap

from checks.assignment import Assignment, parse
from tests.checks.engine import VIEW

ONLY_THESE = '[[checks]]\nuse = "pytest"\n'
HEAD = "import asyncio\n\nimport pytest\n\n"


def own_checks(tests: str, toml: str = ONLY_THESE, support: str = "", **more: str) -> Assignment:
    """An assignment of one route that is judged by ``tests``; ``more`` are further files of checks/ by name."""
    files = {
        "assignment.toml": f'title = "A test"\n{VIEW}\n{toml}',
        "checks/test_own.py": HEAD + textwrap.dedent(tests),
    }
    files |= {f"checks/{name}.py": textwrap.dedent(text) for name, text in more.items()}
    if support:
        files["support/services.py"] = textwrap.dedent(support)
    return parse({path: text.encode() for path, text in files.items()}, id="test")
