"""What every answer of the site carries."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

Handler = Callable[[HttpRequest], HttpResponseBase] | Callable[[HttpRequest], Awaitable[HttpResponseBase]]

# Everything comes from this site, and from files: no page has a script or a style of its own, so that a student's code
# stays text even where an escape is missing. The report shown as a page of its own is made by `grader grade`, not here.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


@sync_and_async_middleware
def protect(answer: Handler) -> Handler:
    if iscoroutinefunction(answer):

        async def in_the_loop(request: HttpRequest) -> HttpResponseBase:
            return protected(await answer(request))

        return in_the_loop

    def in_a_thread(request: HttpRequest) -> HttpResponseBase:
        return protected(answer(request))  # type: ignore[arg-type]

    return in_a_thread


def protected(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = POLICY
    # Pages are one person's own. The back button may still show them, so that a form keeps what was typed into it.
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
