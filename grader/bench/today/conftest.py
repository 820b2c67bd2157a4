"""A Django project in a few lines, as an autograder of today would have it. Runs in the container alone."""

import os
import resource
import sys
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

import django
import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient
from django.urls import path

sys.path.insert(0, os.environ.get("SUBMISSION", "/work"))


def pytest_configure() -> None:
    settings.configure(SECRET_KEY="-", ALLOWED_HOSTS=["*"], ROOT_URLCONF="routes", LOGGING_CONFIG=None)
    django.setup()


def pytest_unconfigure() -> None:
    print(f"peak={resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")  # noqa: T201


@pytest.fixture
def view() -> Callable[[HttpRequest], Awaitable[HttpResponse]]:
    import views  # type: ignore[import-not-found]  # the student's

    found: Callable[[HttpRequest], Awaitable[HttpResponse]] = views.slow_view
    return found


@pytest.fixture
def client(view: Any) -> AsyncClient:
    routes = ModuleType("routes")
    routes.urlpatterns = [path("slow/", view)]  # type: ignore[attr-defined]
    sys.modules["routes"] = routes
    return AsyncClient()
