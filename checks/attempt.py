"""One attempt in one confined process: its source is read there, and then it runs there.

Confining a process costs more than reading does. The reading has a process of its own nevertheless, since a parser can
be exhausted, and it is gone, its answer sent, before anything of the student's is loaded.
"""

import os
import resource
import traceback
from typing import NoReturn

from checks.channel import Channel
from checks.runtime import subject
from checks.source import confined as reader


def serve(channel: Channel) -> None:
    """As ``checks.source.confined`` and then ``checks.runtime.subject`` do; ends at once where the first fails."""
    child = os.fork()
    if child == 0:
        _read(channel)
    if os.waitpid(child, 0)[1] == 0:
        subject.serve(channel)


def _read(channel: Channel) -> NoReturn:
    code = 1
    try:
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (min(reader.SECONDS, most), most))
        reader.serve(channel)
        code = 0
    except BaseException:  # noqa: BLE001 - this process ends here, whatever happened
        traceback.print_exc()
    finally:
        os._exit(code)
