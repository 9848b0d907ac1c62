"""What the store holds of one conference, still sealed, and whether it hangs together."""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from bot.adapters.cipher import Chain
from bot.adapters.keys import Wrapped


class Envelope(msgspec.Struct, frozen=True):
    """One line of the log, as it is signed and stored. `actor` is a keyed hash; `fields` are ciphertexts by path."""

    v: int
    seq: int
    at: datetime
    actor: str
    op: str
    type: str
    fields: dict[str, bytes]


pack = msgspec.msgpack.Encoder().encode
unpack = msgspec.msgpack.Decoder(Envelope).decode


class Entry(msgspec.Struct, frozen=True):
    """An envelope in its bytes, and the mac that signs it over the one before."""

    seq: int
    envelope: bytes
    mac: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last word on a conference. `key` is None before the first event, and once the case was erased."""

    version: int = 0
    mac: bytes = b""
    key: Wrapped | None = None
    key_id: str = ""
    links: frozenset[str] = frozenset()


class Wrong(StrEnum):
    """What is wrong with an entry."""

    ALTERED = "altered"
    """Edited, exchanged with another, put out of order or brought from elsewhere: its mac is not of it and its past."""
    MISSING = "missing"
    UNRECORDED = "unrecorded"
    """It is there, and the head does not know it."""
    HEAD = "head"
    """The head does not carry the mac of its own last entry."""


@dataclass(frozen=True, slots=True)
class Fault:
    seq: int
    wrong: Wrong


class TamperedError(Exception):
    """The record is not what was recorded: changed, cut, or an older copy. Names the conference and the entry only."""

    def __init__(self, cid: str, seq: int) -> None:
        super().__init__(f"the record of conference {cid} does not verify at entry {seq}")
        self.cid = cid
        self.seq = seq


class ErasedError(Exception):
    """The conference's data key was destroyed: its record can be verified and no longer read. Names it only."""

    def __init__(self, cid: str) -> None:
        super().__init__(f"conference {cid} was erased")
        self.cid = cid


def parse_head(flat: Sequence[bytes]) -> Head:
    found: Mapping[bytes, bytes] = dict(zip(flat[::2], flat[1::2], strict=True))
    sealed = found.get(b"key")
    return Head(
        version=_number(found.get(b"version", b"0")),
        mac=found.get(b"mac", b""),
        key=Wrapped(_text(found, b"master"), sealed) if sealed else None,
        key_id=_text(found, b"key_id"),
        links=frozenset(_text(found, b"links").split()),
    )


def _number(found: bytes) -> int:
    """A head that holds no number knows of no entry, which then shows as a fault."""
    return int(found) if found.isdigit() else 0


def _text(found: Mapping[bytes, bytes], name: bytes) -> str:
    return found.get(name, b"").decode(errors="replace")


def parse_entries(raw: Iterable[Any]) -> tuple[Entry, ...]:
    """Entries as XRANGE gives them to a script. One that is not ours in form comes out with a mac that cannot be right."""
    return tuple(_entry(key, dict(zip(flat[::2], flat[1::2], strict=True))) for key, flat in raw)


def _entry(key: bytes, flat: Mapping[bytes, bytes]) -> Entry:
    seq, part = key.split(b"-")
    return Entry(int(seq), flat.get(b"e", b""), flat.get(b"m", b"") if part == b"0" else b"")


def faults(chain: Chain, before: bytes, entries: Sequence[Entry], after: int, head: Head) -> Iterator[Fault]:
    """All that is wrong with the entries that follow version `after`, whose mac is `before`, up to the head.

    Each entry is judged by the mac its neighbour carries, so that one changed entry is one fault.
    """
    expected = after + 1
    for entry in entries:
        for seq in range(expected, min(entry.seq, head.version + 1)):
            yield Fault(seq, Wrong.MISSING)
        fits = entry.seq == expected and hmac.compare_digest(chain.link(before, entry.envelope), entry.mac)
        if entry.seq > head.version:
            yield Fault(entry.seq, Wrong.UNRECORDED)
        elif not fits and entry.seq <= expected:
            yield Fault(entry.seq, Wrong.ALTERED)
        before = entry.mac
        expected = entry.seq + 1
    for seq in range(expected, head.version + 1):
        yield Fault(seq, Wrong.MISSING)
    if expected == head.version + 1 and not hmac.compare_digest(before, head.mac):
        yield Fault(head.version, Wrong.HEAD)
