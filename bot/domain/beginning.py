"""A conference is begun in chat: what has to be known before anything else can be (B1)."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.domain.actor import Account
from bot.domain.answers import choice
from bot.domain.ids import PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.particulars import SOCIAL_CARE, Kind, Mode, Particulars, Person, Role, Seat
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.typed import address, line, span

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
"""As in the conference file's schema."""

BY, CHAIR = PersonId("person-1"), PersonId("person-2")
_FIRST_SEAT = SeatId("seat-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """As typed. `follows`: the reference of the conference before this one. `seat`: what a core group's leader is."""

    reference: str
    kind: str
    day: str
    start: str
    end: str
    chair: str
    chair_address: str
    follows: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """Whoever begins it, as Teams vouches for them: its administrator, until somebody else is put there too."""

    name: str
    account: Account
    address: str = ""


def begun(typed: Beginning, by: Starter, now: datetime) -> Particulars | Refused:
    """A draft without children or seats, or everything that is wrong."""
    faults: Faults = {}
    kind = choice(Kind, typed.kind)
    if kind is None:
        faults["kind"] = Fault.UNKNOWN_CHOICE
    reference, follows = _reference("reference", typed.reference, faults), typed.follows.strip()
    if follows:
        _reference("follows", follows, faults)
    if follows and follows == reference:
        faults["follows"] = Fault.FOLLOWS_ITSELF
    times = span((typed.day, typed.start, typed.end), now, faults)
    people, seats = _people(typed, by, kind, faults)
    if faults or kind is None or times is None:
        return Refused(Why.FIELDS, faults)
    return Particulars(
        reference=reference,
        kind=kind,
        mode=Mode.VIRTUAL,
        start=times.start,
        planned_end=times.end,
        chair=people[-1].id,
        children=(),
        people=people,
        seats=seats,
        follows=follows,
    )


def _reference(name: str, typed: str, faults: Faults) -> str:
    """Never a child's name, which nobody can check: the form says so."""
    found = typed.strip()
    if not found:
        faults[name] = Fault.MISSING
    elif not REFERENCE.fullmatch(found):
        faults[name] = Fault.NOT_A_REFERENCE
    return found


def _people(
    typed: Beginning, by: Starter, kind: Kind | None, faults: Faults
) -> tuple[tuple[Person, ...], tuple[Seat, ...]]:
    """The administrator and the chair; or one person who is both. A core group is led by its lead social worker."""
    led = kind is Kind.CORE_GROUP
    role = Role.PROFESSIONAL if led else Role.CHAIR
    found = address("chair_address", typed.chair_address, faults, needed=True)
    name = line("chair", typed.chair, faults)
    own = bool(by.address) and found.lower() == by.address.lower()
    starter = Person(
        id=BY,
        name=by.name,
        role=role if own else Role.ADMINISTRATOR,
        account=by.account,
        address=by.address,
        installed=True,
    )
    chair = starter if own else Person(id=CHAIR, name=name, role=role, address=found)
    seats = (Seat(id=_FIRST_SEAT, agency=SOCIAL_CARE, title=typed.seat, holder=chair.id),) if led else ()
    return ((starter,) if own else (starter, chair)), seats
