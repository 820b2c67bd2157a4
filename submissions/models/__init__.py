"""The domain: who learns where, what is asked, what was handed in, and what came of it."""

from submissions.models.assignment import Assignment, Revision
from submissions.models.attempt import Attempt
from submissions.models.course import Course, Enrolment
from submissions.models.event import Event
from submissions.models.link import EnrolmentLink
from submissions.models.report import Report
from submissions.models.submission import Submission
from submissions.models.user import User

__all__ = [
    "Assignment",
    "Attempt",
    "Course",
    "Enrolment",
    "EnrolmentLink",
    "Event",
    "Report",
    "Revision",
    "Submission",
    "User",
]
