"""What the use cases need of the world. Each port is small; bootstrap chooses who answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.calendar import Calendar
from bot.domain.events import Event
from bot.domain.ids import ConferenceId, OpId
from bot.domain.notice import Notice
from bot.domain.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One line of a conference's log, opened. `seq` counts from 1; `actor` is a keyed hash, not a person."""

    seq: int
    at: datetime
    actor: str
    op: OpId
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The chats and accounts by which a conference is found again. The log adapter keeps them as keyed hashes only."""

    chats: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """One operation's events, to be recorded together or not at all.

    `expected` is the version the rules decided on; `next_due` is when the conference is next owed something (None:
    nothing is); `links` are all that lead to it now.
    """

    cid: ConferenceId
    expected: int
    op: OpId
    actor: str
    at: datetime
    events: Sequence[Event]
    next_due: datetime | None
    links: Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """Recorded. `durable` is False while the store has not confirmed that it would survive."""

    version: int
    durable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody else was first: `tail` is what they recorded after `expected`. Fold it and decide again."""

    tail: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """This operation was recorded before, at `version`. Nothing was appended. `tail` is all after `expected`.

    `durable` as in Appended: asking again under the same operation id is how an append is confirmed later.
    """

    version: int
    tail: tuple[Recorded, ...]
    durable: bool = True


class StoreDownError(Exception):
    """The store gave no answer. Whether the wish was recorded is not known: ask again under the same operation id."""


class EventLog(Protocol):
    """The record: one append-only stream a conference."""

    async def read(self, cid: ConferenceId, after: int = 0) -> tuple[Recorded, ...]:
        """All that was recorded after version `after`, oldest first; empty for a conference nobody set up."""
        ...

    async def append(self, wish: Append) -> Appended | Conflict | Known: ...

    async def by_chat(self, chat: str) -> tuple[ConferenceId, ...]:
        """Conferences whose links name this chat thread, in no order."""
        ...

    async def by_person(self, person: str) -> tuple[ConferenceId, ...]:
        """Conferences whose links name this account (`Actor.key`) or address, in no order."""
        ...

    async def all(self) -> tuple[ConferenceId, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to do one conference's duties for a while. `fence` tells a late holder from the present one."""

    cid: ConferenceId
    fence: int


class Agenda(Protocol):
    """Which conferences are owed something by now. Due times are on our clock, leases on the store's."""

    async def claim(self, now: datetime, lease_seconds: float, most: int) -> tuple[Claim, ...]: ...

    async def release(self, claim: Claim) -> None: ...

    async def put(self, cid: ConferenceId, due: datetime | None, version: int | None = None) -> None:
        """Set when a conference is next due, outside an append: for the sweep that re-derives the agenda.

        With `version`, only while the conference is still at that version: what was worked out from an older log must
        not overwrite what a later append set.
        """
        ...

    async def next_due(self) -> datetime | None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...


class Ids(Protocol):
    def conference(self) -> ConferenceId: ...

    def op(self) -> OpId: ...


class Calendars(Protocol):
    def england(self) -> Calendar: ...


class Boroughs(Protocol):
    def profile(self, code: str) -> Profile:
        """The resolved profile, inheritance already applied. Raises KeyError for a code nobody wrote a file for."""
        ...

    def codes(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where a message went: enough to edit it later."""

    conversation: str
    message: str


class SendError(Exception):
    """A message did not go. `final` means that trying again cannot help; `retry_after` is seconds, when Teams said."""

    def __init__(self, code: str, *, final: bool, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.final = final
        self.retry_after = retry_after


class Messenger(Protocol):
    """Carries a notice to a person or a chat. Raises SendError and nothing else."""

    async def post_shell(self, notice: Notice) -> Posted:
        """Post the content-free card. Not idempotent: Teams may show it twice, which is why it holds nothing."""
        ...

    async def fill(self, notice: Notice, posted: Posted) -> None:
        """Edit the message to what it should now show. Idempotent."""
        ...


class Wake(Protocol):
    def __call__(self, cid: ConferenceId) -> None:
        """Something is owed now: do not wait for the next look at the agenda."""
        ...


class Alarms(Protocol):
    """Noise that does not depend on Teams: an ERROR in the log, and a deployment that says it is not well."""

    def raise_(self, cid: ConferenceId, code: str) -> None: ...

    def clear(self, cid: ConferenceId) -> None:
        """Nothing of this conference is late any more."""
        ...
