"""The web application, as uvicorn runs it: pages, and the static files of every app without another server."""

import os

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application

from grader.door import Door

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.settings")

application = Door(ASGIStaticFilesHandler(get_asgi_application()))
