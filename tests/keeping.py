"""Whole conferences in a store, and what backups, audits and changes of key are tried on."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.adapters.anchors import Anchored, Anchors
from bot.adapters.audit import Audit, Checked
from bot.adapters.shelf import Shelf
from bot.adapters.store import ValkeyEventLog
from bot.domain.events import Event
from bot.domain.ids import ConferenceId, OpId
from bot.usecases.ports import Append, Appended, Links, Operation
from tests.fakes.builders import Play
from tests.stores import NOON, Stored

WEEK = "2026-W50"


def played(seed: int = 0) -> Play:
    """A conference to its approval, with one seat's second thoughts and one that gives no view; each seed's answers differ."""
    chance = random.Random(seed)
    play = Play().bind().open()
    for seat in play.particulars.seats[:-1]:
        play.answer(seat.holder, scale=str(chance.randrange(11)))
    changing = chance.choice(play.particulars.seats[:-1]).holder
    play.answer(changing, scale="7", recommendation="no_plan", category="")
    return play.close().decide(play.particulars.children[0].id).decide(play.particulars.children[1].id).end().approve()


class HasLog(Protocol):
    @property
    def log(self) -> ValkeyEventLog: ...


async def record(store: HasLog, cid: str, happened: Sequence[tuple[Event, datetime]], after: int = 0) -> int:
    """Everything that happened, an operation each; the version it comes to."""
    for seq, (event, at) in enumerate(happened, after + 1):
        one = Operation(op=OpId(f"op-{cid}-{seq}"), actor="tenant-1:oid-1", at=at, events=(event,))
        wish = Append(
            cid=ConferenceId(cid),
            expected=seq - 1,
            operations=(one,),
            next_due=NOON,
            links=Links(
                chats=frozenset([f"chat-{cid}"]),
                people=frozenset(["tenant-1:oid-1"]),
                weeks=frozenset([WEEK]),
            ),
        )
        assert await store.log.append(wish) == Appended(version=seq)
    return after + len(happened)


def shelf_of(store: Stored) -> Shelf:
    return Shelf(store.server, store.opened.keyspace, store.durability)


def audit_of(store: Stored) -> Audit:
    return Audit(store.opened.keys, store.wrapper)


async def audited(store: Stored, anchors: Anchors | None = None) -> list[Checked]:
    """Everything, as `audit verify` does it."""
    shelf, audit = shelf_of(store), audit_of(store)
    written = await anchors.read() if anchors else Anchored({})
    cids = await shelf.conferences()
    return [await audit.check(await shelf.take(cid), written) for cid in cids] + list(audit.gone(cids, written))
