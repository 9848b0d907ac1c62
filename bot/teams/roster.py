"""What Teams' own roster says of a person: their directory, their standing there, their address.

An activity leaves these out. In a meeting chat it names the directory that holds the *meeting*, so without the roster a
police officer from another organisation would pass for one of our own.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import TypeVar

import structlog

from bot.teams.activity import Person
from bot.teams.cache import Cache
from bot.teams.connector import Connector
from bot.usecases.ports import SendError

_KEPT = 600.0
_FAILURE_KEPT = 30.0
_MOST = 5_000
_PATIENCE = 3.0

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Roster:
    """Teams' answers, kept for ten minutes a person. Who is *seated* is the conference's record, asked at every press.

    When Teams will not say, or not soon enough for somebody who is waiting, people stay unknown and are not asked after
    again for half a minute: an outage must not slow every press.
    """

    def __init__(self, connector: Connector, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._connector = connector
        self._known: Cache[str, Person] = Cache(_MOST, monotonic=monotonic)
        self._silent: Cache[str, bool] = Cache(_MOST, monotonic=monotonic)
        self._denied: Cache[str, bool] = Cache(_MOST, monotonic=monotonic)

    def known(self, mri: str) -> Person | None:
        return self._known.get(mri)

    def silent(self, mri: str) -> bool:
        """Whether Teams would not say who this is. To say that they are not in the chat is an answer, and no silence."""
        return self.known(mri) is None and not self._denied.get(mri)

    async def meet_one(self, service_url: str, conversation: str, mri: str) -> None:
        person = await self._answer(mri, self._connector.member(service_url, conversation, mri))
        if person is not None:
            self._known.put(mri, person, seconds=_KEPT)

    async def meet_all(self, service_url: str, conversation: str) -> None:
        people = await self._answer(conversation, self._connector.members(service_url, conversation))
        for person in people or ():
            self._known.put(person.id, person, seconds=_KEPT)

    async def _answer(self, name: str, question: Coroutine[None, None, T]) -> T | None:
        if self._silent.get(name):
            question.close()
            return None
        try:
            async with asyncio.timeout(_PATIENCE):
                return await question
        except (SendError, TimeoutError) as error:
            self._silent.put(name, value=True, seconds=_FAILURE_KEPT)
            if isinstance(error, SendError) and error.final:
                self._denied.put(name, value=True, seconds=_FAILURE_KEPT)
            log.warning("roster_silent", reason=error.code if isinstance(error, SendError) else "slow")
            return None
