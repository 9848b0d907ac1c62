"""Views for the chair's cards. Nobody here exists: the family is made up, and so is the council."""

from collections import Counter
from dataclasses import replace
from typing import Any

from bot.domain.actor import Standing
from bot.domain.conference import Stage
from bot.domain.decision import Date, Status
from bot.domain.events import Missing
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.next_dates import Proposal
from bot.domain.particulars import Kind, Role
from bot.domain.post_it import Category, Likelihood, Recommendation, View
from bot.domain.quorum import Quorum
from bot.domain.tally import Spread
from bot.domain.views.console import Answered, ChildLine, Clocks, ConsoleView, Deed, Here, Presence, SeatLine, Unknown
from bot.domain.views.decision import DecisionForm, DecisionView
from bot.domain.views.ending import EndingView
from bot.domain.views.handover import HandOverView
from bot.domain.views.summary import CopyView, SummaryView
from bot.domain.views.tally import TallyRow, TallyView
from tests.dates import day, moment
from tests.unit.cards.samples import CHECKLIST, CHILDREN, FAMILY_CHECKLIST, REFERENCE, child_in_need, decided

ZERO = "The children are alone with nobody they can turn to, and are hurt."
TEN = "The children are fed, warm, at school, and know who to ring."
NASTY = (
    '<b>*bold*</b> [link](https://example.invalid) # {{DATE(2026-12-03)}}\n- "quoted" & \u202eturned\u202c \x07 1. _x_'
)
LONGEST = "Nobody came to the door. " * 80
"""2,000 characters."""
MET = Quorum(social_care=True, groups=("education", "health_visiting"), needed=2)
NOT_MET = Quorum(social_care=True, groups=("health_visiting",), needed=2)

TEAM = (
    ("lead", "Priya Sample", "Children's social care", Role.PROFESSIONAL),
    ("school", "Tom Example", "Oakbank Primary School", Role.PROFESSIONAL),
    ("health", "Ben Sample", "Health visiting", Role.PROFESSIONAL),
    ("police", "Sgt Dee Placeholder", "Police", Role.PROFESSIONAL),
    ("housing", "Mo Example", "Housing", Role.PROFESSIONAL),
    ("gp", "Dr Ines Sample", "GP", Role.PROFESSIONAL),
    ("nursery", "Kit Example", "Nursery", Role.PROFESSIONAL),
    ("midwife", "Una Placeholder", "Midwifery", Role.PROFESSIONAL),
    ("youth", "Ravi Sample", "Youth justice", Role.PROFESSIONAL),
    ("mental", "Fay Example", "Adult mental health", Role.PROFESSIONAL),
    ("substance", "Lou Placeholder", "Substance misuse", Role.PROFESSIONAL),
    ("probation", "Gil Sample", "Probation", Role.PROFESSIONAL),
)
_LAY = (
    ("mother", "Cora Sampleton", "Mother", Role.FAMILY),
    ("observer", "Dot Sample", "", Role.OBSERVER),
)


def here(presence: dict[str, Presence] | None = None, voices: tuple[str, ...] = ()) -> tuple[Here, ...]:
    where = presence or {}
    chair = Here(
        person=PersonId("chair"),
        name="Ada Sample",
        role=Role.CHAIR,
        agency="",
        presence=Presence.HERE,
        reason="",
        digital=True,
    )
    return (
        chair,
        *(
            Here(
                person=PersonId(who),
                name=name,
                role=role,
                agency=agency,
                presence=where.get(who, Presence.HERE),
                reason="My camera does not work." if where.get(who) is Presence.CANNOT else "",
                digital=who not in voices,
            )
            for who, name, agency, role in (*TEAM, *_LAY)
        ),
    )


def seat_lines(answered: dict[str, Answered] | None = None) -> tuple[SeatLine, ...]:
    where = answered or {}
    return tuple(
        SeatLine(seat=SeatId(who), name=name, agency=agency, answered=where.get(who, Answered.AWAITED))
        for who, name, agency, _ in TEAM
    )


def child_lines(
    *decided_as: Status | None, quorum: tuple[Quorum | None, ...] = (MET, NOT_MET)
) -> tuple[ChildLine, ...]:
    statuses = decided_as or (None, None)
    return tuple(
        ChildLine(child=ChildId(f"child-{number}"), called=CHILDREN[number], quorum=quorum[number % 2], decided=status)
        for number, status in enumerate(statuses)
    )


def console(stage: Stage = Stage.PLANNED, *deeds: Deed, **change: Any) -> ConsoleView:
    view = ConsoleView(
        reference=REFERENCE,
        kind=Kind.INITIAL,
        stage=stage,
        start=moment("Thu 3 Dec 2026 10:00"),
        chair="Ada Sample",
        people=here(),
        strangers=(),
        seats=seat_lines(),
        children=child_lines(),
        zero=ZERO,
        ten=TEN,
        zero_hint="So unsafe that the child cannot stay with their parents now",
        ten_hint="Safe enough to close the case",
        threshold=(
            "Has the child suffered significant harm, or are they likely to suffer it?",
            "In professional judgement, is the child likely to suffer ill-treatment?",
        ),
        threshold_shown=True,
        ended=False,
        dissents=(),
        clocks=None,
        successors=((PersonId("standin"), "Sol Example"), (PersonId("manager"), "Mae Placeholder")),
        deeds=deeds,
        checklist=tuple(CHECKLIST.values()),
        family_checklist=tuple(FAMILY_CHECKLIST.values()),
    )
    return replace(view, **change)


PLANNED = (Deed.START, Deed.SET_ANCHORS, Deed.HAND_OVER)
GATHERING = (Deed.SET_ANCHORS, Deed.SHOW_THRESHOLD, Deed.OPEN_ROUND, Deed.MARK, Deed.END, Deed.HAND_OVER)
ROUND_OPEN = (Deed.NUDGE, Deed.CLOSE_ROUND, Deed.MARK, Deed.HAND_OVER, Deed.END)
ROUND_CLOSED = (Deed.SEE_TALLY, Deed.DECIDE, Deed.MARK, Deed.HAND_OVER, Deed.END)
DECIDED = (Deed.SEE_TALLY, Deed.DECIDE, Deed.SEE_SUMMARY, Deed.MARK, Deed.HAND_OVER, Deed.END)
APPROVED = (Deed.SEE_TALLY, Deed.SEE_SUMMARY, Deed.HAND_OVER, Deed.CORRECT_END)
CLOCKS = Clocks(
    started=moment("Fri 4 Dec 2026 12:10"),
    within_hours=moment("Sat 5 Dec 2026 12:10"),
    within_working_days=moment("Mon 7 Dec 2026 17:00"),
    outstanding=3,
)
STRANGERS = (
    Unknown(key="tenant:oid", shown_name="Tom (school)", standing=Standing.OTHER_TENANT, can_be_admitted=True),
    Unknown(key="anonymous:29:x", shown_name="Robin's dad", standing=Standing.ANONYMOUS, can_be_admitted=False),
)


def planned() -> ConsoleView:
    nobody = dict.fromkeys([who for who, *_ in (*TEAM, *_LAY)], Presence.NOT_ARRIVED)
    return console(Stage.PLANNED, *PLANNED, people=here(nobody), zero="", ten="", threshold_shown=False)


def gathering(**change: Any) -> ConsoleView:
    """Twelve professionals expected: some late, one away, one who cannot do the checklist, two nobody knows."""
    where = {
        "police": Presence.NOT_ARRIVED,
        "midwife": Presence.NOT_ARRIVED,
        "observer": Presence.NOT_ARRIVED,
        "youth": Presence.AWAY,
        "gp": Presence.CANNOT,
    }
    people = here(where, voices=("housing",))
    view = console(Stage.GATHERING, *GATHERING, people=people, strangers=STRANGERS, threshold_shown=False)
    return replace(view, **change)


def round_open(**change: Any) -> ConsoleView:
    where = {
        "lead": Answered.HANDED_IN,
        "school": Answered.HANDED_IN,
        "nursery": Answered.HANDED_IN,
        "mental": Answered.HANDED_IN,
        "police": Answered.NOT_HERE,
        "housing": Answered.BY_VOICE,
        "gp": Answered.READ_BACK,
        "midwife": Answered.HANDED_IN,
    }
    people = here({"police": Presence.NOT_ARRIVED}, voices=("housing", "gp"))
    return replace(console(Stage.ROUND_OPEN, *ROUND_OPEN, people=people, seats=seat_lines(where)), **change)


def round_closed(**change: Any) -> ConsoleView:
    children = child_lines(Status.PLAN, None, None)
    return replace(console(Stage.ROUND_CLOSED, *ROUND_CLOSED, children=children), **change)


def all_decided(**change: Any) -> ConsoleView:
    view = console(
        Stage.DECIDED,
        *DECIDED,
        children=child_lines(Status.PLAN, Status.CHILD_IN_NEED),
        dissents=(("Wren", "Oakbank Primary School"),),
    )
    return replace(view, **change)


def approved(**change: Any) -> ConsoleView:
    view = console(
        Stage.APPROVED,
        *APPROVED,
        children=child_lines(Status.PLAN, Status.CHILD_IN_NEED),
        ended=True,
        clocks=CLOCKS,
    )
    return replace(view, **change)


def core_group(stage: Stage, *deeds: Deed, **change: Any) -> ConsoleView:
    given = [one for one in deeds if one not in (Deed.SHOW_THRESHOLD, Deed.DECIDE, Deed.SEE_SUMMARY)]
    view = console(stage, *given, kind=Kind.CORE_GROUP, threshold=(), threshold_shown=False)
    return replace(view, children=child_lines(None, None, quorum=(None, None)), **change)


ENDING = EndingView(reference=REFERENCE, chairs=True, clocks=approved().clocks)
HAND_OVER = HandOverView(reference=REFERENCE, chair="Ada Sample", successors=console().successors)

# --------------------------------------------------------------------------------------------------------------------- tally

_REASON = (
    "He came to the surgery three times with nobody, and each time he was hungry. His mother does not answer the telephone, "
    "and nobody has seen the baby since the summer. The plan of last year has not changed what a day is like for him. "
    "There is an aunt close by who helps when she is asked, and who is worried too."
)
"""About 300 characters, as most are."""


def view_of(scale: int | None, **change: Any) -> View:
    one = View(scale=scale, recommendation=Recommendation.PLAN, category=Category.NEGLECT, reason=_REASON)
    return replace(one, **change)


def tally_rows(professionals: int, reason: str = _REASON) -> tuple[TallyRow, ...]:
    views: list[View | None] = [
        view_of(2, reason=reason),
        view_of(6, recommendation=Recommendation.CHILD_IN_NEED, category=None, reason=reason),
        view_of(3, category=Category.EMOTIONAL, reason=reason),
        None,
        View(unable="I have met only Wren."),
        *(view_of(number, reason=reason) for number in (4, 5, 3, 7, 2, 1, 8)),
    ]
    return tuple(
        TallyRow(
            name=name,
            agency=agency,
            view=views[number],
            missing=Missing.APOLOGIES if views[number] is None else None,
            entered_by="Ada Sample" if who == "health" else "",
        )
        for number, (who, name, agency, _) in enumerate(TEAM[:professionals])
    )


def tally(professionals: int = 5, reason: str = _REASON, **change: Any) -> TallyView:
    rows = tally_rows(professionals, reason)
    views = [row.view for row in rows if row.view]
    recommendations, categories = Counter(one.recommendation for one in views), Counter(one.category for one in views)
    view = TallyView(
        reference=REFERENCE,
        child=ChildId("child-0"),
        called="Robin",
        round=1,
        open=False,
        zero=ZERO,
        ten=TEN,
        ten_is_safe=True,
        scales_only=False,
        asks_likelihood=False,
        rows=rows,
        spread=Spread(lowest=1, highest=8, median=3.5),
        recommendations={one: recommendations[one] for one in Recommendation},
        categories={one: categories[one] for one in Category},
        unable=sum(bool(one.unable) for one in views),
    )
    return replace(view, **change)


def with_likelihood(view: TallyView) -> TallyView:
    rows = tuple(
        replace(row, view=replace(row.view, likelihood=Likelihood.LIKELY))
        if row.view and row.view.recommendation
        else row
        for row in view.rows
    )
    return replace(view, rows=rows, asks_likelihood=True)


def scaled_only() -> TallyView:
    rows = tuple(
        replace(row, view=View(scale=row.view.scale, reason=row.view.reason) if row.view else None)
        for row in tally_rows(3)
    )
    return tally(3, rows=rows, scales_only=True)


# ------------------------------------------------------------------------------------------------------------------ decision

PROPOSALS = {
    Date.FIRST_CORE_GROUP: Proposal(
        which=Date.FIRST_CORE_GROUP, latest=day("Thu 17 Dec 2026"), proposed=day("Thu 17 Dec 2026"), source="S1"
    ),
    Date.REVIEW: Proposal(
        which=Date.REVIEW, latest=day("Wed 3 Mar 2027"), proposed=day("Wed 3 Mar 2027"), source="S4 1.20"
    ),
    Date.CHILD_IN_NEED_MEETING: Proposal(
        which=Date.CHILD_IN_NEED_MEETING, latest=day("Thu 31 Dec 2026"), proposed=day("Thu 31 Dec 2026"), source="S1"
    ),
}
REVIEW_PROPOSALS = {
    Date.NEXT_CORE_GROUP: Proposal(which=Date.NEXT_CORE_GROUP, latest=None, proposed=None, source="S0; S3"),
    Date.REVIEW: replace(PROPOSALS[Date.REVIEW], latest=day("Thu 3 Jun 2027"), proposed=day("Thu 3 Jun 2027")),
    Date.CHILD_IN_NEED_MEETING: Proposal(which=Date.CHILD_IN_NEED_MEETING, latest=None, proposed=None, source=""),
}
PROPOSED = DecisionForm(lead="lead", dates={which: str(one.proposed) for which, one in PROPOSALS.items()})
FILLED = replace(
    PROPOSED,
    status=Status.PLAN,
    category=Category.NEGLECT,
    reasons="Left alone for whole nights.\nThe plan of last year has not helped.",
    core_group=("lead", "school"),
    outline="Priya sees Robin alone each week until the core group.",
)


def decision(**change: Any) -> DecisionView:
    view = DecisionView(
        reference=REFERENCE,
        kind=Kind.INITIAL,
        child=ChildId("child-0"),
        called="Robin",
        quorum=MET,
        leads=((PersonId("lead"), "Priya Sample"), (PersonId("other"), "Jo Example")),
        seats=tuple((SeatId(who), f"{name}, {agency}") for who, name, agency, _ in TEAM),
        proposals=PROPOSALS,
        decided=False,
        form=PROPOSED,
    )
    return replace(view, **change)


def review_decision(**change: Any) -> DecisionView:
    form = DecisionForm(lead="lead", dates={Date.REVIEW: "2027-06-03"})
    return replace(decision(kind=Kind.REVIEW, proposals=REVIEW_PROPOSALS, form=form), **change)


# ------------------------------------------------------------------------------------------------------------------- summary

COMPLAINTS = (
    "You can complain about any part of the conference. Tell the chair, who passes it to their manager and to the council's "
    "complaints officer. The decision stands while your complaint is considered."
)
_WITH_OUTLINE = {
    "outline": "1. Priya sees Robin alone each week.\n2. The school rings Priya on the first day he is away."
}


def draft(**change: Any) -> SummaryView:
    view = SummaryView(
        reference=REFERENCE,
        kind=Kind.INITIAL,
        held=moment("Fri 4 Dec 2026 10:00"),
        chair="Ada Sample",
        children=(decided(0, **_WITH_OUTLINE), child_in_need(1)),
        undecided=(),
        note="",
        complaints=COMPLAINTS,
        approved_by="",
        approved_at=None,
        draft=True,
        in_meeting_chat=False,
        clocks=CLOCKS,
    )
    return replace(view, **change)


def summary(**change: Any) -> SummaryView:
    at = moment("Fri 4 Dec 2026 13:25")
    given = draft(draft=False, approved_by="Ada Sample", approved_at=at, note="Thank you all.", clocks=None)
    return replace(given, **change)


def long_summary(children: int = 6, text: str = LONGEST, **change: Any) -> SummaryView:
    """Every text as long as may be."""
    every = tuple(decided(number, reasons=text, outline=text, late_reason=text) for number in range(children))
    return summary(children=every, note=text, **change)


def copy(**change: Any) -> CopyView:
    view = CopyView(
        person=PersonId("mother"),
        name="Cora Sampleton",
        relation="Mother",
        lay=True,
        summary=summary(),
        given=False,
        how="",
    )
    return replace(view, **change)
