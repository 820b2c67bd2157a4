"""The minimal Django project that a submission runs in: its modules, routes, database and the course's support code."""

import base64
import contextlib
import importlib
import os
import secrets
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.asgi import ASGIHandler
from django.urls import path
from django.views import View

from checks.runtime.places import SITE

ROOT = Path("/tmp")  # noqa: S108 - private to the sandbox
SUPPORT = ROOT / "support"
DATABASE = ROOT / "database.sqlite3"
MODULE = "views"


def write_files(files: Mapping[str, str], support: Mapping[str, str]) -> None:
    """Puts the student's files and the course's (these in base64) where Python finds them."""
    for name, text in files.items():
        _write(os.path.join(SITE, name), text.encode())
    for name, data in support.items():
        _write(os.path.join(SUPPORT, name), base64.b64decode(data))
    sys.path[:0] = [SITE, str(SUPPORT)]


def _write(target: str, data: bytes) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb") as file:
        file.write(data)


def set_up(apps: Sequence[str], environment: Mapping[str, str]) -> None:
    """Configures Django and, where the course brings models, makes and fills their tables."""
    os.environ.update(environment)
    os.environ["COURSE_DATA_DIR"] = str(SUPPORT)
    settings.configure(**_settings(apps))
    django.setup()
    if apps:
        _make_tables(apps)


def _settings(apps: Sequence[str]) -> dict[str, Any]:
    return {
        "SECRET_KEY": secrets.token_hex(),
        "ALLOWED_HOSTS": ["*"],
        "ROOT_URLCONF": "grader_urls",
        "INSTALLED_APPS": list(apps),
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATABASE}},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [SUPPORT / "templates"],
                "APP_DIRS": True,
            }
        ],
        "USE_TZ": True,
        "LOGGING_CONFIG": None,
    }


def _make_tables(apps: Sequence[str]) -> None:
    from django.apps import apps as registry
    from django.db import connection, connections

    with connection.schema_editor() as editor:
        for label in apps:
            for model in registry.get_app_config(label.rpartition(".")[2]).get_models():
                editor.create_model(model)
    for label in apps:
        if (SUPPORT / label.replace(".", "/") / "seed.py").exists():
            importlib.import_module(f"{label}.seed").run()
    connections.close_all()


def load_views() -> ModuleType:
    """Imports the student's module; whatever it raises comes out."""
    return importlib.import_module(MODULE)


def is_courses_fault(error: BaseException) -> bool:
    """Whether it was raised while a module of the course was imported."""
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_name == "<module>" and code.co_filename.startswith(str(SUPPORT)):
            return True
        traceback = traceback.tb_next
    return False


def route(module: ModuleType, routes: Sequence[Mapping[str, str]]) -> None:
    """Installs the URLs of the assignment. A name that is missing or cannot be a view is left out."""
    urls = ModuleType("grader_urls")
    patterns = []
    for item in routes:
        view = as_view(getattr(module, item["view"], None))
        if view is not None:
            patterns.append(path(item["path"], view))
    urls.urlpatterns = patterns  # type: ignore[attr-defined]
    sys.modules["grader_urls"] = urls


def as_view(thing: Any) -> Any:
    """What goes into ``path()``: the function, or ``as_view()`` of a View class; None where it cannot be routed."""
    if not isinstance(thing, type) or not issubclass(thing, View):
        return thing if callable(thing) else None
    try:
        return thing.as_view()
    except ImproperlyConfigured:  # Django's word for handlers of which some are asynchronous and some are not
        return None


def fresh_database(number: int) -> None:
    """Gives this run a copy of the filled database of its own."""
    if not os.path.exists(DATABASE):
        return
    from django.db import connections

    copy = ROOT / f"database-{number}.sqlite3"
    shutil.copyfile(DATABASE, copy)
    connections.settings["default"]["NAME"] = str(copy)


def scratch() -> frozenset[str]:
    """What lies in the scratch space."""
    return frozenset(os.listdir(ROOT))


def clear_scratch(kept: frozenset[str]) -> None:
    """Removes all else from it, as far as it lets itself be removed."""
    with os.scandir(ROOT) as entries:
        left = [entry for entry in entries if entry.name not in kept]
    for entry in left:
        with contextlib.suppress(OSError, RecursionError):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)


def application() -> ASGIHandler:
    """Django's own ASGI handler; it reads the settings when it is made."""
    return ASGIHandler()
