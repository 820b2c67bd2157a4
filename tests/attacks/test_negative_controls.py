"""Each layer is there for something: without it a named attack succeeds, and a sandbox without it does not start.

Layers are taken away in ``weakened/`` alone, which the sandbox of a test has and no other. Where two layers stop the
same attack, both go; that either of them alone is enough is tested as well. ``no_new_privs`` has no row: bubblewrap
sets it on itself, so that it cannot be taken away.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from checks.sandbox import SandboxError, SandboxUnavailable
from tests.attacks import ground, witnesses
from tests.attacks.attack import written
from tests.attacks.harness import PATIENT, assert_nothing_is_left, hand_in
from tests.attacks.weak_wall import Weakened
from worker.sandbox.client import ZygoteSandbox

pytestmark = pytest.mark.needs("sandbox")

# Layers that are gone, and an attack that then succeeds.
ALONE = [
    ("pid namespace", "escape-kill_everything"),
    ("network namespace", "network-loopback_of_the_machine"),
    ("network namespace", "network-abstract_socket"),
    ("private scratch space", "persist-file"),
    ("read-only root", "persist-file_in_odd_places"),
    ("hidden /proc", "escape-list_processes"),
    ("closed descriptors", "escape-inherited_descriptors"),
    ("cleared environment", "escape-environment_of_others"),
    ("no capabilities", "escape-capabilities"),
    ("filter", "escape-foreign_calls"),
    ("filter", "escape-io_uring"),
    ("filter", "escape-kernel_programs"),
    ("filter", "network-odd_families"),
    ("filter", "persist-lock_seen_by_others"),
    ("filter", "resource-memory_without_a_name"),
    ("output cap", "output-log_flood"),
    ("watch", "resource-memory_in_processes"),
    ("size of files", "resource-sparse_file"),
    ("number of descriptors", "resource-descriptors"),
]
TOGETHER = [
    (("filter", "ipc namespace"), "persist-system_v_memory"),
    (("filter", "no capabilities"), "escape-mount"),
    (("filter", "no capabilities"), "persist-host_name"),
    (("filter", "no namespaces in namespaces"), "escape-user_namespace"),
    (("filter", "unreadable reaper"), "escape-read_memory_of_others"),
    (("filter", "unreadable reaper"), "escape-ptrace_parent"),
    (("filter", "locked memory"), "resource-locked_memory"),
    (("watch", "address space"), "resource-memory_mapped"),
    (("watch", "number of processes"), "resource-zombies"),
]
# What a process can see of its own walls, with the words of the refusal.
VISIBLE = {
    "pid namespace": "pid namespace",
    "network namespace": "shared namespace net",
    "private scratch space": "writable",
    "read-only root": "writable",
    "hidden /proc": "visible /proc",
    "closed descriptors": "descriptors",
    "cleared environment": "environment",
    "no capabilities": "capabilities left",
    "filter": "filter",
}

Open = Callable[..., ZygoteSandbox]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a sandbox without some layers, which nobody verifies."""
    monkeypatch.setattr("worker.sandbox.verify.check_inner", lambda *_: None)
    opened: list[ZygoteSandbox] = []

    def open_(*layers: str) -> ZygoteSandbox:
        opened.append(ZygoteSandbox(Weakened(*layers)))
        return opened[-1]

    with witnesses.listening():
        yield open_
    for sandbox in opened:
        sandbox.close()


@pytest.mark.parametrize(("layer", "attack"), ALONE)
def test_without_a_layer_an_attack_succeeds(without: Open, layer: str, attack: str) -> None:
    sandbox = without(layer)
    with pytest.raises((AssertionError, SandboxError)):
        hand_in(written(attack), sandbox, PATIENT)


@pytest.mark.parametrize(("layers", "attack"), TOGETHER)
def test_without_two_layers_that_guard_each_other_an_attack_succeeds(
    without: Open, layers: tuple[str, ...], attack: str
) -> None:
    sandbox = without(*layers)
    with pytest.raises((AssertionError, SandboxError)):
        hand_in(written(attack), sandbox, PATIENT)


@pytest.mark.parametrize(("layer", "attack"), [(layer, attack) for layers, attack in TOGETHER for layer in layers])
def test_one_of_two_layers_is_enough(without: Open, layer: str, attack: str) -> None:
    assert hand_in(written(attack), without(layer), PATIENT)


def test_without_a_pid_namespace_a_daemon_costs_the_sandbox_its_zygote(without: Open) -> None:
    """Which waits for the daemon until it is ended with it."""
    sandbox = without("pid namespace")
    before = ground.behind(sandbox)
    with suppress(AssertionError, SandboxError):
        hand_in(written("persist-daemon"), sandbox, PATIENT)
    assert not ground.behind(sandbox) & before


@pytest.mark.parametrize(("layer", "words"), VISIBLE.items())
def test_a_sandbox_without_a_layer_does_not_start(layer: str, words: str) -> None:
    with pytest.raises(SandboxUnavailable, match=words):
        ZygoteSandbox(Weakened(layer, verified=True))


def test_taking_nothing_away_weakens_nothing() -> None:
    """So what the other tests see comes from the layer and not from the way it is taken away."""
    sandbox = ZygoteSandbox(Weakened(verified=True))
    try:
        for name in sorted({attack for _, attack in ALONE}):
            hand_in(written(name), sandbox)
        assert_nothing_is_left(sandbox, ground.look(sandbox))
    finally:
        sandbox.close()
