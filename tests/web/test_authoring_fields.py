"""Every key that an assignment may have is asked for, and explained where it is defined."""

import pytest

from checks.assignment.specs import EXPLAINED, KEYS
from web.authoring import fields


def test_every_check_of_the_catalogue_is_explained() -> None:
    assert set(EXPLAINED) == set(KEYS)


@pytest.mark.parametrize("use", KEYS)
def test_every_key_of_a_check_is_in_the_form(use: str) -> None:
    asked = {each.key.partition(".")[0] for each in dict(fields.CHECK)[use]}  # type: ignore[index]
    assert asked == {key for name, keys in KEYS.items() if name == use for key in keys} - {"use"}


def test_every_field_has_a_title_and_help() -> None:
    every = [
        *fields.ROUTE,
        *fields.ANSWER,
        *fields.LIMITS,
        *(each for found in fields.CHECK.values() for each in found),
    ]
    assert [each.key for each in every if not each.title or not each.help] == []
