"""Protections taken away, one at a time, in a process of the harness's own: what a control must then find. No setting does it.

Each reaches into a running module, as no product code may.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.adapters import agenda, cipher, embedded, leases, opening, scripts, store, sweep
from bot.adapters.durability import Durability
from bot.adapters.scripts import _script
from bot.dialogs import answering
from bot.domain.duties import CONTENT, DutyKind
from bot.domain.events import SummaryApproved
from bot.domain.ids import OpId
from bot.teams import messenger
from bot.teams.outbound import card_message
from bot.usecases.ports import Append, Appended


def put(of: object, name: str, what: object) -> None:
    """In the place of what is there. Whatever is not there any more was not protecting anything: the control is out of date."""
    if not hasattr(of, name):
        raise AttributeError(f"{of} has no {name}")
    setattr(of, name, what)


DIED = 9
"""The exit code of a process that dies between two writes."""


def no_wait() -> None:
    """“Recorded” as soon as the primary has it: nobody waits for a replica."""
    put(Durability, "question", property(lambda _self: ()))
    put(Durability, "confirmed", lambda _self, _answers: True)


def content_at_once() -> None:
    """One post with the content in it, in place of a shell that is filled."""

    async def post(self: messenger.TeamsMessenger, notice: Any) -> Any:
        if notice.view is not DutyKind.SUMMARY:
            return await shell(self, notice)
        card = await self.presenter.present_fill(replace(notice, face=CONTENT))
        return await self.chats.send(notice.to, card_message(card, "A message"))

    shell = messenger.TeamsMessenger.post_shell
    put(messenger.TeamsMessenger, "post_shell", post)


def op_from_activity() -> None:
    """Each delivery of a press counts as a press of its own, as an activity's id would make it."""
    put(answering, "operation", lambda *_: OpId(os.urandom(16).hex()))


def agenda_apart() -> None:
    """What is owed is written down after the events and not with them, and nothing looks for it again: a death in between."""
    line = "if due == '' then"
    if line not in scripts.APPEND.text:
        raise RuntimeError("the append script does not set the agenda as it did")
    head, _, tail = scripts.APPEND.text.partition(line)
    _, _, rest = tail.partition("\n")
    put(scripts, "APPEND", _script(head + rest))
    append = store.ValkeyEventLog.append

    async def then_the_agenda(self: store.ValkeyEventLog, wish: Append) -> Any:
        answer = await append(self, wish)
        if isinstance(answer, Appended):
            wire = self._wire
            await agenda.ValkeyAgenda(wire._server, wire._keyspace).put(wish.cid, wish.next_due)
        return answer

    die_after_approval()
    dying = store.ValkeyEventLog.append
    put(
        store.ValkeyEventLog,
        "append",
        lambda self, wish: (dying if _approves(wish) else then_the_agenda)(self, wish),
    )


def die_after_approval() -> None:
    """Between the record and whatever would come next. Once: asked again, it is known already."""
    append = store.ValkeyEventLog.append

    async def dying(self: store.ValkeyEventLog, wish: Append) -> Any:
        answer = await append(self, wish)
        if _approves(wish) and isinstance(answer, Appended):
            os._exit(DIED)
        return answer

    put(store.ValkeyEventLog, "append", dying)


def _approves(wish: Append) -> bool:
    return any(isinstance(one, SummaryApproved) for each in wish.operations for one in each.events)


def no_sweep() -> None:
    """Beside `agenda_apart`."""

    async def nothing(_self: sweep.Sweep) -> int:
        return 0

    put(sweep.Sweep, "once", nothing)


def unsealed() -> None:
    """Fields are written as they are; those that somebody sealed before can still be read."""
    opened = cipher.ConferenceSeal.open

    def read(self: cipher.ConferenceSeal, seq: int, event: str, path: str, sealed: bytes) -> bytes:
        try:
            return opened(self, seq, event, path, sealed)
        except cipher.SealError:
            return sealed

    put(cipher.ConferenceSeal, "open", read)
    put(cipher.ConferenceSeal, "close", lambda _self, _seq, _event, _path, plain, _room=0: plain)


def no_lease() -> None:
    """Whoever looks, does: nobody asks whether somebody else is at it."""
    for name in ("DUE", "TAKE", "HELD"):
        text = getattr(leases, name).text
        free = text.replace("return lease and tonumber", "return false and tonumber")
        if free == text:
            raise RuntimeError("the scripts do not ask for leases as they did")
        put(leases, name, _script(free))
    put(leases, "FINISH", _script(leases.FINISH.text.replace("redis.call('HDEL', KEYS[1], ARGV[1])", "")))


def in_memory() -> None:
    """The store keeps no file. (Without fsync a kill -9 shows nothing: the page cache outlives the process.)"""
    embedded._CONFIG["appendonly"] = "no"

    async def trusting(*_: object) -> None:
        return None

    put(opening, "refuse_forgetful", trusting)


def _both(*deeds: Callable[[], None]) -> Callable[[], None]:
    def done() -> None:
        for deed in deeds:
            deed()

    return done


KINDS: Mapping[str, Callable[[], None]] = {
    "no_wait": no_wait,
    "content_at_once": content_at_once,
    "op_from_activity": op_from_activity,
    "agenda_apart": _both(agenda_apart, no_sweep),
    "agenda_together": _both(die_after_approval, no_sweep),
    "unsealed": unsealed,
    "no_lease": no_lease,
    "in_memory": in_memory,
}
