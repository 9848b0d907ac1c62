"""Which programs may speak to the bot, by keys of which the settings hold hashes alone; and what they have asked for before."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_HASH = re.compile(r"[0-9a-f]{64}")
_BEARER = "Bearer "
_LONGEST = 200


def new_key() -> str:
    """With 256 bits of chance in it: what has as much needs no slow hash."""
    return f"chairside_{secrets.token_urlsafe(32)}"


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def checked(entries: Iterable[str]) -> Mapping[str, str]:
    """Name -> hash, of entries as "name:hash". Raises ValueError."""
    found: dict[str, str] = {}
    for entry in entries:
        name, _, hashed = entry.partition(":")
        if not _NAME.fullmatch(name) or not _HASH.fullmatch(hashed):
            raise ValueError("must be NAME:HASH, as `conferences key NAME` prints it, with commas between")
        if name in found:
            raise ValueError(f"has two keys of the name {name}")
        found[name] = hashed
    return found


class Keys:
    def __init__(self, entries: Iterable[str]) -> None:
        self._keys = checked(entries)

    def holder(self, authorization: str) -> str:
        """The name of whoever shows this header; "" for nobody. Every key is compared, and each in constant time."""
        if not authorization.startswith(_BEARER) or len(authorization) > _LONGEST:
            return ""
        shown, holder = hash_of(authorization.removeprefix(_BEARER)), ""
        for name, hashed in self._keys.items():
            if hmac.compare_digest(hashed, shown):
                holder = name
        return holder


class Asked(StrEnum):
    """What is known of a key under which a program asks for something. OTHER: it asked for something else before."""

    NEW = "new"
    AGAIN = "again"
    OTHER = "other"


class Repeats(Protocol):
    """Under which keys programs have asked for what, for a few days. Nothing of what they asked for is kept, but hashes."""

    async def asked(self, key: str, content: bytes) -> Asked:
        """Raises StoreDownError."""
        ...
