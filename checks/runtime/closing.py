"""Answers that hold nothing are closed at once, not in a thread of their own.

When an answer has left, Django has a new thread call its ``close`` and asgiref a second one wait for the first. Where
there is nothing to close, two threads for each request are most of what many requests at once cost.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import django.core.handlers.asgi
import django.core.signals
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http.response import HttpResponseBase


def install() -> None:
    """For Django's handler alone: what the student's code imports is asgiref's own."""
    django.core.handlers.asgi.sync_to_async = _close_at_once_or_in_a_thread  # type: ignore[attr-defined]


def _close_at_once_or_in_a_thread(function: Callable[[], Any]) -> Callable[[], Awaitable[Any]]:
    if not _holds_nothing(function):
        return sync_to_async(function)

    async def close() -> None:
        function()

    return close


def _holds_nothing(function: Callable[[], Any]) -> bool:
    """Whether it is Django's own ``close`` of an answer that nothing but its request is closed with."""
    answer = getattr(function, "__self__", None)
    return (
        _is_method(function, HttpResponseBase.close)
        and all(_is_method(closer, ASGIRequest.close) for closer in answer._resource_closers)  # type: ignore[union-attr] # noqa: SLF001 - it has no public name
        and not django.core.signals.request_finished.receivers
    )


def _is_method(function: Any, method: Callable[..., Any]) -> bool:
    return getattr(function, "__func__", None) is method
