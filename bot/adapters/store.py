"""The record, on Redis or Valkey: sealed envelopes in a stream, appended by one script in one trip."""

import hmac
import os
from collections.abc import Collection

from msgspec.structs import replace

from bot.adapters.agenda import due_ms
from bot.adapters.cipher import KEY_BYTES, Chain, ConferenceSeal, StoreKeys
from bot.adapters.codec import Codec
from bot.adapters.durability import Durability
from bot.adapters.entries import Entry, ErasedError, Head, TamperedError, faults
from bot.adapters.keys import KeyWrapper, conference_context
from bot.adapters.keyspace import Keyspace
from bot.adapters.sealing import Line, Lines, Mark, opener, seal_events
from bot.adapters.server import Server
from bot.adapters.wire import Answer, EventWire, Parcel
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Append, Appended, Conflict, Known, Links, Recorded, RewoundError


class ValkeyEventLog:
    """EventLog. Remembers where each conference last stood, so that an append takes one trip; nothing else.

    Beside what the port says, `read` and `append` raise TamperedError, ErasedError, CodecError and KeyRefusedError.
    """

    def __init__(
        self,
        server: Server,
        *,
        keys: StoreKeys,
        wrapper: KeyWrapper,
        codec: Codec,
        durability: Durability,
        keyspace: Keyspace,
    ) -> None:
        self._wire = EventWire(server, keyspace, durability)
        self._keys = keys
        self._wrapper = wrapper
        self._codec = codec
        self._lines = Lines()
        self._sure = durability.sure

    @property
    def chain(self) -> Chain:
        return self._keys.chain

    async def read(self, cid: ConferenceId, after: int = 0) -> tuple[Recorded, ...]:
        line = self._lines.get(cid)
        head, entries = await self._wire.fetch(cid, after)
        if line is None and head == Head() and not entries and not after:
            return ()
        _, tail = await self._accept(cid, head, entries, after, line)
        return tail

    async def sealed(self, cid: ConferenceId) -> tuple[Head, tuple[Entry, ...]]:
        """The head and every entry, unopened and unchecked: for `verify`."""
        return await self._wire.fetch(cid, 0)

    async def append(self, wish: Append) -> Appended | Conflict | Known:
        """One trip when we know where the conference stands, two when we do not. ValueError without events."""
        if not wish.operations or not all(one.events for one in wish.operations):
            raise ValueError("an operation without events")
        line = self._lines.get(wish.cid)
        if line is None and not wish.expected:
            line = await self._first(wish.cid)
        if line is None or line.version != wish.expected:
            answer = await self._wire.append(Parcel(cid=wish.cid, ops=_ops(wish), expected=wish.expected))
            line, tail = await self._accept(wish.cid, answer.head, answer.entries, wish.expected, line)
            if answer.known is not None or tail:
                return _instead(answer, tail)
        return await self._record(wish, line)

    async def confirm(self, cid: ConferenceId, version: int) -> bool:
        line = self._lines.get(cid)
        if self._sure or (line is not None and line.kept.version >= version):
            return True
        there, durable = await self._wire.confirm(cid)
        if not durable or there < version:
            return False
        if line is self._lines.get(cid):
            self._lines.confirm(cid)
        return True

    async def by_chat(self, chat: str) -> tuple[ConferenceId, ...]:
        return await self._wire.members(self._name("chat", chat))

    async def by_person(self, person: str) -> tuple[ConferenceId, ...]:
        return await self._wire.members(self._name("person", person))

    async def in_weeks(self, weeks: Collection[str]) -> tuple[ConferenceId, ...]:
        return await self._wire.members(*(self._name("week", week) for week in weeks))

    async def all(self) -> tuple[ConferenceId, ...]:
        return await self._wire.conferences()

    async def _record(self, wish: Append, line: Line) -> Appended | Conflict | Known:
        entries = seal_events(wish, line, self._codec, self.chain)
        links = line.links if line.named is wish.links or line.named == wish.links else self._names(wish.links)
        try:
            answer = await self._wire.append(_parcel(wish, line, entries, links))
        except TamperedError:
            self._refuse_unless_in_doubt(wish.cid, line)
            raise
        if answer.version is not None:
            mark = Mark(answer.version, entries[-1].mac)
            kept = mark if answer.durable else line.kept
            now = replace(
                line, version=mark.version, mac=mark.mac, links=links, kept=kept, named=wish.links, fresh=None
            )
            self._lines.put(wish.cid, now)
            return Appended(version=answer.version, durable=answer.durable)
        _, tail = await self._accept(wish.cid, answer.head, answer.entries, wish.expected, line)
        if answer.known is not None and entries[-1] in answer.entries:
            # Ours all along: recorded at a first try whose answer was lost on the way.
            return Appended(version=answer.known, durable=answer.durable)
        return _instead(answer, tail)

    async def _first(self, cid: ConferenceId) -> Line:
        """The line before a conference's first entry, with a data key of its own."""
        key, key_id = os.urandom(KEY_BYTES), os.urandom(8).hex()
        fresh = await self._wrapper.wrap(key, self._context(cid, key_id))
        seal = ConferenceSeal(key, key_id, self._keys.store, cid)
        return Line(version=0, mac=self.chain.start(cid), seal=seal, fresh=fresh)

    async def _accept(
        self, cid: ConferenceId, head: Head, entries: tuple[Entry, ...], after: int, line: Line | None
    ) -> tuple[Line, tuple[Recorded, ...]]:
        """Check what the store gave against itself and against `line`, what we knew before we asked; then open it.

        `entries` begin with the one at version `after`, which carries the mac that the next is signed over.
        """
        if after and (not entries or entries[0].seq != after):
            self._refuse_unless_in_doubt(cid, line)
            raise TamperedError(cid, after)
        before = entries[0].mac if after else self.chain.start(cid)
        tail = entries[1:] if after else entries
        for fault in faults(self.chain, before, tail, after, head):
            raise TamperedError(cid, fault.seq)
        if line is not None and not _follows(line, head, entries):
            self._refuse_unless_in_doubt(cid, line)
            raise TamperedError(cid, line.version)
        seal = await self._seal(cid, head, line)
        opened = tuple(map(opener(cid, seal, self._codec), tail))
        mark = Mark(head.version, head.mac)
        kept = mark if self._sure else line.kept if line else Mark()
        now = Line(version=mark.version, mac=mark.mac, seal=seal, links=head.links, kept=kept)
        self._lines.put(cid, now)
        return now, opened

    def _refuse_unless_in_doubt(self, cid: ConferenceId, line: Line | None) -> None:
        """What was never confirmed may be gone with the server that had it. Raises RewoundError then, for a look from the start,
        in which all that was confirmed must be found.
        """
        if line is not None and line.in_doubt:
            self._lines.rewind(cid)
            raise RewoundError

    async def _seal(self, cid: ConferenceId, head: Head, line: Line | None) -> ConferenceSeal:
        if head.key is None:
            self._lines.drop(cid)
            raise ErasedError(cid)
        if line is not None and line.seal.key_id == head.key_id:
            return line.seal
        key = await self._wrapper.unwrap(head.key, self._context(cid, head.key_id))
        return ConferenceSeal(key, head.key_id, self._keys.store, cid)

    def _names(self, links: Links) -> frozenset[str]:
        chats = (self._name("chat", chat) for chat in links.chats)
        people = (self._name("person", person) for person in links.people)
        weeks = (self._name("week", week) for week in links.weeks)
        return frozenset((*chats, *people, *weeks))

    def _name(self, kind: str, of: str) -> str:
        return f"{kind}:{self._keys.index(kind, of)}"

    def _context(self, cid: ConferenceId, key_id: str) -> bytes:
        return conference_context(self._keys.store, cid, key_id)


def _parcel(wish: Append, line: Line, entries: tuple[Entry, ...], links: frozenset[str]) -> Parcel:
    fields: list[str | bytes] = [] if links is line.links or links == line.links else ["links", " ".join(sorted(links))]
    if line.fresh is not None:
        fields += ["key", line.fresh.sealed, "master", line.fresh.master, "key_id", line.seal.key_id]
    return Parcel(
        cid=wish.cid,
        ops=_ops(wish),
        expected=wish.expected,
        mac=line.mac,
        due=None if wish.next_due is None else due_ms(wish.next_due),
        entries=entries,
        joins=() if links is line.links else sorted(links - line.links),
        leaves=() if links is line.links else sorted(line.links - links),
        fields=fields,
    )


def _ops(wish: Append) -> tuple[tuple[str, int], ...]:
    """Each operation with the version that it makes."""
    ops: list[tuple[str, int]] = []
    version = wish.expected
    for one in wish.operations:
        version += len(one.events)
        ops.append((one.op, version))
    return tuple(ops)


def _follows(line: Line, head: Head, entries: tuple[Entry, ...]) -> bool:
    """Whether the store still holds what we know it held: it has not gone back, and our last entry is the same."""
    same = (hmac.compare_digest(entry.mac, line.mac) for entry in entries if entry.seq == line.version)
    return line.version <= head.version and all(same)


def _instead(answer: Answer, tail: tuple[Recorded, ...]) -> Conflict | Known:
    if answer.known is None:
        return Conflict(tail=tail)
    return Known(version=answer.known, tail=tail, durable=answer.durable)
