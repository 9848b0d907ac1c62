"""Carries a notice as a letter, to somebody whom Teams cannot reach. Drawn from the record when it goes (letter_writer.py)."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.adapters.mail_message import reference
from bot.domain.conference import Conference
from bot.domain.deadlines import borough_calendar
from bot.domain.duties import DutyKind
from bot.domain.ids import ConferenceId
from bot.domain.notice import Notice
from bot.domain.outcome import BugError
from bot.domain.views.letter import WaitingView, waiting_view
from bot.usecases.ports import Alarms, Letter, Mail, MailFault, Posted, SendError
from bot.usecases.read_view import ReadView

if TYPE_CHECKING:
    from bot.adapters.letter_writer import LetterWriter

log = structlog.get_logger(__name__)

MAIL = "mail"
"""The conversation that every letter is recorded in: there is none."""

MAIL_DOWN = "mail_down"
"""The alarm's code: no letter has gone for a while, and it is not the letters' fault."""

PAUSE = timedelta(seconds=30)
"""After a fault that any letter would meet, before another is tried: then one asks for all, and nobody waits in line."""

LOUD = timedelta(minutes=15)

_ANY = frozenset({*MailFault, "smtp_421"}) - {MailFault.NO_MAIL, MailFault.BAD_ADDRESS, MailFault.BAD_LETTER}
"""What is wrong with the way for mail and not with one letter."""

_NOWHERE = ConferenceId("")
"""Whose alarm it is."""


class MailMessenger:
    """Messenger. Raises SendError and nothing else."""

    def __init__(self, mail: Mail, read: ReadView, alarms: Alarms, writer: "Callable[[], LetterWriter]") -> None:
        self._mail = mail
        self._read = read
        self._alarms = alarms
        self._load = writer
        self._writer: LetterWriter | None = None
        self._loading = threading.Lock()
        self._down: tuple[str, datetime, datetime] | None = None
        """Why, since when, and until when nothing is tried."""

    async def post_shell(self, notice: Notice) -> Posted:
        state = await self._read.last_known(notice.cid)
        if state is None:
            raise BugError("a letter is about a conference that nobody set up")
        waiting = await self._waiting(notice) if notice.view == DutyKind.REMINDER else ()
        letter = await asyncio.to_thread(self._written, notice, state, waiting)
        await self._send(letter)
        return Posted(conversation=MAIL, message=reference(letter))

    def _written(self, notice: Notice, state: Conference, waiting: Sequence[WaitingView]) -> Letter:
        """In a thread: templates and time zones are read from files, now and then."""
        with self._loading:
            writer = self._writer = self._writer or self._load()
        days = borough_calendar(state.profile, self._read.calendars.england())
        return writer.write(notice, state, waiting, self._read.clock.now(), days)

    async def fill(self, notice: Notice, posted: Posted) -> None:
        raise BugError("a letter that has gone cannot be put right")

    async def _send(self, letter: Letter) -> None:
        now = self._read.clock.now()
        if self._down is not None:
            code, since, until = self._down
            if now < until:
                raise SendError(code, final=False)
            self._down = code, since, now + PAUSE  # this one asks for all
        try:
            await self._mail.send(letter)
        except SendError as error:
            if error.code in _ANY:
                self._is_down(error.code, now)
            raise
        self._is_well()

    def _is_down(self, code: str, now: datetime) -> None:
        _, since, _ = self._down or ("", now, now)
        if self._down is None:
            log.warning("mail_down", code=code)
        self._down = code, since, now + PAUSE
        if now - since >= LOUD:
            self._alarms.raise_(_NOWHERE, MAIL_DOWN)

    def _is_well(self) -> None:
        if self._down is not None:
            log.info("mail_well")
            self._alarms.clear(_NOWHERE, MAIL_DOWN)
        self._down = None

    async def _waiting(self, notice: Notice) -> tuple[WaitingView, ...]:
        """Before every conference that this address is asked to: no other reminder comes today (B11)."""
        address, found = notice.to.mail.lower(), []
        for cid in await self._read.log.by_person(address):
            state = await (self._read.last_known(cid) if cid == notice.cid else self._read.state(cid))
            found += [*_all_of(state, address, self._read)] if state else []
        return tuple(found)


def _all_of(state: Conference, address: str, read: ReadView) -> list[WaitingView]:
    days = borough_calendar(state.profile, read.calendars.england())
    people = (one.id for one in state.particulars.people if one.address.lower() == address)
    views = (waiting_view(state, who, days) for who in people)
    return [view for view in views if view.items]
