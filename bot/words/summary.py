"""The decision summary in words: the same for the card that delivers it, the chair's draft and the letter carried by hand.

Drawn from decisions alone (A1, trap 24). Content as S4 14.13 asks: decisions and recommendations, the outline plan, the
social worker's name, the right to complain; and the core group and the next dates. `lay` speaks to family (S3, J12).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from bot.domain.calendar import LONDON
from bot.domain.decision import Date, Status
from bot.domain.particulars import Kind
from bot.domain.views.decision import DecidedChild
from bot.domain.views.summary import SummaryView
from bot.words.labels import label

REHEARSAL = "A rehearsal. Everybody in it and everything said is made up."
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One titled part. `said` are our sentences, `typed` the chair's own words with their line breaks, `items` a list."""

    title: str
    said: tuple[str, ...] = ()
    typed: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Everything about one child."""

    title: str
    parts: tuple[Part, ...]


_TITLE = "Decision summary"
_LAY_TITLE = "What was decided about {children}"
_CONFIDENTIAL = (
    "Confidential. Only for the person it is sent to: please pass it on to nobody without the chair's consent."
)
_LAY_CONFIDENTIAL = "This letter is private. Please keep it somewhere safe."

_STATUS: Mapping[Status, str] = MappingProxyType(
    {
        Status.PLAN: "{called} has a Child Protection Plan.",
        Status.CHILD_IN_NEED: "{called} has a Child in Need plan, and no Child Protection Plan.",
        Status.NO_PLAN: "{called} has no plan: neither a Child Protection Plan nor a Child in Need plan.",
    }
)
_STATUS_AT_REVIEW: Mapping[Status, str] = MappingProxyType(
    {
        Status.PLAN: "{called}'s Child Protection Plan continues.",
        Status.CHILD_IN_NEED: "{called}'s Child Protection Plan ends. A Child in Need plan takes its place.",
        Status.NO_PLAN: "{called}'s Child Protection Plan ends. No plan follows it.",
    }
)
_LAY_STATUS: Mapping[Status, str] = MappingProxyType(
    {
        Status.PLAN: "{called} will have a child protection plan. The plan says what everybody will do to keep {called} safe.",
        Status.CHILD_IN_NEED: "{called} will have a Child in Need plan. The plan says what help {called} and the family will "
        "be offered. It is not a child protection plan.",
        Status.NO_PLAN: "{called} will not have a plan. The family can still ask for help at any time.",
    }
)
_LAY_STATUS_AT_REVIEW: Mapping[Status, str] = MappingProxyType(
    {
        Status.PLAN: "{called}'s child protection plan goes on. The plan says what everybody will do to keep {called} safe.",
        Status.CHILD_IN_NEED: "{called}'s child protection plan ends. A Child in Need plan takes its place: it says what help "
        "{called} and the family will be offered.",
        Status.NO_PLAN: "{called}'s child protection plan ends. The family can still ask for help at any time.",
    }
)

_LAY_DATES: Mapping[Date, str] = MappingProxyType(
    {
        Date.FIRST_CORE_GROUP: "First meeting of the core group",
        Date.NEXT_CORE_GROUP: "Next meeting of the core group",
        Date.CHILD_IN_NEED_MEETING: "Child in Need meeting",
        Date.REVIEW: "Next conference, to look at the plan again",
    }
)

_OUTLINE: Mapping[Status, str] = MappingProxyType(
    {
        Status.PLAN: "Outline plan",
        Status.CHILD_IN_NEED: "Outline of the Child in Need plan",
        Status.NO_PLAN: "Help recommended",
    }
)
_INQUORATE = "Quorum was not met for {called}. An early review should be arranged (London procedures, paragraph 3.12)."
_LAY_INQUORATE = (
    "Not all the services that should be at a conference were there for {called}. There should be an early meeting to look "
    "at this decision again."
)


def in_full(day: date) -> str:
    """As "Thursday 3 December 2026", as a letter says it. A moment is given the day that London has then."""
    local = day.astimezone(LONDON) if isinstance(day, datetime) else day
    return f"{_WEEKDAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"


def together(names: Sequence[str]) -> str:
    """As "Maya", "Maya and Leo", "Maya, Leo and Sam"."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def status(called: str, what: Status, kind: Kind, *, lay: bool = False) -> str:
    """The decision as a sentence. A review continues a plan, replaces it or ends it (S4 10.3, 10.10)."""
    words = (
        (_LAY_STATUS_AT_REVIEW if lay else _STATUS_AT_REVIEW)
        if kind is Kind.REVIEW
        else (_LAY_STATUS if lay else _STATUS)
    )
    return words[what].format(called=called)


def title(view: SummaryView, *, lay: bool) -> str:
    return _LAY_TITLE.format(children=together([one.called for one in view.children])) if lay else _TITLE


def confidential(*, lay: bool) -> str:
    return _LAY_CONFIDENTIAL if lay else _CONFIDENTIAL


def addressed(name: str, *, lay: bool) -> str:
    return f"Dear {name}," if lay else f"To: {name}"


def opening(view: SummaryView, *, lay: bool) -> tuple[str, ...]:
    children, held, kind = together([one.called for one in view.children]), in_full(view.held), label(view.kind)
    if lay:
        return (
            f"A child protection conference about {children} was held on {held}.",
            f"The chair was {view.chair}. The chair listens to everybody and makes the final decision.",
            "This letter tells you what was decided, and why.",
        )
    return (f"{kind} {view.reference}, held on {held}.", f"The chair was {view.chair}.")


def sections(view: SummaryView, *, lay: bool) -> tuple[Section, ...]:
    """One a child, in the order of the conference file."""
    return tuple(
        Section(title=one.called, parts=tuple((_lay if lay else _professional)(one, view.kind)))
        for one in view.children
    )


def closing(view: SummaryView, *, lay: bool) -> tuple[Part, ...]:
    """What is said once, after the children."""
    note = (Part(title="From the chair", typed=view.note),) if view.note else ()
    complain = Part(title="If you are unhappy with this" if lay else "The right to complain", typed=view.complaints)
    return (*note, complain)


def signature(view: SummaryView) -> str:
    """S4 14.13: signed by the chair. Nothing before that."""
    if view.approved_at is None:
        return ""
    return f"{view.approved_by}, chair of the conference, {in_full(view.approved_at)}"


def _professional(one: DecidedChild, kind: Kind) -> Iterator[Part]:
    category = (f"Category: {label(one.category).lower()}.",) if one.category else ()
    yield Part(title="Decision", said=(status(one.called, one.status, kind), *category))
    yield Part(title="Reasons", typed=one.reasons)
    if one.outline:
        yield Part(title=_OUTLINE[one.status], typed=one.outline)
    yield Part(title="Lead social worker", said=(one.lead,))
    if one.core_group:
        yield Part(title="Core group", items=one.core_group)
    yield from _dates(one, {which: label(which) for which in Date}, "Why a date is later than its limit")
    if one.inquorate:
        yield Part(title="Quorum", said=(_INQUORATE.format(called=one.called),))
    if one.dissents:
        yield Part(title="Dissent from this decision", items=_once(one.dissents))


def _lay(one: DecidedChild, kind: Kind) -> Iterator[Part]:
    category = (f"The main worry is recorded as: {label(one.category).lower()}.",) if one.category else ()
    yield Part(title="What was decided", said=(status(one.called, one.status, kind, lay=True), *category))
    yield Part(title="Why", typed=one.reasons)
    if one.outline:
        yield Part(title="What happens next", typed=one.outline)
    yield Part(title=f"{one.called}'s social worker", said=(one.lead,))
    if one.core_group:
        work = "The core group works on the plan with the family. These people are in it:"
        yield Part(title="Who will work on the plan", said=(work,), items=one.core_group)
    yield from _dates(one, _LAY_DATES, "Why a date is later than it should be")
    if one.inquorate:
        yield Part(title="Who was missing", said=(_LAY_INQUORATE.format(called=one.called),))
    if one.dissents:
        yield Part(title="Who did not agree", items=_once(one.dissents))


def _dates(one: DecidedChild, names: Mapping[Date, str], late: str) -> Iterator[Part]:
    if not one.dates:
        return
    yield Part(
        title="Dates",
        items=tuple(f"{names[which]}: {in_full(one.dates[which])}" for which in Date if which in one.dates),
    )
    if one.late_reason:
        yield Part(title=late, typed=one.late_reason)


def _once(agencies: Sequence[str]) -> tuple[str, ...]:
    """By agency, however often it said so (S4 11.1)."""
    return tuple(dict.fromkeys(agencies))
