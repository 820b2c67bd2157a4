"""What of this machine decides which walls can stand on it, read where the kernel and the engine say it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Machine:
    """None where the kernel has no such setting, which is then no obstacle."""

    kernel: str
    user_namespaces: int | None  # how many there may be
    unprivileged_namespaces: bool | None  # a setting of Debian's kernels
    apparmor: bool
    apparmor_restricts_namespaces: bool | None  # a setting of Ubuntu's kernels since 23.10
    control_groups: int  # the version
    controllers: tuple[str, ...]


@dataclass(frozen=True)
class Engine:
    version: str
    control_groups: str
    security: tuple[str, ...]
    kernel_bounds: tuple[str, ...]  # what it can bound


def read_machine(root: Path = Path("/")) -> Machine:
    """``root`` is where /proc and /sys are found."""
    return Machine(
        kernel=_text(root / "proc/sys/kernel/osrelease") or "unknown",
        user_namespaces=_number(root / "proc/sys/user/max_user_namespaces"),
        unprivileged_namespaces=_switch(root / "proc/sys/kernel/unprivileged_userns_clone"),
        apparmor=_text(root / "sys/module/apparmor/parameters/enabled") == "Y",
        apparmor_restricts_namespaces=_switch(root / "proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
        control_groups=2 if (root / "sys/fs/cgroup/cgroup.controllers").exists() else 1,
        controllers=_controllers(root),
    )


def read_engine(info: Mapping[str, Any]) -> Engine:
    """``info`` is what `docker info` says."""
    bounds = {"MemoryLimit": "memory", "SwapLimit": "swap", "PidsLimit": "processes"}
    return Engine(
        version=str(info.get("ServerVersion", "unknown")),
        control_groups=str(info.get("CgroupVersion", "unknown")),
        security=tuple(info.get("SecurityOptions") or ()),
        kernel_bounds=tuple(what for key, what in bounds.items() if info.get(key)),
    )


def _controllers(root: Path) -> tuple[str, ...]:
    unified = _text(root / "sys/fs/cgroup/cgroup.controllers")
    if unified is not None:
        return tuple(sorted(unified.split()))
    lines = (_text(root / "proc/cgroups") or "").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return tuple(sorted(name for name, _hierarchy, _groups, enabled in rows if enabled == "1"))


def _text(path: Path) -> str | None:
    with suppress(OSError):
        return path.read_text(encoding="ascii", errors="replace").strip()
    return None


def _number(path: Path) -> int | None:
    text = _text(path)
    return int(text) if text is not None and text.isdigit() else None


def _switch(path: Path) -> bool | None:
    number = _number(path)
    return None if number is None else number != 0
