"""The conferences of a run. Nobody and nothing in them exists; every word of the case is a canary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.domain.actor import Account
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import SOCIAL_CARE, Child, Kind, Mode, Particulars, Role, Seat
from bot.domain.particulars import Person as Listed
from bot.rehearsal.teams import Chat, Invitation, LoopbackTeams, Person

CHILD = ChildId("quibble")
CALLED = "Quibblewick"
"""The child's name: a canary for whatever must hold nothing of the case."""
CANARY = "zq"
"""Begins the mark in the reason of every post-it: `zq` and a number, x's at both ends, each its own."""

LASTS = timedelta(hours=1)
_OTHERS = {"chair": Role.CHAIR, "manager": Role.MANAGER, "admin": Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One conference with everybody in it, as Teams knows them and as the bot is told."""

    about: Particulars
    chat: Chat
    people: Mapping[str, Person]
    seated: tuple[str, ...]
    notes: dict[str, object] = field(default_factory=dict)


def case(teams: LoopbackTeams, name: str, seats: int, start: datetime) -> Case:
    """A conference about one child, with this many seats, everybody on Teams and the app installed for each."""
    seated = tuple(f"seat{number:02}" for number in range(1, seats + 1))
    people = {who: teams.add_person(_person(name, who)) for who in (*_OTHERS, *seated)}
    chat = teams.meetings.create(
        Invitation(
            title=f"Conference {name}",
            organiser=people["chair"],
            start=start,
            end=start + LASTS,
            invited=tuple(people.values()),
        )
    )
    return Case(about=_particulars(name, people, seated, chat, start), chat=chat, people=people, seated=seated)


def _person(name: str, who: str) -> Person:
    address = f"{who}.{name}@fictional.example"
    return Person(id=f"{who}-{name}", name=f"{who.capitalize()} Fictional", email=address, installed=True)


def _particulars(
    name: str, people: Mapping[str, Person], seated: tuple[str, ...], chat: Chat, start: datetime
) -> Particulars:
    lead = PersonId(seated[0])
    return Particulars(
        reference=f"CHAOS-{name}",
        kind=Kind.INITIAL,
        mode=Mode.VIRTUAL,
        start=start,
        planned_end=start + LASTS,
        chair=PersonId("chair"),
        children=(Child(id=CHILD, called=CALLED, lead=lead, born=date(2020, 2, 2)),),
        people=tuple(_listed(who, person) for who, person in people.items()),
        seats=tuple(
            Seat(
                id=SeatId(who),
                agency=SOCIAL_CARE if number == 0 else f"agency_{number}",
                title=f"Agency {number}",
                holder=PersonId(who),
                contact=frozenset({CHILD}),
            )
            for number, who in enumerate(seated)
        ),
        join_link=chat.meeting.join_url if chat.meeting else "",
        dates={"strategy_discussion": start.date() - timedelta(days=14)},
    )


def _listed(who: str, person: Person) -> Listed:
    return Listed(
        id=PersonId(who),
        name=person.name,
        role=_OTHERS.get(who, Role.PROFESSIONAL),
        account=Account(tenant=person.tenant, oid=person.oid),
        address=person.email,
        installed=True,
    )
