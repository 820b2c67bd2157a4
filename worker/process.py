"""The life of a worker's processes: none outlives the worker, and each closes its sandbox."""

import logging
import os
from typing import Any

from celery.signals import worker_process_init, worker_process_shutdown, worker_ready

from checks.sandbox import SandboxError
from grader.processes import notify, tie
from worker import own

log = logging.getLogger(__name__)


@worker_process_init.connect
def _begin(**_: Any) -> None:
    tie(os.getppid())
    try:
        own.sandbox()  # now, so that the first student does not wait for it
    except SandboxError as error:
        log.warning("no sandbox yet; the first task tries again: %s", error)


@worker_process_shutdown.connect
def _end(**_: Any) -> None:
    own.discard()


@worker_ready.connect
def _ready(**_: Any) -> None:
    notify("READY=1")
