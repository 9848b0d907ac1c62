"""Whether a conference's record is what was recorded, told from the store alone and without reading the case."""

import hmac
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from bot.adapters.cipher import Chain
from bot.adapters.entries import Entry, Fault, Head, Wrong, faults
from bot.domain.ids import ConferenceId

_MOST_FAULTS = 1000
"""A head that was made to claim a billion entries must not keep us listing them."""


class SealedLog(Protocol):
    """What verifying needs of the event log."""

    @property
    def chain(self) -> Chain: ...

    async def sealed(self, cid: ConferenceId) -> tuple[Head, tuple[Entry, ...]]:
        """The head and every entry, as the store has them."""
        ...


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head written down outside the store. Only this shows a record cut back together with its own head."""

    version: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Report:
    cid: ConferenceId
    entries: int
    anchor: Anchor
    """This head, to be written down."""
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        return not self.faults


async def verify(log: SealedLog, cid: ConferenceId, anchor: Anchor | None = None) -> Report:
    """Recompute the chain from the first entry to the head. Needs the chain key; needs no data key, so an erased case
    still verifies.
    """
    head, entries = await log.sealed(cid)
    found: list[Fault] = []
    if head.version or entries:
        found += islice(faults(log.chain, log.chain.start(cid), entries, 0, head), _MOST_FAULTS)
    if anchor and anchor.version and not _holds(anchor, entries):
        found.append(Fault(anchor.version, Wrong.HEAD if anchor.version <= head.version else Wrong.MISSING))
    return Report(cid, len(entries), Anchor(head.version, head.mac), tuple(found))


def _holds(anchor: Anchor, entries: tuple[Entry, ...]) -> bool:
    return any(entry.seq == anchor.version and hmac.compare_digest(entry.mac, anchor.mac) for entry in entries)
