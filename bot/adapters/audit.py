"""Is the record what was recorded, and the tally what was answered? From the log alone, and the heads kept elsewhere."""

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from bot.adapters.anchors import Anchored, Lost
from bot.adapters.cipher import ConferenceSeal, StoreKeys
from bot.adapters.codec import Codec, CodecError
from bot.adapters.entries import Entry, Head, TamperedError, faults
from bot.adapters.keys import KeyRefusedError, KeyWrapper, Wrapped, conference_context
from bot.adapters.recount import Recount
from bot.adapters.sealing import opener
from bot.adapters.shelf import Shelved
from bot.adapters.verify import Anchor
from bot.domain.events import EVENTS
from bot.usecases.ports import Recorded

One = TypeVar("One")

_MOST = 1000
"""Findings of one conference: a head that claims a billion entries must not keep us listing them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`wrong` is a code: of entries.Wrong, of recount.Doubt, or one of those given here. `seq` 0: of no one entry."""

    seq: int
    wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found of one conference. `tallies` counts the closed rounds counted anew; None: it was erased.

    `head` is what can be written down of it now, when it is whole.
    """

    cid: str
    entries: int = 0
    tallies: int | None = 0
    head: Anchor
    anchors: int = 0
    lost: tuple[Lost, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.findings


class Audit:
    """Raises KeysAwayError: without the keys nothing can be said."""

    def __init__(self, keys: StoreKeys, wrapper: KeyWrapper) -> None:
        self._keys = keys
        self._wrapper = wrapper
        self._codec = Codec(EVENTS)

    async def check(self, held: Shelved, written: Anchored) -> Checked:
        """`written`: what the file of heads says of it, and of the others."""
        head, entries, operations = held.parsed()
        anchors = written.heads.get(held.cid, ())
        chain = self._keys.chain
        found = [Finding(one.seq, one.wrong) for one in _few(faults(chain, chain.start(held.cid), entries, 0, head))]
        found += _few(_cut(anchors, entries))
        tallies: int | None = None
        if not found and head.key is not None:
            tallies, more = await self._read(held.cid, head, head.key, entries, operations)
            found += _few(more)
        if not entries and not head.version and not found:
            found.append(Finding(0, "remains"))
        return Checked(
            cid=held.cid,
            entries=len(entries),
            tallies=tallies,
            head=Anchor(head.version, head.mac),
            anchors=len(anchors),
            lost=tuple(one for one in written.lost if one.cid == held.cid),
            findings=tuple(found),
        )

    def gone(self, present: Iterable[str], written: Anchored) -> Iterator[Checked]:
        """Conferences that were written down and of which the store has nothing."""
        for cid in sorted(set(written.heads) - set(present)):
            last = written.heads[cid][-1]
            lost = tuple(one for one in written.lost if one.cid == cid)
            missing = (Finding(last.version, "missing"),) if last.version else ()
            yield Checked(cid=cid, head=Anchor(0, b""), anchors=len(written.heads[cid]), lost=lost, findings=missing)

    async def _read(
        self, cid: str, head: Head, key: Wrapped, entries: Sequence[Entry], operations: Mapping[str, int]
    ) -> tuple[int, list[Finding]]:
        """Every line opened in its place, the operations, and every tally counted anew."""
        try:
            opened = await self._wrapper.unwrap(key, conference_context(self._keys.store, cid, head.key_id))
            seal = ConferenceSeal(opened, head.key_id, self._keys.store, cid)
            lines = list(map(opener(cid, seal, self._codec), entries))
        except KeyRefusedError:
            return 0, [Finding(0, "key")]
        except TamperedError as error:
            return 0, [Finding(error.seq, "moved")]
        except CodecError:
            return 0, [Finding(0, "unreadable")]
        recount = Recount()
        found = list(_repeated(lines, operations))
        try:
            found += [Finding(line.seq, doubt) for line in lines for doubt in recount.say(line)]
            found += [Finding(head.version, doubt) for doubt in recount.end()]
        except (LookupError, ValueError, TypeError, AttributeError):
            found.append(Finding(0, "impossible"))  # an order of events that the rules cannot fold
        return recount.closed, found


def _few(found: Iterable[One]) -> list[One]:
    return list(islice(found, _MOST))


def _cut(anchors: Sequence[Anchor], entries: Sequence[Entry]) -> Iterator[Finding]:
    """Every head written down must still be in the log. One is told for all that are missing: the last."""
    macs = {entry.seq: entry.mac for entry in entries}
    missing = [anchor.version for anchor in anchors if anchor.version > max(macs, default=0)]
    if missing:
        yield Finding(max(missing), "cut")
    for anchor in anchors:
        if anchor.version in macs and not hmac.compare_digest(macs[anchor.version], anchor.mac):
            yield Finding(anchor.version, "rewritten")


def _repeated(lines: Sequence[Recorded], operations: Mapping[str, int]) -> Iterator[Finding]:
    """Each operation is one run of lines, and the store knows it by the version that it made: else it could be repeated."""
    ends = [line for line, after in zip(lines, [*lines[1:], None], strict=True) if after is None or after.op != line.op]
    runs = Counter(line.op for line in ends)
    for line in ends:
        if runs[line.op] > 1:
            yield Finding(line.seq, "repeated")
        elif operations.get(line.op) != line.seq:
            yield Finding(line.seq, "operation")
    if set(operations) - set(runs):
        yield Finding(0, "operation")
