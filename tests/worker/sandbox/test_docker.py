"""The wall made of Docker is what was asked for, or it is refused; and it leaves nothing behind."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import docker
import pytest

from checks.sandbox import SandboxUnavailable
from tests.worker.sandbox.support import make_sandbox, processes_behind
from worker.sandbox import engine, hardening, image, leftovers, open_sandbox
from worker.sandbox.client import ZygoteSandbox

pytestmark = pytest.mark.needs("docker")

OPTIONS = hardening.options()
SECURITY = OPTIONS["security_opt"]
# What is asked for otherwise, and what the refusal names.
WEAKER: dict[str, tuple[dict[str, Any], str]] = {
    "a network": ({"network_mode": "bridge"}, "NetworkMode is 'bridge'"),
    "a writable root": ({"read_only": False}, "ReadonlyRootfs is False"),
    "capabilities": ({"cap_drop": []}, "CapDrop is"),
    "one capability": ({"cap_add": ["SYS_PTRACE"]}, r"CapAdd is \['SYS_PTRACE'\]"),
    # The engine needs more system calls to start a container that may have them.
    "new privileges": ({"security_opt": SECURITY[1:]}, "unable to setup user"),
    "the engine's own filter": ({"security_opt": SECURITY[:1]}, "filter for system calls is another one"),
    "no filter": ({"security_opt": [SECURITY[0], "seccomp=unconfined"]}, "filter for system calls is another one"),
    "unbounded memory": ({"mem_limit": None, "memswap_limit": None}, "Memory is 0"),
    "swap": ({"memswap_limit": -1}, "MemorySwap is -1"),
    "unbounded processes": ({"pids_limit": -1}, "PidsLimit is"),
    "shared memory": ({"ipc_mode": "private"}, "IpcMode is 'private'"),
    "writable mounts": ({"tmpfs": {"/dev/shm": "rw,size=4k"}}, "Tmpfs is"),
    "the machine's processes": ({"pid_mode": "host"}, "PidMode is 'host'"),
    "a device": ({"devices": ["/dev/null:/dev/disk:rw"]}, "Devices is"),
    "a group": ({"group_add": ["6"]}, "GroupAdd is"),
    "a log": ({"log_config": {"type": "json-file"}}, "LogConfig is"),
}


@pytest.fixture
def client() -> Iterator[docker.DockerClient]:
    with closing(engine.connect()) as client:
        yield client


def ours(client: docker.DockerClient) -> set[str]:
    """The containers of this very process."""
    labels = [f"{name}={value}" for name, value in leftovers.label().items()]
    return {str(container.id) for container in client.containers.list(all=True, filters={"label": labels})}


def test_the_engine_says_of_the_container_what_was_asked_for(client: docker.DockerClient) -> None:
    before = ours(client)
    with closing(make_sandbox("docker")):
        (started,) = ours(client) - before
        seen = client.api.inspect_container(started)
        host = seen["HostConfig"]
        assert (host["NetworkMode"], host["ReadonlyRootfs"], host["CapDrop"]) == ("none", True, ["ALL"])
        assert (host["Memory"], host["MemorySwap"], host["PidsLimit"]) == (1536 << 20, 1536 << 20, 512)
        assert (seen["Config"]["User"], host["Privileged"]) == ("65534:65534", False)
        assert (host["LogConfig"]["Type"], host["AutoRemove"]) == ("none", True)
        assert "no-new-privileges" in host["SecurityOpt"]
    assert ours(client) == before


@pytest.mark.parametrize("weakness", WEAKER)
def test_a_container_with_one_option_less_is_refused(
    weakness: str, monkeypatch: pytest.MonkeyPatch, client: docker.DockerClient
) -> None:
    options, named = WEAKER[weakness]
    monkeypatch.setattr(hardening, "options", lambda: OPTIONS | options)
    before = ours(client)
    with pytest.raises(SandboxUnavailable, match=f"The Docker engine (did not build|refuses) the sandbox.*{named}"):
        open_sandbox("docker")
    assert ours(client) == before


def test_an_image_that_is_not_there_is_said_with_how_to_build_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "name", lambda: "grader-sandbox:of-another-time")
    with pytest.raises(SandboxUnavailable, match=r"no image grader-sandbox:of-another-time .*make sandbox-image"):
        open_sandbox("docker")


def test_an_image_of_other_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    name = image.name()
    monkeypatch.setattr(image, "name", lambda: name)
    monkeypatch.setattr(image, "digest_of_code", lambda: "of what was changed since")
    with pytest.raises(SandboxUnavailable, match=r"another version of the code.*make sandbox-image"):
        open_sandbox("docker")


def test_a_container_whose_owner_is_gone_is_removed_by_the_next_start(client: docker.DockerClient) -> None:
    key, mine = next(iter(leftovers.label().items()))
    machine, pid, _ = mine.split(" ")
    left = client.containers.create(image.name(), labels={key: f"{machine} {pid} 1"})
    elsewhere = client.containers.create(image.name(), labels={key: f"another-machine {pid} 1"})
    try:
        open_sandbox("docker").close()
        with pytest.raises(docker.errors.NotFound):
            left.reload()
        elsewhere.reload()
    finally:
        elsewhere.remove()


def test_the_zygote_is_the_first_process_of_its_container(sandbox_in_docker: ZygoteSandbox) -> None:
    assert len(processes_behind(sandbox_in_docker)) == 1


@pytest.fixture
def sandbox_in_docker() -> Iterator[ZygoteSandbox]:
    with closing(make_sandbox("docker")) as sandbox:
        yield sandbox
