"""Celery's filesystem transport for one machine, without its two races.

The original writes a message under its final name, where a reader may find it half written, and moves it through the
system's temporary folder, which on another disk is a copy that two readers can both make. Here a message appears and is
taken by one rename in its own folder. Oldest first, also across a restart of the machine.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

SCHEME = "mailbox"
PATIENCE = 0.2  # seconds


class Channel(filesystem.Channel):
    @property
    def folder(self) -> Path:
        return Path(self.data_folder_in)

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override] # its parents disagree
        name = f"{time.time_ns():020}_{uuid.uuid4().hex}"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.folder / f"{name}.draft"
        draft.write_text(dumps(payload), encoding="utf-8")
        draft.rename(self.folder / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for name in self._waiting(queue):
            taken = self.folder / f"{name}.taken"
            try:
                (self.folder / name).rename(taken)
            except FileNotFoundError:
                continue  # another worker was faster
            payload = taken.read_text(encoding="utf-8")
            taken.unlink()
            return loads(payload)
        raise Empty

    def _waiting(self, queue: str) -> list[str]:
        try:
            names = os.listdir(self.folder)
        except FileNotFoundError:
            return []  # whoever empties the queue may take the folder, too
        return sorted(name for name in names if name.endswith(f".{queue}.msg"))


class Transport(filesystem.Transport):
    Channel = Channel

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> None:
        # Celery waits two seconds at a time and notices only in between that it shall stop.
        super().drain_events(connection, timeout=min(timeout or PATIENCE, PATIENCE), **kwargs)


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
