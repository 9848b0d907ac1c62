"""A conference of people nobody ever met, and a way to play it command by command without a store or a clock."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Self

from bot.adapters.boroughs import TomlBoroughs
from bot.adapters.calendar import LibraryCalendars
from bot.domain.actor import BOT, Account, Actor, Standing
from bot.domain.conference import Conference
from bot.domain.decide import Policy, decide
from bot.domain.duties import APART, CONTENT, Owed, Step, duties
from bot.domain.events import ConferenceSetUp, Event
from bot.domain.events_before import ConferenceConvened
from bot.domain.evolve import evolve
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.next_dates import proposals
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import ATTENDING, Child, Kind, Mode, Particulars, Person, Role, Seat
from bot.domain.post_it import Draft
from bot.domain.profile import Profile
from bot.domain.requests import kept_out
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.approve_summary import ApproveSummary
from bot.domain.verbs.bind_chat import BindChat
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.decide_child import DecideChild
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.hand_in_post_it import HandInPostIt
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.record_send import RecordFailed, RecordFilled, RecordPosted
from bot.domain.verbs.set_anchors import SetAnchors
from bot.domain.verbs.show_threshold import ShowThreshold
from bot.domain.verbs.start_meeting import StartMeeting
from tests.dates import moment

ENGLAND = LibraryCalendars().england()
POLICY = Policy(calendar=ENGLAND)
START = moment("Mon 7 Dec 2026 10:00").astimezone(UTC)
END = START + timedelta(hours=2)
CHAT = "19:meeting_wren@thread.v2"
SERVICE = "https://teams.example/uk"
WREN, ROBIN = ChildId("wren"), ChildId("robin")

_PEOPLE = """
chair         | chair        | Wilhelmina Stonecrop
stand_in      | stand_in     | Jasper Underhill
manager       | manager      | Oona Tidewell
administrator | administrator| Samir Blotter
ines          | professional | Ines Ravenscroft
tomas         | professional | Tomas Quillfeather
harriet       | professional | Harriet Osprey
anand         | professional | Anand Merriweather
lorna         | professional | Lorna Goosander
renuka        | professional | Renuka Silverbirch
patrick       | professional | Patrick Hearthstone
orla          | observer     | Orla Lapwing
katya         | family       | Katya Redstart
desmond       | family       | Desmond Fieldfare
solomon       | supporter    | Solomon Thistle
ivo           | interpreter  | Ivo Babelsby
mina          | minute_taker | Mina Scrivener
"""
# Agency and who sits for it. Housing has never met the children; the health visitor knows only the younger.
_SEATS = """
social_work    | childrens_social_care | ines    | wren robin
social_work_2  | childrens_social_care | tomas   | wren robin
school         | school                | harriet | wren robin
health_visitor | health_visiting       | anand   | robin
school_nurse   | school_nursing        | lorna   | wren robin
police         | police                | renuka  | wren robin
housing        | housing               | patrick |
"""
SEATED = ("ines", "tomas", "harriet", "anand", "lorna", "renuka", "patrick")


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@cache
def profile(code: str = "london") -> Profile:
    return TomlBoroughs().profile(code)


def account(who: str) -> Account:
    return Account(tenant="council", oid=f"oid-{who}")


def actor(who: str) -> Actor:
    """Somebody at a door, by the account they were listed with. `bot` is the bot itself."""
    if who == "bot":
        return BOT
    return Actor(standing=Standing.MEMBER, account=account(who), mri=f"29:{who}", shown_name=f"Shown {who}")


def anonymous(name: str = "Anybody") -> Actor:
    return Actor(standing=Standing.ANONYMOUS, mri=f"29:anon-{name}", shown_name=name)


def _person(who: str, role: str, name: str) -> Person:
    relation = {"katya": "Mother", "desmond": "Father", "solomon": "Katya's supporter"}.get(who, "")
    children = {"katya": (WREN, ROBIN), "desmond": (ROBIN,)}.get(who, ())
    return Person(
        id=PersonId(who),
        name=name,
        role=Role(role),
        account=account(who),
        installed=True,
        relation=relation,
        children=children,
    )


def conference(kind: Kind = Kind.INITIAL, **change: Any) -> Particulars:
    """Two children with a lead social worker each, seven seats, and everybody else there can be."""
    given = Particulars(
        reference="FICT-2026-007",
        kind=kind,
        mode=Mode.VIRTUAL,
        start=START,
        planned_end=END,
        chair=PersonId("chair"),
        children=(
            Child(id=WREN, called="Wren", lead=PersonId("ines"), born=date(2015, 3, 1)),
            Child(id=ROBIN, called="Robin", lead=PersonId("tomas"), born=date(2024, 9, 9)),
        ),
        people=tuple(_person(*row) for row in _rows(_PEOPLE)),
        seats=tuple(
            Seat(
                id=SeatId(seat),
                agency=agency,
                title=f"{seat} title",
                holder=PersonId(holder),
                contact=frozenset(map(ChildId, contact.split())),
            )
            for seat, agency, holder, contact in _rows(_SEATS)
        ),
    )
    return replace(given, **change)


def core_group() -> Particulars:
    """Led by the lead social worker, who has a seat in it as well."""
    given = conference(Kind.CORE_GROUP, chair=PersonId("ines"))
    return replace(given, people=tuple(one for one in given.people if one.id != "chair"))


def changed(given: Particulars, who: str, **change: Any) -> Particulars:
    people = tuple(replace(one, **change) if one.id == who else one for one in given.people)
    return replace(given, people=people)


def typed(**change: str) -> Draft:
    """One child's part of a post-it, filled in as on the card."""
    given = Draft(
        scale="3",
        recommendation="child_protection_plan",
        category="neglect",
        reason="Nobody has brought the child to school since half term.",
    )
    return replace(given, **change)


def both(draft: Draft) -> Mapping[ChildId, Draft]:
    return {WREN: draft, ROBIN: draft}


@dataclass
class Play:
    """One conference in the making: commands go through `decide`, what they lead to through `evolve`."""

    particulars: Particulars = field(default_factory=conference)
    profile: Profile = field(default_factory=profile)
    now: datetime = START
    happened: list[tuple[Event, datetime]] = field(default_factory=list)
    state: Conference = field(init=False)

    def __post_init__(self) -> None:
        event = ConferenceSetUp(particulars=self.particulars, profile=self.profile)
        self.happened.append((event, self.now))
        self.state = evolve(None, event, self.now)

    # ------------------------------------------------------------------------------------------------- one command

    def asks(self, who: str | Actor, command: object) -> Outcome:
        by = actor(who) if isinstance(who, str) else who
        outcome = decide(self.state, command, by, self.now, POLICY)
        if isinstance(outcome, Accepted):
            for event in outcome.events:
                self.happened.append((event, self.now))
                self.state = evolve(self.state, event, self.now)
        return outcome

    def does(self, who: str | Actor, *commands: object) -> tuple[Event, ...]:
        events: list[Event] = []
        for command in commands:
            outcome = self.asks(who, command)
            assert isinstance(outcome, Accepted), f"{who}: {command}: {outcome}"
            events += outcome.events
        return tuple(events)

    def refused(self, who: str | Actor, command: object) -> Refused:
        before = self.state
        outcome = self.asks(who, command)
        assert isinstance(outcome, Refused), f"{who}: {command}: {outcome}"
        assert self.state is before
        return outcome

    def happens(self, *events: Event) -> Self:
        """As if the rules had let it."""
        for event in events:
            self.happened.append((event, self.now))
            self.state = evolve(self.state, event, self.now)
        return self

    def convened(self) -> Self:
        """Everybody is to be invited."""
        return self.happens(ConferenceConvened(by=PersonId("administrator")))

    def wait(self, **lapse: float) -> Self:
        self.now += timedelta(**lapse)
        return self

    def until(self, text: str) -> Self:
        """As "Mon 7 Dec 2026 10:00", on London's clock."""
        self.now = moment(text).astimezone(UTC)
        return self

    # ------------------------------------------------------------------------------------------------ whole scenes

    def promise(self) -> AcknowledgeChecklist:
        return AcknowledgeChecklist(items=tuple(self.profile.checklist))

    def arrive(self, *people: str | Actor) -> Self:
        for who in people:
            self.does(who, self.promise())
        return self

    def gather(self, absent: Collection[str] = ()) -> Self:
        """The meeting begins and everybody expected in it, and let in, does the checklist."""
        self.does(self.state.chair, StartMeeting())
        people = [one.id for one in self.particulars.people if one.role in ATTENDING and one.id not in absent]
        return self.arrive(*(one for one in people if not kept_out(self.state, one)))

    def explain(self) -> Self:
        self.does(self.state.chair, SetAnchors(zero="Cannot be at home tonight", ten="Safe, we can close"))
        self.does(self.state.chair, ShowThreshold())
        return self

    def open(self, absent: Collection[str] = (), reason: str = "") -> Self:
        self.gather(absent).explain().does(self.state.chair, OpenRound(inquorate_reason=reason))
        return self

    def answer(self, *people: str, **change: str) -> Self:
        for who in people or [seat.holder for seat in self.particulars.seats]:
            self.does(who, HandInPostIt(views=both(typed(**change))))
        return self

    def close(self, because: str = "technical") -> Self:
        seats = {seat.id: because for seat in self.particulars.seats}
        self.does(self.state.chair, CloseRound(missing=seats))
        return self

    def closed(self) -> Self:
        return self.open().answer().close()

    def decide(self, child: ChildId, status: str = "child_protection_plan", **change: Any) -> Self:
        self.does(self.state.chair, self.decision(child, status, **change))
        return self

    def decision(self, child: ChildId, status: str = "child_protection_plan", **change: Any) -> DecideChild:
        """A complete decision of that status: what the borough proposes for dates, every seat in the core group."""
        offered = {which: one.proposed for which, one in proposals(self.state, ENGLAND).items()}
        plan = status == "child_protection_plan"
        given = DecideChild(
            child=child,
            status=status,
            category="neglect" if plan else "",
            reasons="The harm is likely to go on without a plan.",
            lead="ines",
            core_group=tuple(seat.id for seat in self.particulars.seats) if plan else (),
            dates={which: day.isoformat() for which, day in offered.items() if day},
        )
        return replace(given, **change)

    def decided(self) -> Self:
        return self.closed().decide(WREN).decide(ROBIN, "child_in_need_plan")

    def end(self) -> Self:
        self.does(self.state.chair, EndMeeting())
        return self

    def approve(self, *, in_meeting_chat: bool = False) -> Self:
        self.does(self.state.chair, ApproveSummary(in_meeting_chat=in_meeting_chat))
        return self

    def approved(self) -> Self:
        return self.decided().end().approve()

    # ---------------------------------------------------------------------------------------------- the bot's work

    def bind(self) -> Self:
        self.does("bot", BindChat(chat=CHAT, service_url=SERVICE))
        return self

    def owed(self) -> dict[str, Owed]:
        return {one.duty.key: one for one in duties(self.state, self.now, ENGLAND)}

    def keys(self, kind: str) -> set[str]:
        return {key for key in self.owed() if key.startswith(f"{kind}/")}

    def perform(self, failing: Collection[str] = (), kinds: Iterable[str] = ()) -> list[str]:
        """Do all that is owed now, until nothing is; what `failing` names fails for good. What was posted, in order.

        It takes a moment, after which the chair's messages may be edited again.
        """
        posted: list[str] = []
        only = tuple(f"{kind}/" for kind in kinds) or ("",)
        for _ in range(8):
            owed = [one for key, one in self.owed().items() if key.startswith(only)]
            if not owed:
                self.now += APART
                return posted
            for one in owed:
                posted += [one.duty.key] if one.step is Step.POST and one.duty.key not in failing else []
                self._perform(one, failing)
        raise AssertionError(f"never done: {sorted(self.owed())}")

    def _perform(self, one: Owed, failing: Collection[str]) -> None:
        duty = one.duty
        if duty.key in failing:
            self.does("bot", RecordFailed(duty=duty.key, code="blocked", final=True))
        elif one.step is Step.POST:
            face = "ready" if duty.face == CONTENT else duty.face
            self.does("bot", RecordPosted(duty=duty.key, face=face, conversation="a:chat", message=f"m-{duty.key}"))
        else:
            self.does("bot", RecordFilled(duty=duty.key, face=duty.face))
