"""The machine's own clocks, locks and waits, kept before any of them is replaced by a virtual one."""

import _thread
import os
import resource
import select
import socket
import subprocess
import threading
import time

monotonic = time.monotonic
monotonic_ns = time.monotonic_ns
wall_time = time.time
thread_time_ns = time.thread_time_ns
process_time = time.process_time
sleep = time.sleep
get_ident = _thread.get_ident
allocate_lock = _thread.allocate_lock
start_new_thread = _thread.start_new_thread
poll = select.poll
select_select = select.select
socket_type = socket.socket
thread_start = threading.Thread.start
thread_join = threading.Thread.join
thread_bootstrap = threading.Thread._bootstrap  # type: ignore[attr-defined] # noqa: SLF001 - there is no public hook
fork = os.fork
popen_wait = subprocess.Popen.wait
popen_communicate = subprocess.Popen.communicate
sched_yield = os.sched_yield
getrusage = resource.getrusage
RUSAGE_THREAD = resource.RUSAGE_THREAD
