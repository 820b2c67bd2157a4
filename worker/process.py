"""The life of a worker's processes: none outlives the worker, and each closes its sandbox."""

import os
from typing import Any

from celery.signals import worker_process_init, worker_process_shutdown, worker_ready

from grader.processes import notify, tie
from worker import own


@worker_process_init.connect
def _begin(**_: Any) -> None:
    tie(os.getppid())


@worker_process_shutdown.connect
def _end(**_: Any) -> None:
    own.discard()


@worker_ready.connect
def _ready(**_: Any) -> None:
    notify("READY=1")
