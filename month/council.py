"""The people and conferences of a made-up month, chosen by a seed. All of them are made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from uuid import UUID, uuid5

from bot.bootstrap import boroughs
from bot.domain.actor import Account
from bot.domain.calendar import LONDON
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Child, Kind, Mode, Particulars, Person, Role, Seat
from bot.domain.profile import Profile
from month.days import Days

TENANT = "11111111-1111-4111-8111-111111111111"

_ACCOUNTS = UUID("2f9f0a40-6f3b-4c59-9c0c-0d3b4a5b6c7d")


class Way(StrEnum):
    """How somebody can be written to."""

    TEAMS = "teams"
    MAIL = "mail"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Human:
    """One person, in however many conferences. `blocked`: they have thrown the app out, and nobody told the bot."""

    name: str
    way: Way
    blocked: bool = False

    @property
    def address(self) -> str:
        return "" if self.way is Way.HAND else f"{self.name}@fictional.example"

    @property
    def account(self) -> Account | None:
        return Account(tenant=TENANT, oid=str(uuid5(_ACCOUNTS, self.name))) if self.way is Way.TEAMS else None

    @property
    def reached(self) -> Way:
        return Way.MAIL if self.blocked else self.way

    @property
    def colleague(self) -> "Human":
        """Who comes in their place."""
        return Human(name=f"{self.name}-colleague", way=self.way)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A conference that is to be held. `convened` is when its administrator invites; times are aware."""

    number: int
    borough: str
    profile: Profile
    about: Particulars
    convened: datetime
    humans: Mapping[PersonId, Human]


MONTHS = (date(2027, 3, 15), date(2026, 12, 14), date(2027, 4, 26))
"""Easter and the clocks going forward; Christmas; two bank holidays in May. In turn by the seed."""

BOROUGHS = ("london", "lewisham", "lbh", "city_of_london", "redbridge")
_KINDS = (Kind.INITIAL,) * 4 + (Kind.REVIEW,) * 4 + (Kind.PRE_BIRTH, Kind.TRANSFER_IN)
_CLOSED = ("2026-12-29", "2026-12-30", "2027-03-25", "2027-05-04")
"""Days on which one of the boroughs is shut."""

_SEATS = (
    ("social_work", "childrens_social_care"),
    ("police", "police"),
    ("school", "school"),
    ("health_visiting", "health_visiting"),
    ("school_nurse", "school_nursing"),
    ("gp", "gp"),
    ("housing", "housing"),
    ("probation", "probation"),
    ("nursery", "early_years"),
)


class Council:
    """Whoever is in several conferences is the same person in each of them."""

    def __init__(self, seed: int, conferences: int) -> None:
        self.random = Random(f"month/{seed}")
        self.first = MONTHS[(seed - 1) % len(MONTHS)]
        self._shared: dict[str, Human] = {}
        self._conferences = conferences
        self.planned = tuple(self._plan(number) for number in range(1, conferences + 1))

    @property
    def invitees(self) -> int:
        out = (Role.ADMINISTRATOR, Role.MANAGER)
        return len({one.humans[who.id].name for one in self.planned for who in one.about.people if who.role not in out})

    def _plan(self, number: int) -> Planned:
        borough = BOROUGHS[number % len(BOROUGHS)]
        profile = boroughs().profile(borough)
        if borough == "redbridge":
            profile = replace(profile, closure_days=_CLOSED)
        days = Days(profile.closure_days)
        start = self._start(days)
        humans = self._people(number)
        return Planned(
            number=number,
            borough=borough,
            profile=profile,
            about=self._about(number, start, humans),
            convened=self._convened(start),
            humans=humans,
        )

    def _start(self, days: Days) -> datetime:
        """Within four weeks that begin two weeks after the play does."""
        day = self.first + timedelta(days=14 + self.random.randrange(28))
        while not days.worked(day):
            day += timedelta(days=1)
        hour = time(self.random.choice((9, 10, 11, 13, 14)), self.random.choice((0, 30)))
        return datetime.combine(day, hour, tzinfo=LONDON).astimezone(UTC)

    def _convened(self, start: datetime) -> datetime:
        """Mostly two weeks before, at any hour of any day; some in haste."""
        haste = self.random.random()
        ahead = (
            timedelta(hours=self.random.uniform(3, 30))
            if haste < 0.05
            else timedelta(days=self.random.uniform(1, 5))
            if haste < 0.2
            else timedelta(days=self.random.uniform(8, 14))
        )
        return (start - ahead).replace(second=11, microsecond=0)

    def _human(self, name: str, ways: Sequence[Way]) -> Human:
        if name not in self._shared:
            way = self.random.choice(ways)
            blocked = way is Way.TEAMS and self.random.random() < 0.03
            self._shared[name] = Human(name=name, way=way, blocked=blocked)
        return self._shared[name]

    def _people(self, number: int) -> Mapping[PersonId, Human]:
        def one_of(name: str, many: int, *ways: Way) -> Human:
            return self._human(f"{name}{self.random.randint(1, many)}", ways or (Way.TEAMS,))

        own = f"{number:02d}"
        found = {
            "chair": one_of("chair", 5),
            "admin": one_of("admin", 2),
            "social_work": one_of("social-worker", 30),
            "police": one_of("police", 6, Way.TEAMS, Way.MAIL),
            "health_visiting": one_of("health-visitor", 25, Way.TEAMS, Way.MAIL),
            "school_nurse": one_of("school-nurse", 15, Way.TEAMS, Way.MAIL),
            "minutes": one_of("minutes", 4),
        }
        for name, ways in (
            ("school", (Way.TEAMS, Way.MAIL)),
            ("gp", (Way.MAIL,)),
            ("housing", (Way.TEAMS, Way.MAIL)),
            ("probation", (Way.TEAMS, Way.MAIL)),
            ("nursery", (Way.TEAMS, Way.MAIL)),
            ("mother", (Way.MAIL, Way.HAND)),
            ("father", (Way.MAIL, Way.HAND)),
            ("supporter", (Way.MAIL, Way.HAND)),
            ("interpreter", (Way.TEAMS, Way.MAIL)),
        ):
            found[name] = self._human(f"{name}-{own}", ways)
        if self.random.random() < 0.15:
            found["observer"] = self._human(f"observer-{own}", (Way.TEAMS,))
        return {PersonId(who): human for who, human in found.items()}

    def _about(self, number: int, start: datetime, humans: Mapping[PersonId, Human]) -> Particulars:
        child = ChildId("child")
        return Particulars(
            reference=f"MONTH-{number:03d}",
            kind=self.random.choice(_KINDS),
            mode=Mode.VIRTUAL,
            start=start,
            planned_end=start + timedelta(hours=2),
            chair=PersonId("chair"),
            children=(Child(id=child, called="Somebody", lead=PersonId("social_work"), born=date(2019, 5, 5)),),
            people=tuple(listed(who, human) for who, human in humans.items()),
            seats=tuple(
                Seat(id=SeatId(seat), agency=agency, title=seat, holder=PersonId(seat), contact=frozenset({child}))
                for seat, agency in _SEATS
            ),
        )


_ROLES = {
    "chair": Role.CHAIR,
    "admin": Role.ADMINISTRATOR,
    "minutes": Role.MINUTE_TAKER,
    "mother": Role.FAMILY,
    "father": Role.FAMILY,
    "supporter": Role.SUPPORTER,
    "interpreter": Role.INTERPRETER,
    "observer": Role.OBSERVER,
}


def listed(who: PersonId, human: Human) -> Person:
    role = _ROLES.get(who, Role.PROFESSIONAL)
    return Person(
        id=who,
        name=human.name,
        role=role,
        account=human.account,
        address=human.address,
        installed=human.way is Way.TEAMS,
        relation=who if role is Role.FAMILY else "",
        children=(ChildId("child"),) if role is Role.FAMILY else (),
    )
