"""The Celery application. A message says only that there is something to do; the database says what."""

import os

from celery import Celery

import grader.mailbox  # noqa: F401 - makes its scheme known to Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.settings")

app = Celery("grader", include=["worker.tasks", "worker.process"])
app.config_from_object("django.conf:settings", namespace="CELERY")
