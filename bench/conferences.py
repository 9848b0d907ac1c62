"""Conferences brought to the point where a figure begins: by the product's own rules and its own log, untimed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from bench.microsoft import TENANT
from bot.bootstrap import boroughs, calendars, opened_store
from bot.config import Settings
from bot.domain import links
from bot.domain.actor import BOT, Account, Actor, Standing
from bot.domain.conference import Conference
from bot.domain.decide import Policy, decide
from bot.domain.decision import Date
from bot.domain.duties import CONTENT, DutyKind, Owed, Step, duties, next_due
from bot.domain.events import ConferenceSetUp, Event
from bot.domain.evolve import evolve, fold
from bot.domain.ids import ChildId, ConferenceId, OpId, PersonId, SeatId
from bot.domain.next_dates import proposals
from bot.domain.outcome import Accepted
from bot.domain.particulars import SOCIAL_CARE, Child, Kind, Mode, Particulars, Person, Role, Seat
from bot.domain.post_it import Draft
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.approve_summary import ApproveSummary
from bot.domain.verbs.bind_chat import BindChat
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.decide_child import DecideChild
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.hand_in_post_it import HandInPostIt, SavePostIt
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.reach_person import ReachPerson
from bot.domain.verbs.record_send import RecordFilled, RecordPosted
from bot.domain.verbs.set_anchors import SetAnchors
from bot.domain.verbs.show_threshold import ShowThreshold
from bot.domain.verbs.start_meeting import StartMeeting
from bot.usecases.ports import Append, EventLog, Links, Operation

_AGENCIES = (SOCIAL_CARE, "school", "health_visiting", "police", "school_nursing", "housing")
_CALLED = ("Wren", "Robin", "Linnet", "Dunnock", "Siskin", "Fieldfare")
CHAIR = "chair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """Somebody invented, as Teams knows them and as the conference does."""

    who: str
    oid: str
    seat: str = ""

    @property
    def mri(self) -> str:
        return f"29:{self.oid}"

    @property
    def chat(self) -> str:
        """Their private chat with the bot."""
        return f"a:{self.mri}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One conference in the store. The first of `sitters` holds social care's seat."""

    cid: str
    chat: str
    children: tuple[str, ...]
    chair: Sitter
    sitters: tuple[Sitter, ...]


class Making:
    """One conference in the making, in memory: commands through the rules, events to be recorded in one piece."""

    def __init__(self, held: Held, particulars: Particulars, now: datetime, service_url: str) -> None:
        event = ConferenceSetUp(particulars=particulars, profile=boroughs().profile("london"))
        self.held = held
        self.now = now
        self.events: list[Event] = [event]
        self.state: Conference = _whole(evolve(None, event, now))
        self._service_url = service_url
        self._policy = Policy(calendar=calendars().england())

    def does(self, who: Sitter | None, *commands: object) -> None:
        """None is the bot itself."""
        actor = BOT if who is None else _actor(who)
        for command in commands:
            outcome = decide(self.state, command, actor, self.now, self._policy)
            if not isinstance(outcome, Accepted):
                raise TypeError(f"{command}: {outcome}")
            for event in outcome.events:
                self.events.append(event)
                self.state = _whole(evolve(self.state, event, self.now))

    def gathered(self) -> None:
        """The bot is in the chat, the meeting runs, everybody has spoken to the bot and done the checklist."""
        held = self.held
        self.does(None, BindChat(chat=held.chat, service_url=self._service_url))
        self.does(held.chair, StartMeeting())
        promise = AcknowledgeChecklist(items=tuple(self.state.profile.checklist))
        for who in (held.chair, *held.sitters):
            self.does(who, ReachPerson(mri=who.mri, conversation=who.chat, service_url=self._service_url), promise)

    def opened(self) -> None:
        self.does(self.held.chair, SetAnchors(zero="Not safe tonight", ten="Safe, we can close"))
        self.does(self.held.chair, ShowThreshold(), OpenRound())

    def decided(self) -> None:
        """Everybody has handed in, the round is closed, the chair has decided for each child, ended it and approved."""
        held, chair = self.held, self.held.chair
        given = Draft(scale="4", recommendation="child_in_need_plan", reason="Help is needed that the family wants.")
        views = {ChildId(name.lower()): given for name in held.children}
        for who in held.sitters:
            self.does(who, HandInPostIt(views=views))
        self.does(chair, CloseRound(missing={}))
        meeting = proposals(self.state, self._policy.calendar)[Date.CHILD_IN_NEED_MEETING].proposed
        for child in views:
            decision = DecideChild(
                child=child,
                status="child_in_need_plan",
                reasons="The family wants help, and it is enough.",
                lead=held.sitters[0].who,
                dates={Date.CHILD_IN_NEED_MEETING: str(meeting)},
            )
            self.does(chair, decision)
        self.does(chair, EndMeeting(), ApproveSummary())

    def told(self, but: Iterable[DutyKind] = ()) -> None:
        """All messages owed by now were sent, except of these kinds."""
        left = frozenset(but)
        while owed := [one for one in duties(self.state, self.now, calendars().england()) if one.duty.kind not in left]:
            for one in owed:
                self.does(None, _sent(one))

    def wish(self) -> Append:
        state, cid = self.state, ConferenceId(self.held.cid)
        return Append(
            cid=cid,
            expected=0,
            operations=(Operation(op=OpId(f"set-up:{cid}"), actor=BOT.key, at=self.now, events=tuple(self.events)),),
            next_due=next_due(state, self.now, calendars().england()),
            links=Links(chats=links.chats(state), people=links.people(state), weeks=links.weeks(state)),
        )


def making(number: int, seats: int, children: int, *, now: datetime, service_url: str) -> Making:
    """A new conference of invented people, set up and no more."""
    held = _held(number, seats, children)
    return Making(held, _particulars(number, held, now), now, service_url)


async def record(settings: Settings, made: Sequence[Making]) -> None:
    """Into the store of these settings, which nobody else may have open."""
    async with opened_store(settings) as store:
        for one in made:
            await store.log.append(one.wish())


async def recorded_elsewhere(log: EventLog, held: Held) -> None:
    """The fourth person's post-it is saved half written, by whoever has this log."""
    cid, now = ConferenceId(held.cid), datetime.now(UTC)
    recorded = await log.read(cid)
    state = _whole(fold(None, ((one.event, one.at) for one in recorded)))
    who = _actor(held.sitters[3])
    views = {ChildId(name.lower()): Draft(scale="5") for name in held.children}
    outcome = decide(state, SavePostIt(views=views), who, now, Policy(calendar=calendars().england()))
    if not isinstance(outcome, Accepted):
        raise TypeError(f"{outcome}")
    operation = Operation(op=OpId(f"elsewhere:{cid}"), actor=who.key, at=now, events=outcome.events)
    found = Links(chats=links.chats(state), people=links.people(state), weeks=links.weeks(state))
    await log.append(Append(cid=cid, expected=recorded[-1].seq, operations=(operation,), next_due=None, links=found))


def _held(number: int, seats: int, children: int) -> Held:
    sitters = tuple(Sitter(who=f"p{seat}", oid=str(uuid4()), seat=f"seat_{seat}") for seat in range(seats))
    return Held(
        cid=uuid4().hex[:16],
        chat=f"19:meeting_bench{number}@thread.v2",
        children=_CALLED[:children],
        chair=Sitter(who=CHAIR, oid=str(uuid4())),
        sitters=sitters,
    )


def _particulars(number: int, held: Held, now: datetime) -> Particulars:
    children = tuple(ChildId(name.lower()) for name in held.children)
    people = [_person(held.chair, Role.CHAIR)]
    people += [_person(one, Role.PROFESSIONAL) for one in held.sitters]
    return Particulars(
        reference=f"FICT-BENCH-{number}",
        kind=Kind.INITIAL,
        mode=Mode.VIRTUAL,
        start=now - timedelta(minutes=10),
        planned_end=now + timedelta(hours=3),
        chair=PersonId(CHAIR),
        children=tuple(
            Child(id=child, called=child.title(), lead=PersonId(held.sitters[0].who), born=date(2020, 1, 1))
            for child in children
        ),
        people=tuple(people),
        seats=tuple(
            Seat(
                id=SeatId(one.seat),
                agency=_AGENCIES[place % len(_AGENCIES)],
                title=f"Agency {place}",
                holder=PersonId(one.who),
                contact=frozenset(children),
            )
            for place, one in enumerate(held.sitters)
        ),
    )


def _person(one: Sitter, role: Role) -> Person:
    oid = str(UUID(one.oid))
    name = f"Fictional {oid[-4:]}"
    account = Account(tenant=TENANT, oid=oid)
    return Person(id=PersonId(one.who), name=name, role=role, account=account, installed=True)


def _actor(one: Sitter) -> Actor:
    return Actor(standing=Standing.MEMBER, account=Account(tenant=TENANT, oid=one.oid), mri=one.mri, shown_name=one.who)


def _sent(one: Owed) -> object:
    duty = one.duty
    if one.step is Step.FILL:
        return RecordFilled(duty=duty.key, face=duty.face)
    face = "ready" if duty.face == CONTENT else duty.face
    return RecordPosted(duty=duty.key, face=face, conversation=f"a:{duty.to}", message=f"m-{duty.key}")


def _whole(state: Conference | None) -> Conference:
    if state is None:
        raise TypeError("a conference without a beginning")
    return state
