"""Doing one errand in the council's Microsoft 365, and writing down what came of it. Whoever dies in between does it again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from bot.domain.actor import BOT
from bot.domain.conference import Conference
from bot.domain.delivery import account_of
from bot.domain.errands import Errand, ErrandKind, entries, host_keys, hosts
from bot.domain.events_errands import ErrandDone
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.microsoft import Held, Obstacle
from bot.domain.trying import tries
from bot.domain.verbs.record_errand import RecordErrandDone, RecordErrandFailed
from bot.usecases.microsoft import Microsoft365, Wish
from bot.usecases.ports import Clock, Count, Ids, Meter, SendError
from bot.usecases.press import Press
from bot.usecases.press import Wish as Recording
from bot.words.calendar_entry import CALLED_OFF, INVITED, heading

WIDE = 4
"""Errands under way at once in this process: Microsoft 365 is shared with the whole council, and slows down who asks much."""

PATIENCE = 45.0
"""Seconds for one errand, all of its requests together."""

LEAST = timedelta(seconds=2)
MOST = timedelta(minutes=10)
"""Between two tries. An outage of a day is a line in the log for each try of each conference."""

MENDED = timedelta(hours=6)
"""A consent or a policy is given for all conferences at once, by somebody who will not press a button in each of them."""

DONE = "done"
"""How an errand that was done is counted; others are by their obstacle."""

_LAG = frozenset({Obstacle.NO_SUCH_CHAT, Obstacle.NO_SUCH_MEETING, Obstacle.NO_SUCH_PERSON})
_LOOKS = 3
"""Microsoft 365 does not always know at once what it has just made: it is asked so often before its no is taken for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """One errand of one conference."""

    cid: ConferenceId
    state: Conference
    errand: Errand

    def done(self) -> ErrandDone:
        return ErrandDone(errand=self.errand.key)

    @property
    def held(self) -> Held:
        held = self.state.before.meeting
        if held is None:
            raise LookupError("an errand about a meeting that is not held")
        return held


@dataclass(frozen=True, slots=True, kw_only=True)
class RunErrand:
    """`spread` is a number from 0 to 1, to keep many tries from falling on one moment."""

    microsoft: Microsoft365 | None
    press: Press
    clock: Clock
    ids: Ids
    meter: Meter
    spread: Callable[[], float]
    _wide: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WIDE))

    async def __call__(self, cid: ConferenceId, state: Conference, errand: Errand) -> None:
        """Raises what the store raises; what Microsoft 365 does not do is recorded, not raised."""
        async with self._wide:
            command = await self._tried(At(cid=cid, state=state, errand=errand))
        await self.press(Recording(cid=cid, actor=BOT, command=command, op=self.ids.op()))

    async def _tried(self, at: At) -> object:
        try:
            if self.microsoft is None:
                raise SendError(Obstacle.SWITCHED_OFF, final=True)
            async with asyncio.timeout(PATIENCE):
                done = await _DO[at.errand.kind](self.microsoft, at)
        except (SendError, TimeoutError) as error:
            failed = error if isinstance(error, SendError) else SendError(Obstacle.NO_ANSWER, final=False)
            self.meter.count(Count.ERRANDS, at.errand.kind, failed.code)
            return self._failed(at, failed)
        self.meter.count(Count.ERRANDS, at.errand.kind, DONE)
        return RecordErrandDone(done=done)

    def _failed(self, at: At, error: SendError) -> RecordErrandFailed:
        before = tries(at.state, at.errand, error.code)
        final = error.final and not (error.code in _LAG and before + 1 < _LOOKS)
        wait = MENDED if final else self._wait(before, error.retry_after)
        return RecordErrandFailed(errand=at.errand.key, code=error.code, final=final, retry_at=self.clock.now() + wait)

    def _wait(self, before: int, told: float | None) -> timedelta:
        """Full jitter; what Microsoft says is waited for, and a little."""
        if told is not None:
            return timedelta(seconds=told) + LEAST * (1 + self.spread())
        most = min(MOST, LEAST * (1 << min(before + 1, 10)))
        return LEAST + (most - LEAST) * self.spread()


def wish(at: At) -> Wish:
    """The same key for the same meeting, however often it is asked for."""
    about = at.state.particulars
    return Wish(
        key=f"{at.cid}-{at.errand.number}",
        subject=heading(about.reference, cancelled=False),
        text=INVITED,
        start=about.start,
        end=about.planned_end,
    )


async def _hold(microsoft: Microsoft365, at: At) -> ErrandDone:
    """Nobody is invited yet: whoever is comes into the calendar when they have been asked."""
    held = await microsoft.meetings.hold(wish(at))
    return ErrandDone(errand=at.errand.key, meeting=held)


async def _cancel(microsoft: Microsoft365, at: At) -> ErrandDone:
    held = at.state.before.meeting
    if held is None:
        await microsoft.meetings.undo(wish(at), CALLED_OFF)
    else:
        await microsoft.meetings.cancel(held, CALLED_OFF)
    return at.done()


async def _move(microsoft: Microsoft365, at: At) -> ErrandDone:
    about = at.state.particulars
    await microsoft.meetings.move(at.held, about.start, about.planned_end)
    return at.done()


async def _chat(microsoft: Microsoft365, at: At) -> ErrandDone:
    """Teams then tells the bot that it is there, and the chat is bound as when somebody adds it by hand."""
    await microsoft.apps.add_to_chat(at.errand.subject)
    return at.done()


async def _find(microsoft: Microsoft365, at: At) -> ErrandDone:
    who = PersonId(at.errand.subject)
    found = await microsoft.directory.find(at.state.person(who).address)
    if found is None:
        return ErrandDone(errand=at.errand.key, person=who)
    return ErrandDone(errand=at.errand.key, person=who, account=found.account, guest=found.guest)


async def _install(microsoft: Microsoft365, at: At) -> ErrandDone:
    """For whoever belongs to another organisation there is nothing to install, and nobody has to do anything about it."""
    who = PersonId(at.errand.subject)
    account = account_of(at.state, who)
    if account is None:
        return at.done()
    try:
        await microsoft.apps.add_for(account)
    except SendError as error:
        if error.code != Obstacle.OTHER_COUNCIL:
            raise
        return at.done()
    return ErrandDone(errand=at.errand.key, person=who)


async def _settle(microsoft: Microsoft365, at: At) -> ErrandDone:
    left = await microsoft.meetings.settle(at.held, hosts(at.state))
    return ErrandDone(errand=at.errand.key, left=left, hosts=host_keys(at.state))


async def _check(microsoft: Microsoft365, at: At) -> ErrandDone:
    return ErrandDone(errand=at.errand.key, left=await microsoft.meetings.check(at.held, hosts(at.state)))


async def _invite(microsoft: Microsoft365, at: At) -> ErrandDone:
    invited = entries(at.state)
    await microsoft.meetings.invite(at.held, invited)
    return ErrandDone(errand=at.errand.key, invited=invited)


_DO: Mapping[ErrandKind, Callable[[Microsoft365, At], Awaitable[ErrandDone]]] = MappingProxyType(
    {
        ErrandKind.CANCEL: _cancel,
        ErrandKind.HOLD: _hold,
        ErrandKind.MOVE: _move,
        ErrandKind.CHAT: _chat,
        ErrandKind.FIND: _find,
        ErrandKind.INSTALL: _install,
        ErrandKind.SETTLE: _settle,
        ErrandKind.INVITE: _invite,
        ErrandKind.CHECK: _check,
    }
)
