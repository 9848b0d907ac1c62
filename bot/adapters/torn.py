"""A last write that a dying machine left half done. The server drops it and goes on; nobody had been told that it was
recorded. But nobody is to find that out by chance: it is logged, and kept for whoever audits.
"""

import re
from pathlib import Path

import structlog

from bot.adapters.private_file import append_private, read_private

log = structlog.get_logger(__name__)

_DROPPED = re.compile(
    r"^\d+:\w (\d\d \w+ \d{4} \d\d:\d\d:\d\d)\S* # !!! Truncating the AOF \S+ at offset (\d+)", re.MULTILINE
)


def told(path: Path, start: int) -> str:
    """What the server wrote to its log since it was this long."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def note_torn(directory: Path, said: str) -> None:
    for when, offset in _DROPPED.findall(said):
        log.warning("store_tail_dropped", offset=int(offset))
        append_private(directory / "torn", f"{when} {offset}\n".encode())


def torn(directory: Path) -> tuple[str, ...]:
    """When this store's last write was dropped at a start, by the server's clock, and how long the file was after it."""
    try:
        return tuple(read_private(directory / "torn").decode().splitlines())
    except FileNotFoundError:
        return ()
