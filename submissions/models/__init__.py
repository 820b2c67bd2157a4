"""The domain: who learns where, what is asked, what was handed in, and what came of it."""

from submissions.models.assignment import Assignment, Revision
from submissions.models.attempt import Attempt
from submissions.models.course import Course, Enrolment
from submissions.models.event import Event
from submissions.models.extension import Extension
from submissions.models.feedback import Comment, Override
from submissions.models.grade import Grade, Result
from submissions.models.link import EnrolmentLink
from submissions.models.regrade import Regrade
from submissions.models.report import Report
from submissions.models.submission import Submission
from submissions.models.user import User
from submissions.models.validation import ValidationRun

__all__ = [
    "Assignment",
    "Attempt",
    "Comment",
    "Course",
    "Enrolment",
    "EnrolmentLink",
    "Event",
    "Extension",
    "Grade",
    "Override",
    "Regrade",
    "Report",
    "Result",
    "Revision",
    "Submission",
    "User",
    "ValidationRun",
]
