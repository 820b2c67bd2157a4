"""Whatever a submission does, the outcome is its own, the limits are kept, and nothing of it is left."""

import pytest

from tests.attacks.attack import HERE, ROW, SUBMISSIONS, Attack, all_attacks
from tests.attacks.conftest import Arena
from tests.attacks.harness import assert_nothing_is_left, hand_in

attacks = pytest.mark.parametrize("attack", all_attacks(), ids=lambda attack: attack.name)


@attacks
def test_an_attack_has_no_effect(arena: Arena, attack: Attack) -> None:
    if hand_in(attack, arena.sandbox):  # or else it was refused at the door, and nothing ran
        assert_nothing_is_left(arena.sandbox, arena.fresh)


def test_every_attack_says_which_row_of_the_catalogue_it_is() -> None:
    for path in SUBMISSIONS.glob("*.py"):
        assert ROW.match(path.read_bytes()), path.name


def test_the_list_of_attacks_names_each() -> None:
    text = (HERE / "README.md").read_text()
    assert [attack.name for attack in all_attacks() if f"`{attack.name}`" not in text] == []
