"""Meetings: the chat that comes with one, the call, and what Teams tells the bot of either."""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

import orjson

from bot.rehearsal.teams.activities import Activities
from bot.rehearsal.teams.chats import Chat, ChatKind, Meeting
from bot.rehearsal.teams.delivery import Delivery, Parcel
from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.persons import Kind, Person, guid
from bot.rehearsal.teams.threads import Threads
from bot.rehearsal.teams.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A meeting in somebody's calendar. `invited` are in its chat from the start; nobody without an account can be."""

    title: str
    organiser: Person
    start: datetime
    end: datetime
    invited: tuple[Person, ...] = ()


@dataclass(slots=True, kw_only=True)
class Meetings:
    """Switches, all on at first. Off, they are what operators meet at three in the morning:
    `start_and_end_events` stopped for hours in 2024 (Microsoft-Teams-Samples#1293), `join_events` need a bot registered in the Developer Portal,
    `roster_events` are not raised for some clients.
    """

    world: World
    activities: Activities
    delivery: Delivery
    threads: Threads
    start_and_end_events: bool = True
    join_events: bool = True
    roster_events: bool = True
    _count: int = field(default=0)

    def create(self, invitation: Invitation) -> Chat:
        """The meeting and its chat; the bot is not in it yet. Raises ValueError for an invited person who cannot be."""
        self._count += 1
        invited = (invitation.organiser, *(p for p in invitation.invited if p is not invitation.organiser))
        if stranger := next((person for person in invited if not person.has_account), None):
            raise ValueError(f"{stranger.id!r} has no account to be invited by")
        thread = f"19:meeting_{_opaque(invitation.title, str(self._count))}@thread.v2"
        meeting = Meeting(
            id=base64.b64encode(f"0#{thread}#0".encode()).decode(),
            title=invitation.title,
            join_url=join_url(thread, self.world.tenant, invitation.organiser.oid),
            organiser=invitation.organiser,
            start=invitation.start,
            end=invitation.end,
            roles={invitation.organiser.id: "Organizer"},
        )
        chat = Chat(id=thread, kind=ChatKind.GROUP, tenant=self.world.tenant, members=list(invited), meeting=meeting)
        self.world.chats[thread] = chat
        return chat

    async def join(self, chat: Chat, person: Person, role: str = "Attendee") -> None:
        """Come into the call. Who was not invited is let into the chat as well; a caller is in the call alone."""
        meeting = _meeting_of(chat)
        meeting.roles.setdefault(person.id, role)
        meeting.in_call.add(person.id)
        if not person.has_client:
            return
        if person not in chat.members:
            self.threads.admit(chat, person)
            await self._roster_moved(chat, person, added=True)
        await self._call_moved(chat, person, joined=True)

    async def leave(self, chat: Chat, person: Person) -> None:
        """Go out of the call. Without an account that is the end of the chat as well."""
        meeting = _meeting_of(chat)
        meeting.in_call.discard(person.id)
        if not person.has_client:
            return
        await self._call_moved(chat, person, joined=False)
        if person.kind is Kind.ANONYMOUS:
            self.threads.dismiss(chat, person)
            await self._roster_moved(chat, person, added=False)

    async def start(self, chat: Chat) -> None:
        meeting = _meeting_of(chat)
        meeting.started = self.world.now()
        if self.start_and_end_events:
            await self.tell(chat, self.activities.meeting_started(chat, meeting, meeting.started))

    async def end(self, chat: Chat) -> None:
        """Everybody is out of the call; the chat stays."""
        meeting = _meeting_of(chat)
        meeting.ended = self.world.now()
        meeting.in_call.clear()
        if self.start_and_end_events:
            await self.tell(chat, self.activities.meeting_ended(chat, meeting, meeting.ended))

    async def tell(self, chat: Chat, *activities: Json) -> None:
        """Bring the bot what Teams has to say of this chat, if the bot is in it. Nobody's client shows any of it."""
        for activity in activities:
            if self.world.reaches_bot(chat):
                await self.delivery.send(Parcel(activity=activity))

    async def _call_moved(self, chat: Chat, person: Person, *, joined: bool) -> None:
        role = _meeting_of(chat).roles.get(person.id, "Attendee")
        if self.join_events:
            await self.tell(chat, self.activities.participant(chat, person, role, joined=joined))

    async def _roster_moved(self, chat: Chat, person: Person, *, added: bool) -> None:
        """For somebody without an account Teams names the organiser as the one who did it."""
        who = _meeting_of(chat).organiser if person.kind is Kind.ANONYMOUS else person
        if self.roster_events:
            await self.tell(chat, self.activities.members_moved(chat, who, [person], added=added))


def join_url(thread: str, tenant: str, organiser_oid: str) -> str:
    context = orjson.dumps({"Tid": tenant, "Oid": organiser_oid}).decode()
    return f"https://teams.microsoft.com/l/meetup-join/{_percent(thread)}/0?context={_percent(context)}"


def _percent(text: str) -> str:
    """As Teams writes links: `19%3ameeting_...`, in small letters."""
    escaped = quote(text, safe="")
    parts = escaped.split("%")
    return parts[0] + "".join(f"%{part[:2].lower()}{part[2:]}" for part in parts[1:])


def _opaque(*parts: str) -> str:
    return base64.urlsafe_b64encode(guid("meeting", *parts).encode()).decode().rstrip("=")


def _meeting_of(chat: Chat) -> Meeting:
    if chat.meeting is None:
        raise ValueError("this chat belongs to no meeting")
    return chat.meeting
