"""Frames that only those can send who were given a key before the student's code was there.

A subject has several speakers: its watcher, its loader, and each run. Every frame of theirs begins with a code over
the speaker's name, the number of the frame among that speaker's own, and its bytes. So nothing can be said in
another's name, be said twice or be left out, and bytes that the student's code writes by itself are no frame at all.

The key is held by a hash object and not as bytes: Python has no way to read it back from there.
"""

import secrets
from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from itertools import count

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there

KEY_SIZE = 32
CODE_SIZE = 16

Sign = Callable[[bytes], bytes]
Code = Callable[[int, bytes], bytes]


def new_key() -> bytes:
    return secrets.token_bytes(KEY_SIZE)


class Keyring(Hidden):
    """Knows the key, and so the codes of every speaker."""

    def __init__(self, key: bytes) -> None:
        self._keyed = blake2b(key=key, digest_size=CODE_SIZE)

    def signer(self, speaker: str) -> Sign:
        """Gives the frames of one speaker their codes, in the order in which they are sent."""
        code, numbers = self.code(speaker), count()
        return lambda body: code(next(numbers), body)

    def code(self, speaker: str) -> Code:
        named = self._keyed.copy()
        named.update(f"{speaker}\0".encode())

        def code(number: int, body: bytes) -> bytes:
            numbered = named.copy()
            numbered.update(b"%d\0" % number)
            numbered.update(body)
            return numbered.digest()

        return code


class Checker:
    """The listener's side: finds out who speaks."""

    def __init__(self, key: bytes) -> None:
        self._ring = Keyring(key)
        self._codes: dict[str, Code] = {}
        self._heard: dict[str, int] = {}

    def expect(self, *speakers: str) -> None:
        """From here on these may speak and nobody else; those who did before go on with their numbers."""
        self._codes = {name: self._codes.get(name) or self._ring.code(name) for name in speakers}

    def speaker(self, data: bytes) -> str | None:
        """Whose next frame it is; None where it is nobody's."""
        given, body = data[:CODE_SIZE], data[CODE_SIZE:]
        for name, code in self._codes.items():
            number = self._heard.get(name, 0)
            if compare_digest(code(number, body), given):
                self._heard[name] = number + 1
                return name
        return None
