"""Doing what is owed to one conference, until nothing is owed now. Whoever dies in the middle leaves it still owed."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.actor import BOT, Account
from bot.domain.conference import Conference
from bot.domain.delivery import late
from bot.domain.duties import CONTENT, Duty, DutyKind, Owed, Step, duties, next_due
from bot.domain.evolve import account_key
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.notice import Address, Door, Notice
from bot.domain.verbs.record_send import RecordFailed, RecordFilled, RecordPosted
from bot.usecases.conferences import Conferences
from bot.usecases.ports import Agenda, Alarms, Clock, Ids, Messenger, Posted, SendError
from bot.usecases.press import Press, Wish

ROUNDS = 12
"""Looks at one conference in one go: post, fill, and whatever those give rise to. The agenda brings back the rest."""

WIDE = 16
"""Messages of one conference under way at once."""

DUTIES_FAILED = "duties_failed"
"""The alarm's code: something owed cannot be done, and that is our fault."""

SUMMARY_LATE = "summary_late"
"""The alarm's code: a day is over and somebody entitled has no summary."""

_BEFORE: Mapping[DutyKind, str] = {DutyKind.SUMMARY: "ready", DutyKind.SUMMARY_NOTICE: "notice"}
"""What a message says before it is edited to hold content."""

SOON, SOON_TRIES = timedelta(seconds=60), 20
LATER = timedelta(minutes=10)
"""The most between tries: a minute for a quarter of an hour, in which people may be sitting in a meeting; then ten minutes,
for an outage of hours, every try of which is a line in the log.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformDuty:
    """`spread` is a number from 0 to 1, to keep many retries from falling on one moment."""

    press: Press
    conferences: Conferences
    messenger: Messenger
    agenda: Agenda
    alarms: Alarms
    clock: Clock
    ids: Ids
    spread: Callable[[], float]
    _wide: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WIDE))

    async def __call__(self, cid: ConferenceId) -> int:
        """How many steps were taken. Raises what the store raises; a message that does not go is recorded, not raised."""
        taken = 0
        for _ in range(ROUNDS):
            state = (await self.conferences.fresh(cid)).state
            if state is None:
                return taken
            owed = duties(state, self.clock.now())
            if not owed:
                break
            try:
                await self._steps(cid, state, owed)
            except Exception:
                self.alarms.raise_(cid, DUTIES_FAILED)
                self._mind(cid, state)
                raise
            taken += len(owed)
        await self._settle(cid)
        return taken

    async def _steps(self, cid: ConferenceId, state: Conference, owed: Sequence[Owed]) -> None:
        """All of them, whichever fails: our fault in one message must not keep the others from anybody."""
        ended = await asyncio.gather(*(self._step(cid, state, one) for one in owed), return_exceptions=True)
        for one in ended:
            if isinstance(one, BaseException):
                raise one

    async def _settle(self, cid: ConferenceId) -> None:
        """Nothing recorded tells the agenda nothing: put the next due time there ourselves."""
        state = (await self.conferences.fresh(cid)).state
        if state is None:
            return
        await self.agenda.put(cid, next_due(state, self.clock.now()), state.version)
        if not late(state, self.clock.now()):
            self.alarms.clear(cid)
        self._mind(cid, state)

    def _mind(self, cid: ConferenceId, state: Conference) -> None:
        """Late is loud, with or without Teams, and whatever else is broken."""
        if late(state, self.clock.now()):
            self.alarms.raise_(cid, SUMMARY_LATE)

    async def _step(self, cid: ConferenceId, state: Conference, owed: Owed) -> None:
        duty = owed.duty
        async with self._wide:
            try:
                recorded = await self._send(cid, state, owed)
            except SendError as error:
                recorded = self._failed(state, duty, error)
        await self.press(Wish(cid=cid, actor=BOT, command=recorded, op=self.ids.op()))

    async def _send(self, cid: ConferenceId, state: Conference, owed: Owed) -> object:
        duty = owed.duty
        if owed.step is Step.POST:
            face = _BEFORE[duty.kind] if duty.face == CONTENT else duty.face
            wanted = notice(cid, state, duty, face)
            posted = await self.messenger.post_shell(wanted)
            return RecordPosted(
                duty=duty.key,
                face=face,
                conversation=posted.conversation,
                message=posted.message,
                account=account_key(wanted.to.account) if wanted.to.account else "",
            )
        send = state.sends[duty.key]
        where = Posted(conversation=send.conversation, message=send.message)
        await self.messenger.fill(notice(cid, state, duty, duty.face), where)
        return RecordFilled(duty=duty.key, face=duty.face)

    def _failed(self, state: Conference, duty: Duty, error: SendError) -> RecordFailed:
        if error.final:
            return RecordFailed(duty=duty.key, code=error.code, final=True)
        before = state.sends.get(duty.key)
        wait = max(_patience(before.attempts if before else 0), timedelta(seconds=error.retry_after or 0))
        return RecordFailed(duty=duty.key, code=error.code, final=False, retry_at=self._later(wait))

    def _later(self, wait: timedelta) -> datetime:
        return self.clock.now() + wait * (1 + self.spread() / 4)


def _patience(tries: int) -> timedelta:
    return LATER if tries >= SOON_TRIES else min(timedelta(seconds=2 ** min(tries, 6)), SOON)


def notice(cid: ConferenceId, state: Conference, duty: Duty, face: str) -> Notice:
    return Notice(
        cid=cid,
        to=_meeting(state) if duty.to is None else _private(state, duty.to),
        person=duty.to or "",
        view=duty.kind,
        subject=duty.subject,
        number=duty.number,
        face=face,
    )


def _meeting(state: Conference) -> Address:
    return Address(door=Door.MEETING_CHAT, service_url=state.service_url, conversation=state.chat)


def _private(state: Conference, who: PersonId) -> Address:
    reach = state.reached.get(who)
    if reach is None:
        return Address(door=Door.PRIVATE, service_url=state.service_url, account=_account(state, who))
    return Address(
        door=Door.PRIVATE,
        service_url=reach.service_url,
        conversation=reach.conversation,
        account=_account(state, who),
        mri=reach.mri,
    )


def _account(state: Conference, who: PersonId) -> Account | None:
    key = next((key for key, one in state.bound.items() if one == who), None)
    if key is None:
        return None
    tenant, _, oid = key.partition(":")
    return Account(tenant=tenant, oid=oid)
