"""Reads a submission without running it: names, scopes, calls, who is a coroutine function."""

from checks.source.reading import read

__all__ = ["read"]
