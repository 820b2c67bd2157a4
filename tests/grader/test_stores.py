"""Where state is kept, by default and on servers."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from grader import stores


def test_without_a_url_the_database_is_a_file(tmp_path: Path) -> None:
    found = stores.database("", tmp_path)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", tmp_path / "grader.sqlite3")


def test_a_file_can_be_named(tmp_path: Path) -> None:
    assert stores.database("sqlite:////srv/a%20b.sqlite3", tmp_path)["NAME"] == Path("/srv/a b.sqlite3")


def test_another_database_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="mysql://; postgres:// and sqlite:// are understood"):
        stores.database("mysql://host/name", tmp_path)


@pytest.mark.skipif(find_spec("psycopg") is not None, reason="psycopg is installed")
def test_postgresql_without_its_driver_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="pip install"):
        stores.database("postgres://host/name", tmp_path)


@pytest.mark.skipif(find_spec("redis") is not None, reason="redis is installed")
def test_redis_without_its_client_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="pip install"):
        stores.broker("redis://host/0", tmp_path)


def test_a_kept_key_is_read_and_a_missing_one_is_empty(tmp_path: Path) -> None:
    assert stores.kept_key(tmp_path) == ""
    (tmp_path / "secret_key").write_text("kept\n")
    assert stores.kept_key(tmp_path) == "kept"
