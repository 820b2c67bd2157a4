"""What was graded before results were kept: attempts get their revision, submissions their number and result."""

import json
from itertools import groupby
from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

PARTS = {"visible": "always", "after_due_date": "due", "after_published": "published"}


def fill(apps: Any, _schema_editor: Any) -> None:
    attempts, submissions = apps.get_model("submissions", "Attempt"), apps.get_model("submissions", "Submission")
    own = submissions.objects.filter(pk=OuterRef("submission")).values("revision")
    attempts.objects.update(revision=Subquery(own[:1]))
    attempts.objects.filter(queue="regrade").update(urgency=2)
    for report in apps.get_model("submissions", "Report").objects.filter(official=True).iterator():
        keep_result(apps, report)
    pairs = submissions.objects.order_by("assignment", "author", "created_at")
    for (assignment, student), own in groupby(pairs, key=lambda each: (each.assignment_id, each.author_id)):
        keep_grade(apps, assignment, student, list(own))


def keep_result(apps: Any, report: Any) -> None:
    checks = json.loads(report.body)["checks"]
    rules = {finding["rule"] for check in checks for finding in check["findings"]}
    sums = {f"{part}_{what}": 0.0 for part in PARTS.values() for what in ("score", "max")}
    for check in checks:
        if part := PARTS.get(check["visibility"]):
            sums[f"{part}_score"] += check["points"]
            sums[f"{part}_max"] += check["max_points"]
    apps.get_model("submissions", "Result").objects.create(
        submission_id=report.submission_id,
        report=report,
        status=report.status,
        judged=report.status == "graded" and "syntax-error" not in rules,
        score=report.score,
        max_score=report.max_score,
        points=report.score,
        **sums,
    )


def keep_grade(apps: Any, assignment: int, student: int, own: list[Any]) -> None:
    for number, submission in enumerate((each for each in own if each.counts), 1):
        submission.number = number
        submission.save(update_fields=["number"])
    results = apps.get_model("submissions", "Result").objects.filter(submission__in=own, judged=True)
    best = results.order_by("-points", "submission__created_at").first()
    judged = list(results.order_by("submission__created_at").values_list(F("max_score") - F("score"), flat=True))
    apps.get_model("submissions", "Grade").objects.create(
        assignment_id=assignment,
        student_id=student,
        submission_id=best and best.submission_id,
        points=best and best.points,
        max_points=best and best.max_score,
        submissions=len(own),
        first_full_marks=next((place for place, lost in enumerate(judged, 1) if lost <= 0), None),
    )


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_grading")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
