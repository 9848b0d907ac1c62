"""What people wrote, put into an address of Graph's so that it stays what it is: a value."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from bot.adapters.graph.obstacles import failed
from bot.domain.microsoft import Obstacle

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_CHAT = re.compile(r"19:[A-Za-z0-9_=-]{1,200}@[a-z0-9.-]{1,40}")
_ADDRESS = re.compile(r"[^\s@\x00-\x1f\x7f\"<>()\[\],;:\\]{1,128}@[^\s@\x00-\x1f\x7f\"<>()\[\],;:\\]{1,189}")
_LONGEST_ID = 512


def literal(text: str) -> str:
    """A text within a filter: a quotation mark in it is doubled, or O'Brien would end it."""
    return "'" + text.replace("'", "''") + "'"


def written(query: Mapping[str, str]) -> str:
    """Everything escaped: a `+`, which some read as a space, and a `&`, which would begin another part."""
    return "&".join(f"{quote(name, safe='$')}={quote(value, safe='')}" for name, value in query.items())


def part(text: str) -> str:
    """One step of a path. Raises SendError for what would climb out of it, or is no id."""
    if text in {"", ".", ".."} or len(text) > _LONGEST_ID or not text.isprintable():
        raise failed(Obstacle.REFUSED)
    return quote(text, safe="")


def guid(text: str, otherwise: Obstacle) -> str:
    if not _GUID.fullmatch(text):
        raise failed(otherwise)
    return text.lower()


def is_guid(text: str) -> bool:
    return _GUID.fullmatch(text) is not None


def chat_id(text: str) -> str:
    if not _CHAT.fullmatch(text):
        raise failed(Obstacle.NO_SUCH_CHAT)
    return text


def address(text: str) -> str:
    """A mail address or sign-in name, as it is compared."""
    bare = text.strip()
    if not _ADDRESS.fullmatch(bare):
        raise failed(Obstacle.BAD_ADDRESS)
    return bare
