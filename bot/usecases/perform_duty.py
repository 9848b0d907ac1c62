"""Doing what is owed to one conference, until nothing is owed now. Whoever dies in the middle leaves it still owed."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.actor import BOT, account_key
from bot.domain.conference import ELSEWHERE, Conference
from bot.domain.delivery import late, reachable
from bot.domain.duties import CONTENT, Duty, DutyKind, Outlook, Owed, Step, outlook
from bot.domain.ids import ConferenceId
from bot.domain.notice import Notice
from bot.domain.verbs.record_send import RecordFailed, RecordFilled, RecordPosted, RecordToldElsewhere
from bot.usecases.addressing import notice
from bot.usecases.conferences import Conferences, Folded
from bot.usecases.confirming import Confirming
from bot.usecases.once_a_day import OnceADay
from bot.usecases.ports import (
    Alarms,
    Calendars,
    Clock,
    Count,
    Ids,
    Messenger,
    Meter,
    Pace,
    Posted,
    SendError,
    TooSoonError,
)
from bot.usecases.press import Press, Record, Wish

ROUNDS = 12
"""Looks at one conference in one go: post, fill, and whatever those give rise to. The agenda brings back the rest."""

WIDE = 64
"""Messages under way at once in this process, over all conferences."""

LETTERS = 4
"""Letters, likewise. Beside the messages, or a mail server that is slow would keep Teams waiting."""

PATIENCE = 15.0
"""Seconds for one message, all of its requests together. Less than half a lease, so nobody else begins it meanwhile."""

OUT_OF_TIME = "timeout"
"""What a message has failed of that took longer than that."""

DUTIES_FAILED = "duties_failed"
"""The alarm's code: something owed cannot be done, and that is our fault."""

DUTIES_OVERDUE = "duties_overdue"
"""The alarm's code: something owed has been waiting for minutes. Perhaps nobody is there to do it."""

SUMMARY_LATE = "summary_late"
"""The alarm's code: a day is over and somebody entitled has no summary."""

_BEFORE: Mapping[DutyKind, str] = {DutyKind.SUMMARY: "ready", DutyKind.SUMMARY_NOTICE: "notice"}
"""What a message says before it is edited to hold content."""

_LOUD = frozenset({DutyKind.CHASE, DutyKind.LATE})
"""Said whatever the store has not confirmed: they call no press recorded, and silence would be worse."""

CONFIRM_EVERY = timedelta(seconds=3)

LEAST = timedelta(milliseconds=100)
"""The least before another try."""

SOON, SOON_TRIES = timedelta(seconds=60), 20
LATER = timedelta(minutes=10)
"""The most between tries: a minute for a quarter of an hour, in which people may be sitting in a meeting; then ten minutes,
for an outage of hours, every try of which is a line in the log.
"""


@dataclass(frozen=True, slots=True)
class Rest:
    """How a conference was left: when it is next owed something, worked out at that version of its log."""

    due: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformDuty:
    """`spread` is a number from 0 to 1, to keep many retries from falling on one moment."""

    press: Press
    conferences: Conferences
    messenger: Messenger
    pace: Pace
    alarms: Alarms
    confirming: Confirming
    once: OnceADay
    calendars: Calendars
    clock: Clock
    ids: Ids
    meter: Meter
    spread: Callable[[], float]
    _wide: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WIDE))
    _letters: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LETTERS))
    _enough: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        """Begin no message more; what is under way is finished and recorded."""
        self._enough.set()

    async def __call__(self, cid: ConferenceId, version: int | None = None) -> Rest:
        """`version`: where the log is known to stand; None: look.

        Raises what the store raises; a message that does not go is recorded, not raised.
        """
        folded = await self.conferences.kept(cid)
        if folded.version != version:
            folded = await self.conferences.fresh(cid)
        put_off: dict[str, timedelta] = {}
        for _ in range(ROUNDS):
            state = folded.state
            if state is None:
                return Rest(None, folded.version)
            ahead = outlook(state, self.clock.now(), self.calendars.england())
            confirmed = await self.confirming(cid, folded.version)
            owed = [one for one in ahead.owed if one.duty.key not in put_off and (confirmed or one.duty.kind in _LOUD)]
            if not owed or self._enough.is_set():
                return self._rest(cid, folded, ahead, [*put_off.values(), *([] if confirmed else [CONFIRM_EVERY])])
            put_off |= await self._steps(cid, state, owed)
            folded = await self.conferences.kept(cid)
        return Rest(self.clock.now(), folded.version)

    def _rest(self, cid: ConferenceId, folded: Folded, ahead: Outlook, waits: Sequence[timedelta]) -> Rest:
        """What is owed and has to wait is looked at when the first of it may go, and not at once."""
        now = self.clock.now()
        self.alarms.clear(cid, DUTIES_FAILED)
        if folded.state is not None and not self._late(cid, folded.state):
            self.alarms.clear(cid, SUMMARY_LATE)
        due = None if waits and (ahead.owed or ahead.errands) else ahead.due
        return Rest(min((*([due] if due else []), *(now + wait for wait in waits)), default=None), folded.version)

    def _late(self, cid: ConferenceId, state: Conference) -> bool:
        """Late is loud, with or without Teams, and whatever else is broken."""
        if not late(state, self.clock.now()):
            return False
        self.alarms.raise_(cid, SUMMARY_LATE)
        return True

    async def _steps(self, cid: ConferenceId, state: Conference, owed: Sequence[Owed]) -> Mapping[str, timedelta]:
        """All of them, whichever fails: our fault in one message must not keep the others from anybody.

        Those for which it is too soon, and how long they have to wait.
        """
        ended = await asyncio.gather(*(self._step(cid, state, one) for one in owed), return_exceptions=True)
        put_off: dict[str, timedelta] = {}
        for one, end in zip(owed, ended, strict=True):
            if isinstance(end, TooSoonError):
                put_off[one.duty.key] = timedelta(seconds=end.seconds)
            elif end is not None:
                self.alarms.raise_(cid, DUTIES_FAILED)
                self._late(cid, state)
                raise end
        return put_off

    async def _step(self, cid: ConferenceId, state: Conference, owed: Owed) -> None:
        """A message that is to hold content is posted without it and then, once that is recorded, filled."""
        duty = owed.duty
        now = await self._sent(cid, state, duty, owed.step)
        if now is not None and owed.step is Step.POST and _fills(duty, state, now):
            await self._sent(cid, now, duty, Step.FILL)

    async def _sent(self, cid: ConferenceId, state: Conference, duty: Duty, step: Step) -> Conference | None:
        """The conference with what became of it recorded; None: nothing was begun, or it is not confirmed yet."""
        wanted = notice(cid, state, duty, _face(duty, step))
        await self.pace(cid, wanted.to)
        async with self._letters if duty.by_mail else self._wide:
            if self._enough.is_set():
                return None
            recorded = await self._once(cid, state, duty, wanted) if step is Step.POST else None
            recorded = recorded or await self._tried(state, duty, step, wanted)
        done = await self.press(Wish(cid=cid, actor=BOT, command=recorded, op=self.ids.op()))
        return done.state if done.record is Record.RECORDED else None

    async def _once(self, cid: ConferenceId, state: Conference, duty: Duty, wanted: Notice) -> object:
        """What to record of a reminder, which goes once a day; None: it is none."""
        if duty.kind is not DutyKind.REMINDER or duty.to is None:
            return None
        if await self.once.elsewhere(cid, state, duty.to):
            return RecordToldElsewhere(duty=duty.key)
        recorded = await self._tried(state, duty, Step.POST, wanted)
        await self.once.settle(cid, state, duty.to, sent=isinstance(recorded, RecordPosted))
        return recorded

    async def _tried(self, state: Conference, duty: Duty, step: Step, wanted: Notice) -> object:
        """What to record of it. Only a bug raises."""
        try:
            async with asyncio.timeout(PATIENCE):
                recorded = await self._send(state, duty, step, wanted)
        except (SendError, TimeoutError) as error:
            failed = error if isinstance(error, SendError) else SendError(OUT_OF_TIME, final=False)
            self.meter.count(Count.FAILED, duty.kind, failed.code)
            return self._failed(state, duty, failed)
        if wanted.face == duty.face:
            self.meter.count(Count.DELIVERED, duty.kind)
        return recorded

    async def _send(self, state: Conference, duty: Duty, step: Step, wanted: Notice) -> object:
        if step is Step.POST:
            posted = await self.messenger.post_shell(wanted)
            return RecordPosted(
                duty=duty.key,
                face=wanted.face,
                conversation=posted.conversation,
                message=posted.message,
                account=account_key(wanted.to.account) if wanted.to.account else "",
            )
        send = state.sends[duty.key]
        await self.messenger.fill(wanted, Posted(conversation=send.conversation, message=send.message))
        return RecordFilled(duty=duty.key, face=duty.face)

    def _failed(self, state: Conference, duty: Duty, error: SendError) -> RecordFailed:
        if error.final:
            return RecordFailed(duty=duty.key, code=error.code, final=True)
        before = state.sends.get(duty.key)
        wait = self._wait(before.attempts if before else 0, error.retry_after)
        return RecordFailed(duty=duty.key, code=error.code, final=False, retry_at=self.clock.now() + wait)

    def _wait(self, tries: int, told: float | None) -> timedelta:
        """Full jitter, so that what failed together is not tried together; what Teams says is waited for, and a little."""
        if told is not None:
            return timedelta(seconds=told + self.spread())
        return LEAST + (_patience(tries) - LEAST) * self.spread()


def _patience(tries: int) -> timedelta:
    return LATER if tries >= SOON_TRIES else min(timedelta(seconds=2 ** min(tries, 6)), SOON)


def _face(duty: Duty, step: Step) -> str:
    return _BEFORE[duty.kind] if step is Step.POST and duty.face == CONTENT else duty.face


def _fills(duty: Duty, before: Conference, now: Conference) -> bool:
    """Whether what was just posted is to be filled at once: nothing that entitles to it has changed meanwhile."""
    send = now.sends.get(duty.key)
    same = now.approval == before.approval and now.chair == before.chair and now.bound == before.bound
    return bool(
        send
        and send.posted
        and send.face not in (duty.face, ELSEWHERE)
        and same
        and (not duty.to or reachable(now, duty.to))
    )
