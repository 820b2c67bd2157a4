"""What the doctor knows is read where the kernel and the engine say it, and its advice follows from that."""

from dataclasses import replace
from pathlib import Path

import pytest

from worker.sandbox.diagnosis import Diagnosis, about_bubblewrap, about_docker, chosen
from worker.sandbox.machine import Engine, Machine, read_engine, read_machine

CGROUPS = """#subsys_name\thierarchy\tnum_cgroups\tenabled
cpu\t1\t1\t1
memory\t4\t24\t{memory}
pids\t8\t1\t1
"""
ABLE = Machine("6.1", 10_000, True, False, None, 2, ("cpu", "memory", "pids"))
ENGINE = Engine("28.0.1", "2", (), ("memory", "swap", "processes"))
REFUSED = "it does not stand"


def machine_with(root: Path, files: dict[str, str]) -> Machine:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return read_machine(root)


def test_ubuntu_24_04_is_read(tmp_path: Path) -> None:
    machine = machine_with(
        tmp_path,
        {
            "proc/sys/kernel/osrelease": "6.8.0-31-generic\n",
            "proc/sys/user/max_user_namespaces": "127000\n",
            "proc/sys/kernel/unprivileged_userns_clone": "1\n",
            "proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1\n",
            "sys/module/apparmor/parameters/enabled": "Y\n",
            "sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory pids\n",
        },
    )
    assert machine == Machine(
        "6.8.0-31-generic", 127_000, True, True, True, 2, ("cpu", "cpuset", "io", "memory", "pids")
    )


def test_control_groups_of_the_first_version_are_read_with_what_is_switched_off(tmp_path: Path) -> None:
    machine = machine_with(tmp_path, {"proc/cgroups": CGROUPS.format(memory=0)})
    assert (machine.control_groups, machine.controllers) == (1, ("cpu", "pids"))


def test_what_a_kernel_does_not_have_is_no_obstacle(tmp_path: Path) -> None:
    machine = read_machine(tmp_path)
    assert (machine.kernel, machine.user_namespaces, machine.unprivileged_namespaces) == ("unknown", None, None)
    assert list(about_bubblewrap(machine, REFUSED)) == []


def test_this_machine_is_read() -> None:
    machine = read_machine()
    assert machine.kernel[0].isdigit()
    assert machine.controllers


def test_what_an_engine_can_bound_is_read() -> None:
    info = {"ServerVersion": "24.0.7", "CgroupVersion": "1", "SecurityOptions": None, "MemoryLimit": True}
    assert read_engine(info) == Engine("24.0.7", "1", (), ("memory",))


def test_where_apparmor_restricts_namespaces_the_advice_is_a_profile_and_not_the_switch() -> None:
    (advice,) = about_bubblewrap(replace(ABLE, apparmor_restricts_namespaces=True), REFUSED)
    assert "docs/sandbox.md" in advice
    assert "Do not switch the restriction off" in advice
    assert "sysctl" not in advice


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        (replace(ABLE, user_namespaces=0), "user.max_user_namespaces=10000"),
        (replace(ABLE, unprivileged_namespaces=False), "kernel.unprivileged_userns_clone=1"),
    ],
)
def test_where_namespaces_are_switched_off_both_walls_need_them(machine: Machine, said: str) -> None:
    for advice in (about_bubblewrap(machine, REFUSED), about_docker(machine, ENGINE, REFUSED)):
        assert any(said in text for text in advice)


def test_missing_control_groups_are_named() -> None:
    (advice,) = about_docker(replace(ABLE, controllers=("cpu", "pids")), ENGINE, REFUSED)
    assert "lack memory" in advice


def test_an_old_engine_is_said_also_where_the_wall_stands() -> None:
    (advice,) = about_docker(ABLE, replace(ENGINE, version="20.10.24+dfsg1"), None)
    assert "AF_VSOCK" in advice


def test_where_a_wall_stands_there_is_nothing_to_do() -> None:
    broken = replace(ABLE, user_namespaces=0, apparmor_restricts_namespaces=True, controllers=())
    assert list(about_docker(broken, ENGINE, None)) == list(about_bubblewrap(broken, None)) == []


def wall(name: str, stands: bool) -> Diagnosis:
    return Diagnosis(name, stands, 0.5, None if stands else REFUSED, ())


def test_auto_takes_the_first_that_stands() -> None:
    assert chosen([wall("docker", True), wall("bubblewrap", True)]) == "docker"
    assert chosen([wall("docker", False), wall("bubblewrap", True)]) == "bubblewrap"
    assert chosen([wall("docker", False), wall("bubblewrap", False)]) is None


def test_an_installation_that_names_sockets_has_no_other_wall() -> None:
    assert chosen([wall("sockets", False), wall("docker", True), wall("bubblewrap", True)]) is None
