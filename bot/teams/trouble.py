"""A bug, written down so that it can be found and nobody's words can be read."""

import secrets
import traceback

import structlog

log = structlog.get_logger(__name__)


def report(error: Exception) -> str:
    """Log the kind of error and the lines it passed through; return the reference to give to the person.

    Never the message or the values: an exception may carry what a professional wrote about a child.
    """
    reference = secrets.token_hex(4)
    lines = traceback.walk_tb(error.__traceback__)
    steps = [f"{frame.f_code.co_filename.rpartition('/bot/')[2]}:{line}" for frame, line in lines]
    log.error("bug", reference=reference, kind=type(error).__name__, path=" ".join(steps[-12:]))
    return reference
