"""An engine that cannot build the wall made of Docker is refused with a sentence that says what to do."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from checks.sandbox import SandboxUnavailable
from worker.sandbox import engine, hardening, image, open_sandbox
from worker.sandbox.inside.calls.policy import read

ABLE = {"ServerVersion": "20.10.24", "MemoryLimit": True, "SwapLimit": True, "PidsLimit": True}


def test_without_an_engine_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
    with pytest.raises(SandboxUnavailable, match=r"none answers at .*docker.sock.*apt install docker.io.*bubblewrap"):
        open_sandbox("docker")


def test_an_engine_that_was_stopped_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "docker.sock"))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
    with pytest.raises(SandboxUnavailable, match=r"Connection refused.*start it"):
        open_sandbox("docker")


def test_an_engine_on_another_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://192.0.2.1:2375")
    with pytest.raises(SandboxUnavailable, match=r"tcp://192.0.2.1:2375.*on this machine.*unset DOCKER_HOST"):
        open_sandbox("docker")


def test_an_engine_that_is_too_old_is_refused() -> None:
    with pytest.raises(SandboxUnavailable, match=r"Docker 19.03.15 is too old.*20.10"):
        engine.check(ABLE | {"ServerVersion": "19.03.15"}, "1.40")
    engine.check(ABLE, "1.41")
    engine.check(ABLE, "1.100")


@pytest.mark.parametrize(
    ("key", "what"), [("MemoryLimit", "memory"), ("SwapLimit", "swap"), ("PidsLimit", "the number of processes")]
)
def test_an_engine_that_cannot_bound_is_refused(key: str, what: str) -> None:
    with pytest.raises(SandboxUnavailable, match=f"cannot bound {what} here.*control groups"):
        engine.check(ABLE | {key: False}, "1.41")


def test_the_filter_for_system_calls_gives_a_reason_for_each_group() -> None:
    profile = json.loads(hardening.SECCOMP.read_text())
    assert all(group["comment"].endswith(".") for group in profile["syscalls"])


def test_the_filter_for_system_calls_leaves_it_to_the_inner_one_to_tell_what_was_tried() -> None:
    """Of two filters the kernel hears the stricter kind, and an error is stricter than a notice to the reaper."""
    profile = json.loads(hardening.SECCOMP.read_text())
    assert profile["defaultAction"] == "SCMP_ACT_TRACE"
    refused = {name for rule in profile["syscalls"] if rule["action"] == "SCMP_ACT_ERRNO" for name in rule["names"]}
    assert all(read().calls[name][-1].group.does == "refuse" for name in refused)


def test_the_filter_for_system_calls_allows_what_the_inner_one_allows() -> None:
    """So that a submission fares the same behind both walls."""
    rules = json.loads(hardening.SECCOMP.read_text())["syscalls"]
    allowed = {name for rule in rules if rule["action"] == "SCMP_ACT_ALLOW" for name in rule["names"]}
    inner = {call for call, lines in read().calls.items() if any(line.group.does == "allow" for line in lines)}
    assert inner - allowed == set()


def test_the_filter_for_system_calls_names_nothing_twice() -> None:
    calls = [
        (name, json.dumps(group.get("args")))
        for group in json.loads(hardening.SECCOMP.read_text())["syscalls"]
        for name in group["names"]
    ]
    assert len(calls) == len(set(calls))


def allowed() -> set[str]:
    groups: list[dict[str, Any]] = json.loads(hardening.SECCOMP.read_text())["syscalls"]
    return {name for group in groups if group["action"] == "SCMP_ACT_ALLOW" for name in group["names"]}


def test_the_filter_for_system_calls_leaves_out_what_breaks_out_of_containers() -> None:
    forbidden = (
        "add_key bpf init_module io_uring_enter io_uring_setup kexec_load keyctl memfd_create name_to_handle_at "
        "open_by_handle_at perf_event_open pivot_root process_vm_readv process_vm_writev ptrace reboot request_key "
        "setns settimeofday swapon umount2 userfaultfd"
    )
    assert not allowed() & set(forbidden.split())


def test_the_name_of_the_image_says_which_code_is_in_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for part in ("checks/a.py", "worker/__init__.py", "worker/sandbox/b.py"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).write_text("one")
    monkeypatch.setattr(image, "HOME", tmp_path)
    monkeypatch.setattr(image, "digest_of_code", image.digest_of_code.__wrapped__)
    before = image.name()
    (tmp_path / "worker" / "celery.py").write_text("not in the image")
    (tmp_path / "checks" / "__pycache__").mkdir()
    (tmp_path / "checks" / "__pycache__" / "a.pyc").write_text("compiled")
    assert image.name() == before
    (tmp_path / "checks" / "a.py").write_text("two")
    assert image.name() != before
