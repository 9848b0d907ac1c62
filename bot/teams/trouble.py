"""A bug, written down so that it can be found and nobody's words can be read; and trouble from outside, without drowning in it."""

import secrets
import time
import traceback
from collections.abc import Callable
from enum import StrEnum

import structlog

log = structlog.get_logger(__name__)

EVERY = 1.0
"""Seconds between two lines about the same thing."""


def report(error: Exception) -> str:
    """Log the kind of error and the lines it passed through; return the reference to give to the person.

    Never the message or the values: an exception may carry what a professional wrote about a child.
    """
    reference = secrets.token_hex(4)
    lines = traceback.walk_tb(error.__traceback__)
    steps = [f"{frame.f_code.co_filename.rpartition('/bot/')[2]}:{line}" for frame, line in lines]
    log.error("bug", reference=reference, kind=type(error).__name__, path=" ".join(steps[-12:]))
    return reference


class Complaints:
    """Lines about what strangers send: one a second for each code, with how many were left out, so that no flood fills a disk."""

    def __init__(self, event: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._event = event
        self._monotonic = monotonic
        self._next: dict[StrEnum, float] = {}
        self._left_out: dict[StrEnum, int] = {}

    def __call__(self, code: StrEnum) -> None:
        now = self._monotonic()
        if now < self._next.get(code, now):
            self._left_out[code] = self._left_out.get(code, 0) + 1
            return
        self._next[code] = now + EVERY
        more = self._left_out.pop(code, 0)
        log.info(self._event, code=code.value, **({"more": more} if more else {}))
