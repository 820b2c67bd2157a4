from typing import Any

from django.core.management.base import BaseCommand

from submissions import demo


class Command(BaseCommand):
    help = "Loads the demo course, or renews what has changed in it."

    def handle(self, *args: Any, **options: Any) -> None:
        course = demo.load()
        self.stdout.write(f"{course}: {course.assignments.count()} assignments")
