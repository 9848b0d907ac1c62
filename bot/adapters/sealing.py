"""Between an operation's events and the entries that hold them: no store, no clock."""

from collections.abc import Callable
from datetime import UTC

import msgspec
from msgspec.structs import replace

from bot.adapters.cipher import ALONE, ROOMS, Chain, ConferenceSeal, SealError
from bot.adapters.codec import Codec, CodecError, Parts
from bot.adapters.entries import Entry, Envelope, TamperedError, pack, unpack
from bot.adapters.keys import Wrapped
from bot.domain.ids import OpId
from bot.usecases.ports import Append, Links, Recorded

_VERSION = 1
_MOST_LINES = 4096


class Mark(msgspec.Struct, frozen=True):
    """An entry by its version and the mac that it must bear."""

    version: int = 0
    mac: bytes = b""


_NOTHING = Mark()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Where a conference's log stands, and all it takes to write the next entry. `fresh` is a key not yet stored.

    `kept` is the last entry known to be kept as the settings ask: what came after it may be lost with a server. `named` is
    what `links` are the hashes of, where we know it.
    """

    version: int
    mac: bytes
    seal: ConferenceSeal
    links: frozenset[str] = frozenset()
    fresh: Wrapped | None = None
    kept: Mark = _NOTHING
    named: Links | None = None

    @property
    def in_doubt(self) -> bool:
        return self.version > self.kept.version


class Lines:
    """The lines of the conferences last used. Losing one costs a trip to the store, nothing else."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}

    def get(self, cid: str) -> Line | None:
        return self._lines.get(cid)

    def put(self, cid: str, line: Line) -> None:
        """Keep the newer of two: answers of the store may be overtaken on their way."""
        known = self._lines.pop(cid, None)
        self._lines[cid] = known if known and known.version > line.version else line
        if len(self._lines) > _MOST_LINES:
            del self._lines[next(iter(self._lines))]

    def confirm(self, cid: str) -> None:
        """All that is known of this conference is kept."""
        line = self._lines.get(cid)
        if line is not None:
            self._lines[cid] = replace(line, kept=Mark(line.version, line.mac))

    def rewind(self, cid: str) -> None:
        """Back to what is known to be kept; links and all else are read anew."""
        line = self._lines.pop(cid, None)
        if line is not None and line.kept.version:
            self._lines[cid] = replace(line, version=line.kept.version, mac=line.kept.mac)

    def drop(self, cid: str) -> None:
        self._lines.pop(cid, None)


def seal_events(wish: Append, line: Line, codec: Codec, chain: Chain) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    mac = line.mac
    seq = line.version
    for operation in wish.operations:
        actor = line.seal.pseudonym(operation.actor)
        for event in operation.events:
            seq += 1
            name, parts = codec.encode(event)
            envelope = pack(
                Envelope(
                    v=_VERSION,
                    seq=seq,
                    at=operation.at.astimezone(UTC),
                    actor=actor,
                    op=operation.op,
                    type=name,
                    fields=_sealed(line.seal, seq, name, parts),
                )
            )
            mac = chain.link(mac, envelope)
            entries.append(Entry(seq, envelope, mac))
    return tuple(entries)


def opener(cid: str, seal: ConferenceSeal, codec: Codec) -> Callable[[Entry], Recorded]:
    """Reads entries whose chain was checked. Raises TamperedError, or CodecError for an event of a newer Chairside."""

    def read(entry: Entry) -> Recorded:
        try:
            envelope = unpack(entry.envelope)
            if envelope.v != _VERSION:
                raise CodecError(envelope.type)
            parts: Parts = {}
            for place, sealed in envelope.fields.items():
                child, seat, rev, some = _opened(seal, entry.seq, envelope.type, place, sealed)
                parts.setdefault((child, seat, rev), {}).update(some)
        except (SealError, msgspec.DecodeError):
            raise TamperedError(cid, entry.seq) from None
        event = codec.decode(envelope.type, parts)
        return Recorded(seq=entry.seq, at=envelope.at, actor=envelope.actor, op=OpId(envelope.op), event=event)

    return read


_TOGETHER = "*"
"""In place of a field's name: several small ones of one child, seat and revision, sealed as one."""


_Some = tuple[str, str, str, dict[str, bytes]]
"""Child, seat and revision, and fields by name: what one ciphertext holds."""


def _sealed(seal: ConferenceSeal, seq: int, event: str, parts: Parts) -> dict[str, bytes]:
    """Ciphertexts by place. Whom a field is about is in the file of a conference mostly a first name, so a place shows a keyed
    hash of it, and the names themselves are sealed with the values. What a seat says of a child is sealed by itself.
    """
    alone = ALONE.get(event, "")
    sealed: dict[str, bytes] = {}
    for (child, seat, rev), fields in parts.items():
        whose = f"{seal.veiled(child)}/{seal.veiled(seat)}"
        by_itself = fields.pop(alone, None)
        if fields:
            place = f"{whose}/{_TOGETHER}/{rev}"
            sealed[place] = seal.close(seq, event, place, _write((child, seat, rev, fields)))
        if by_itself is not None:
            place = f"{whose}/{alone}/{rev}"
            some = (child, seat, rev, {alone: by_itself})
            sealed[place] = seal.close(seq, event, place, _write(some), ROOMS[event, alone])
    return sealed


def _opened(seal: ConferenceSeal, seq: int, event: str, place: str, sealed: bytes) -> _Some:
    """Raises SealError."""
    try:
        opened: _Some = _read(seal.open(seq, event, place, sealed))
        return opened
    except msgspec.DecodeError:
        raise SealError from None


_write = msgspec.msgpack.Encoder().encode
_read = msgspec.msgpack.Decoder(_Some).decode
