"""What went wrong, in the look of the site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(
        request, 400, "That could not be understood", "The request was damaged, or too large: 256 KB are enough."
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403, "Not allowed", "You are not allowed to do this.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404, "Nothing here", "This page does not exist, or it is not yours to see.")


def broken(request: HttpRequest) -> HttpResponse:
    """Asks the database nothing, since that may be what is broken."""
    return page(
        request, 500, "Something broke", "The fault is ours and it has been noted. Nothing that you handed in is lost."
    )


def page(request: HttpRequest, code: int, title: str, sentence: str) -> HttpResponse:
    context: dict[str, Any] = {"code": code, "title": title, "sentence": sentence}
    return render(request, "error.html", context, status=code)
