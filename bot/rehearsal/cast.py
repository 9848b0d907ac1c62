"""The people of a play, as Teams knows them, and the clients they hold."""

import base64
from dataclasses import dataclass, field

from bot.domain.ids import PersonId
from bot.domain.particulars import Particulars
from bot.domain.particulars import Person as Listed
from bot.rehearsal.people import Client
from bot.rehearsal.script import Part, Script
from bot.rehearsal.teams import Chat, Invitation, Kind, LoopbackTeams, Person

_KINDS = {
    "teams": Kind.TENANT,
    "old_teams": Kind.TENANT,
    "wrong_account": Kind.TENANT,
    "guest": Kind.GUEST,
    "other_organisation": Kind.OTHER_TENANT,
    "anonymous": Kind.ANONYMOUS,
    "phone": Kind.PHONE,
}


@dataclass(slots=True, kw_only=True)
class Cast:
    """`here` are the accounts that people come by: usually their own; `own` the accounts that the bot was told of."""

    here: dict[PersonId, Person]
    own: dict[PersonId, Person]
    strangers: dict[str, Person]
    clients: dict[PersonId, Client] = field(default_factory=dict)
    own_clients: dict[PersonId, Client] = field(default_factory=dict)

    def of(self, person: Person) -> PersonId | None:
        """Which listed person comes by this account."""
        return next((who for who, one in self.here.items() if one is person), None)


def cast(teams: LoopbackTeams, particulars: Particulars, written: Script, home: str) -> Cast:
    own, here = {}, {}
    for listed in particulars.people:
        part = written.parts[listed.id]
        person = own[listed.id] = teams.add_person(_person(listed, part, home))
        here[listed.id] = teams.add_person(_other_account(listed)) if part.by == "wrong_account" else person
    strangers = {
        str(one["called"]): teams.add_person(
            Person(id=f"stranger-{number}", name=str(one["called"]), kind=_KINDS[str(one.get("by", "anonymous"))])
        )
        for number, one in enumerate(written.strangers, start=1)
    }
    return Cast(here=here, own=own, strangers=strangers)


def _person(listed: Listed, part: Part, home: str) -> Person:
    kind = _KINDS[part.by]
    if listed.account is None and kind is not Kind.PHONE:
        kind = Kind.ANONYMOUS
    if listed.account and listed.account.tenant != home:
        kind = Kind.OTHER_TENANT
    person = Person(id=listed.id, name=listed.name, kind=kind)
    if kind in (Kind.ANONYMOUS, Kind.PHONE) or listed.account is None:
        return person
    person.tenant, person.oid = listed.account.tenant, listed.account.oid
    person.email = listed.address
    person.installed = listed.installed and kind is not Kind.OTHER_TENANT
    return person


def _other_account(listed: Listed) -> Person:
    """Their own name on an account that nobody was told of: at home, or with another employer."""
    return Person(id=f"{listed.id}-elsewhere", name=listed.name, kind=Kind.TENANT)


def meeting(teams: LoopbackTeams, particulars: Particulars, people: Cast, thread: str) -> Chat:
    """The meeting in everybody's calendar, with the chat that its joining link names."""
    invited = [person for person in people.own.values() if person.has_account]
    chair = people.own[particulars.chair]
    chat = teams.meetings.create(
        Invitation(
            title=f"Conference {particulars.reference}",
            organiser=chair,
            start=particulars.start,
            end=particulars.planned_end,
            invited=tuple(invited),
        )
    )
    return _named(teams, chat, particulars, thread) if thread else chat


def _named(teams: LoopbackTeams, chat: Chat, particulars: Particulars, thread: str) -> Chat:
    """As the case has it, so that its joining link is the way in."""
    del teams.chats[chat.id]
    chat.id = thread
    teams.chats[thread] = chat
    if chat.meeting is not None:
        chat.meeting.id = base64.b64encode(f"0#{thread}#0".encode()).decode()
        chat.meeting.join_url = particulars.join_link
    return chat
