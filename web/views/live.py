"""The status of a submission as server-sent events: ``status`` whenever it changes, ``done`` once at the end."""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from web import access, progress
from web.progress import Progress

# Most reports are there within half a second; who waits longer is in a queue, where a slower look is soon enough.
FIRST_WAIT, LONGEST_WAIT, SLOWER = 0.1, 1.0, 1.1
HEARTBEAT_SECONDS = 15.0
# A browser opens the stream again by itself, so one that nobody watches any more does not stay.
LIFE_SECONDS = 300.0


@login_required
@require_safe
async def events(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    staff = await sync_to_async(_reads_as_staff)(request, pk)
    response = StreamingHttpResponse(stream(pk, staff=staff), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # nginx would keep the events back
    return response


async def stream(submission: UUID, *, staff: bool) -> AsyncIterator[bytes]:
    """Reads the database until the report is there: what it says holds, whatever messages were lost."""
    loop = asyncio.get_running_loop()
    end, last_sent, wait = loop.time() + LIFE_SECONDS, loop.time(), FIRST_WAIT
    shown: Progress | None = None
    while loop.time() < end:
        now = await sync_to_async(progress.of)(submission, staff=staff)
        if now != shown:
            shown, last_sent = now, loop.time()
            yield event("done" if now.finished else "status", now)
        if now.finished:
            return
        if loop.time() - last_sent > HEARTBEAT_SECONDS:
            last_sent = loop.time()
            yield b": still here\n\n"
        await asyncio.sleep(wait)
        wait = min(wait * SLOWER, LONGEST_WAIT)


def event(name: str, status: Progress) -> bytes:
    return f"event: {name}\ndata: {json.dumps(status.as_json())}\n\n".encode()


def _reads_as_staff(request: HttpRequest, pk: UUID) -> bool:
    user = access.member(request)
    return access.teaches(user, access.submission_or_404(user, pk).assignment.course)
