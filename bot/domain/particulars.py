"""What a conference is about and who belongs to it, as the administrator set it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from bot.domain.actor import Account
from bot.domain.ids import ChildId, PersonId, SeatId

SOCIAL_CARE = "childrens_social_care"
"""The agency without which no conference is quorate (S4 3.10)."""


class Kind(StrEnum):
    INITIAL = "initial"
    PRE_BIRTH = "pre_birth"
    TRANSFER_IN = "transfer_in"
    REVIEW = "review"
    CORE_GROUP = "core_group"


class Mode(StrEnum):
    VIRTUAL = "virtual"
    BLENDED = "blended"


class Role(StrEnum):
    CHAIR = "chair"
    STAND_IN = "stand_in"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    PROFESSIONAL = "professional"
    OBSERVER = "observer"
    FAMILY = "family"
    SUPPORTER = "supporter"
    INTERPRETER = "interpreter"
    MINUTE_TAKER = "minute_taker"


ATTENDING = frozenset(Role) - {Role.STAND_IN, Role.MANAGER, Role.ADMINISTRATOR}
"""Who is expected in the meeting itself, and so is given the checklist when it starts."""

LAY = frozenset({Role.FAMILY, Role.SUPPORTER})
"""Who is spoken to in family words (S3, J12)."""

BY_HAND = frozenset({Role.FAMILY, Role.OBSERVER})
"""Whose copy of the summary a person gives them, never the bot (J12, trap 8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody named in the conference. `account` None: known only by address, or by telephone.

    `installed` is whether the bot may write to them in a private chat. `relation` and `children` are for family:
    who they are to whom. `in_person`: asked to be in the room and not on the line (S3).
    """

    id: PersonId
    name: str
    role: Role
    account: Account | None = None
    address: str = ""
    installed: bool = False
    relation: str = ""
    children: tuple[ChildId, ...] = ()
    in_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An agency's place at the conference: one seat, one answer, whoever fills it (V12).

    `contact` names the children with whom this agency has had direct contact: quorum counts no others (S4 3.10).
    """

    id: SeatId
    agency: str
    title: str
    holder: PersonId
    contact: frozenset[ChildId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child the conference is about, by the name used on cards. `born` or `expected`: one is known (trap 19); while the
    conference is a draft neither may be, and `lead` may be "".
    """

    id: ChildId
    called: str
    lead: PersonId
    born: date | None = None
    expected: date | None = None
    looked_after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of one meeting with its own hours and people, as where parents attend separately (S3, S4 4.2; trap 12).

    Professionals are asked to all of it; `people` are the others who are. Times are aware.
    """

    title: str
    start: datetime
    end: datetime
    people: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """Times are aware. `dates` are the trigger dates that limits run from, by trigger code. `household` are the other
    children there, considered but not decided on (S4 1.5, 7.6). `place`: the room, where some meet in one. No `parts`:
    everybody is asked to all of it.
    """

    reference: str
    kind: Kind
    mode: Mode
    start: datetime
    planned_end: datetime
    chair: PersonId
    children: tuple[Child, ...]
    people: tuple[Person, ...]
    seats: tuple[Seat, ...]
    join_link: str = ""
    follows: str = ""
    household: tuple[str, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    moments: Mapping[str, datetime] = field(default_factory=dict)
    place: str = ""
    parts: tuple[Part, ...] = ()

    def person(self, who: PersonId) -> Person:
        """Raises LookupError for somebody who is not in it."""
        found = self._people.get(who)
        if found is None:
            raise LookupError("nobody of that id is in the conference")
        return found

    def child(self, which: ChildId) -> Child:
        return next(one for one in self.children if one.id == which)

    def seat(self, which: SeatId) -> Seat:
        return next(one for one in self.seats if one.id == which)

    def seat_of(self, who: PersonId) -> Seat | None:
        return self._held.get(who)

    def with_role(self, *roles: Role) -> tuple[Person, ...]:
        return tuple(one for one in self.people if one.role in roles)

    @cached_property
    def _people(self) -> Mapping[PersonId, Person]:
        """Looked up several times at every press, of sixty."""
        return {one.id: one for one in reversed(self.people)}

    @cached_property
    def _held(self) -> Mapping[PersonId, Seat]:
        return {one.holder: one for one in reversed(self.seats)}

    @property
    def leads(self) -> tuple[PersonId, ...]:
        """The lead social workers, each once, in the order of their children."""
        return tuple(dict.fromkeys(child.lead for child in self.children))

    @property
    def scales_only(self) -> bool:
        """A core group scales and makes no recommendation (S0, trap 33)."""
        return self.kind is Kind.CORE_GROUP
