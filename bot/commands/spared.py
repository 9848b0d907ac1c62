"""What a library would load for a use that we never make of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


def load_structlog() -> None:
    """Structlog loads rich and its lexers to colour what it writes: 50 ms of a start. What we write is JSON (logs.py)."""
    with _without("rich"):
        import structlog  # noqa: F401


@contextmanager
def _without(name: str) -> Iterator[None]:
    """As if it were not installed, unless it is loaded already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how Python is told that there is no such module
    try:
        yield
    finally:
        del sys.modules[name]
