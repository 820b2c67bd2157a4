"""A setting that cannot be read stops the start with a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from grader import env


@pytest.mark.parametrize(("value", "expected"), [("True", True), ("False", False)])
def test_a_boolean_is_true_or_false(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("HTTPS", value)
    assert env.boolean("HTTPS", default=not expected) is expected


@pytest.mark.parametrize("value", ["1", "true", "yes", "on", ""])
def test_a_boolean_is_nothing_else(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HTTPS", value)
    with pytest.raises(ImproperlyConfigured, match=r"HTTPS is .* it must be True or False"):
        env.boolean("HTTPS", default=False)


def test_a_boolean_that_is_not_set_is_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HTTPS", raising=False)
    assert env.boolean("HTTPS", default=True)


def test_a_number_is_a_whole_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEASE_SECONDS", "12")
    assert env.integer("LEASE_SECONDS", default=30) == 12
    monkeypatch.setenv("LEASE_SECONDS", "half a minute")
    with pytest.raises(ImproperlyConfigured, match="LEASE_SECONDS is 'half a minute'"):
        env.integer("LEASE_SECONDS", default=30)


def test_a_list_is_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,")
    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_a_secret_may_be_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("SECRET_KEY", "from the variable")
    assert env.secret("SECRET_KEY") == "from the variable"
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert env.secret("SECRET_KEY") == "from the file"


def test_a_secret_file_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read: No such file"):
        env.secret("SECRET_KEY")


@pytest.mark.parametrize(("value", "expected"), [("", "auto"), ("docker", "docker")])
def test_a_choice_is_one_of_its_words(monkeypatch: pytest.MonkeyPatch, value: str, expected: str) -> None:
    monkeypatch.setenv("GRADER_SANDBOX", value)
    assert env.choice("GRADER_SANDBOX", ("auto", "docker")) == expected


def test_a_choice_is_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_SANDBOX", "Docker")
    with pytest.raises(ImproperlyConfigured, match="GRADER_SANDBOX is 'Docker'; it must be one of auto, docker"):
        env.choice("GRADER_SANDBOX", ("auto", "docker"))
