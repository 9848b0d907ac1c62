"""Views to draw cards from. Nobody here exists: the family is made up, and so is the council."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.cards.components import Marks
from bot.domain.conference import Stage
from bot.domain.decision import Date, Status
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.particulars import Kind, Role
from bot.domain.post_it import Category, Draft, Likelihood, Recommendation
from bot.domain.powers import Power
from bot.domain.views.checklist import ChecklistView
from bot.domain.views.decision import DecidedChild, DecisionsView
from bot.domain.views.plain import StatusView, Who
from bot.domain.views.post_it import PostItChild, PostItView
from tests.dates import day, moment

REFERENCE = "CP-2026-0147"
CHILDREN = ("Robin", "Wren", "Jay", "Martin", "Linnet", "Finch")
FAMILY_NAME = "Sampleton"
NAMES = (*CHILDREN, FAMILY_NAME, "Ada", "Ben", "Cora")
"""Every name that stands in a sample: none of them may be in a notification."""


def _stamp(scope: str) -> Mapping[str, Any]:
    return {
        "v": 1,
        "c": "c0ffee",
        "s": scope,
        "r": 3,
        "x": 1796300000,
        "n": "nonce-of-43-characters-as-a-real-one-would-be",
    }


def _see(subject: str) -> Mapping[str, Any]:
    return {"v": 1, "c": "c0ffee", "of": subject}


MARKS = Marks(stamp=_stamp, see=_see)

CHECKLIST = {
    "secure_place": "I am in a secure and confidential place.",
    "headphones": "If others work near me, I am using headphones and a privacy screen.",
    "no_recording": "I am not recording, and nothing is recording or taking notes for me.",
}
FAMILY_CHECKLIST = {
    "secure_place": "I am somewhere private, where I feel safe to talk.",
    "headphones": "If other people are near, I am using headphones.",
    "no_recording": "I am not recording. If I would like a recording, I ask the chair first.",
}


def checklist(*, lay: bool = False, **change: Any) -> ChecklistView:
    view = ChecklistView(
        reference=REFERENCE,
        person=PersonId("gp"),
        items=FAMILY_CHECKLIST if lay else CHECKLIST,
        lay=lay,
        again=False,
        done=False,
        declined="",
    )
    return replace(view, **change)


def empty_child(number: int) -> PostItChild:
    return PostItChild(
        id=ChildId(f"child-{number}"),
        called=CHILDREN[number],
        born=None if number == 1 else day("Sun 3 Mar 2019"),
        expected=day("Mon 4 Jan 2027") if number == 1 else None,
        typed=Draft(),
    )


def post_it(children: int = 2, **change: Any) -> PostItView:
    view = PostItView(
        reference=REFERENCE,
        round=1,
        seat=SeatId("health"),
        question="How safe is this child, from 0 to 10?",
        zero="The children are alone with nobody they can turn to, and are hurt.",
        ten="The children are fed, warm, at school, and know who to ring.",
        ten_is_safe=True,
        scales_only=False,
        asks_likelihood=False,
        chair_sees_now=False,
        children=tuple(empty_child(number) for number in range(children)),
        handed_in=False,
        saved=False,
    )
    return replace(view, **change)


def answered(reason: str = "He came to the surgery three times with nobody.") -> Draft:
    return Draft(
        scale="3",
        recommendation=Recommendation.PLAN,
        category=Category.NEGLECT,
        likelihood=Likelihood.LIKELY,
        reason=reason,
    )


def filled(
    children: int = 2, reason: str = "He came to the surgery three times with nobody.", **change: Any
) -> PostItView:
    view = post_it(children, **change)
    return replace(view, children=tuple(replace(one, typed=answered(reason)) for one in view.children))


def cannot(view: PostItView, why: str = "I have met only Robin.") -> PostItView:
    """The second child is the one about whom no view can be given."""
    first, second, *rest = view.children
    return replace(view, children=(first, replace(second, typed=Draft(cannot="true", unable=why)), *rest))


def decided(number: int, **change: Any) -> DecidedChild:
    one = DecidedChild(
        child=ChildId(f"child-{number}"),
        called=CHILDREN[number],
        status=Status.PLAN,
        category=Category.NEGLECT,
        reasons="Left alone for whole nights.\nThe plan of last year has not helped.",
        lead="Ada Sampleton-Worker",
        core_group=("Ben Sample, Health visiting", "Cora Sample, School"),
        dates={Date.FIRST_CORE_GROUP: day("Thu 17 Dec 2026"), Date.REVIEW: day("Wed 3 Mar 2027")},
        late_reason="",
        outline="",
        inquorate=False,
        dissents=(),
    )
    return replace(one, **change)


def child_in_need(number: int) -> DecidedChild:
    return decided(
        number,
        status=Status.CHILD_IN_NEED,
        category=None,
        reasons="Lives with an aunt and is doing well.",
        core_group=(),
        dates={Date.CHILD_IN_NEED_MEETING: day("Wed 30 Dec 2026")},
        late_reason="Nobody is at work that week.",
        inquorate=True,
        dissents=("School",),
    )


def decisions(*children: DecidedChild, mine: Mapping[ChildId, str] | None = None) -> DecisionsView:
    return DecisionsView(
        reference=REFERENCE,
        kind=Kind.INITIAL,
        children=children or (decided(0), child_in_need(1)),
        mine=mine or {},
        seat=SeatId("health"),
    )


WHO = (
    Who(name="Ada Sample", role=Role.CHAIR, agency=""),
    Who(name="Ben Sample", role=Role.PROFESSIONAL, agency="Health visiting"),
    Who(name="Cora Sampleton", role=Role.FAMILY, agency="Mother of Robin and Wren"),
    Who(name="Dot Sample", role=Role.OBSERVER, agency=""),
)


def status(*powers: Power, lay: bool = False, **change: Any) -> StatusView:
    view = StatusView(
        reference=REFERENCE,
        kind=Kind.INITIAL,
        start=moment("Thu 3 Dec 2026 10:00"),
        stage=Stage.ROUND_OPEN,
        cancelled=False,
        chair="Ada Sample",
        powers=frozenset(powers),
        lay=lay,
        who=WHO,
        complaints="You can complain about any part of the conference. Tell the chair. The decision stands meanwhile.",
    )
    return replace(view, **change)
