"""What the use cases need of the council's Microsoft 365. Nobody has to have it: without it people do the same by hand.

Every method raises SendError and nothing else, with a code of `Obstacle`. Every one can be asked again after a crash or a
lost answer, and then does no second thing: no second meeting, no second invitation, no second app.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.actor import Account
from bot.domain.microsoft import Held, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A meeting to be held. Subject and text stand in calendars and on locked phones: nothing of a case.

    `key` names the meeting: the same key is the same meeting, however often it is asked for, and another key is another
    one (as after it was cancelled). It stands in the calendar too, so it is an id and says nothing. `invited` are mail
    addresses; nobody sees who else there is. A stand-alone meeting is in no calendar and invites nobody.
    """

    key: str
    subject: str
    text: str
    start: datetime
    end: datetime
    invited: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Somebody in the directory. A `guest` belongs to another organisation, and sees our Teams only when they turn to it."""

    account: Account
    guest: bool = False


class Directory(Protocol):
    """Who is who at the council."""

    async def find(self, address: str) -> Found | None:
        """Whose mail address or sign-in name this is; a guest's account is in our directory too. None: nobody's.

        Two people with one address are an obstacle and not a guess.
        """
        ...

    async def members(self, group: str) -> frozenset[str]:
        """Object ids of everybody in an Entra group and the groups in it; all of them, or it raises."""
        ...


class Meetings(Protocol):
    """Meetings in the organiser's calendar, or standing alone: the settings say which."""

    async def hold(self, wish: Wish) -> Held: ...

    async def move(self, held: Held, start: datetime, end: datetime) -> None:
        """Whoever was invited is told by Microsoft."""
        ...

    async def invite(self, held: Held, invited: Sequence[str]) -> None:
        """These and nobody else are invited from now on; only those who were not, or no longer are, are told."""
        ...

    async def cancel(self, held: Held, comment: str) -> None:
        """One that is gone already is cancelled. `comment` goes to all who were invited."""
        ...

    async def undo(self, wish: Wish, comment: str) -> None:
        """Take away what an earlier `hold` of this wish may have made without our hearing so. Nothing there: well."""
        ...

    async def settle(self, held: Held, hosts: Sequence[Account]) -> tuple[Option, ...]:
        """Set the options. What is not as it should be all the same, or cannot be seen, is for somebody to look at.

        `hosts` (of our directory) let people in from the lobby, mute and remove them: the chair and the stand-ins. The
        organiser is one already.
        """
        ...

    async def check(self, held: Held, hosts: Sequence[Account]) -> tuple[Option, ...]:
        """The same look, changing nothing."""
        ...


class Apps(Protocol):
    """Where the bot is installed."""

    async def add_to_chat(self, chat: str) -> None:
        """Put the app in a meeting's chat. Teams then tells the bot of the chat, as when somebody adds it by hand."""
        ...

    async def add_for(self, account: Account) -> None:
        """Install the app for a person, who can then be written to in private."""
        ...

    async def chat_with(self, account: Account) -> str:
        """Graph's own id of the private chat with a person for whom the app is installed; "" when there is none.

        Proof that the installing has taken effect, and no more: it is not the id under which the connector writes, and
        looks like a shared chat's.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Microsoft365:
    """All three. Where there is none (CHAIRSIDE_GRAPH=off), whoever would ask it does without."""

    directory: Directory
    meetings: Meetings
    apps: Apps
