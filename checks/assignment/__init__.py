"""The parsed, validated assignment folder.

``load`` reads a folder, ``parse`` the same files from memory; both raise ``AssignmentError`` with the file, the key,
what was found and what is allowed.
"""

from checks.assignment.bundle import read_folder
from checks.assignment.errors import AssignmentError
from checks.assignment.model import Assignment, WrongSolution
from checks.assignment.reading import load, parse
from checks.assignment.routes import Request, Route
from checks.assignment.specs import Answer, AssignmentLimits, CheckSpec, Expect, Upstream, UpstreamRoute

__all__ = [
    "Answer",
    "Assignment",
    "AssignmentError",
    "AssignmentLimits",
    "CheckSpec",
    "Expect",
    "Request",
    "Route",
    "Upstream",
    "UpstreamRoute",
    "WrongSolution",
    "load",
    "parse",
    "read_folder",
]
