"""The chair's form for one child, in words. A review goes on, steps down or ends (S4 10.3, 10.10)."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.decision import Date, Status
from bot.domain.next_dates import Proposal
from bot.domain.particulars import Kind
from bot.domain.views.decision import DecisionView
from bot.words.chair import decided, source
from bot.words.labels import label
from bot.words.times import on_day

FALLBACK = "A form for the chair. Please open it in a newer version of Teams."
YOURS = "The decision is yours, and about this child alone. Nothing here is taken from the tally."
IF_PLAN = "If a Child Protection Plan"
IF_CHILD_IN_NEED = "If a Child in Need plan"
ALWAYS = "Whatever you decide"
CHOOSE = "Choose one"
REASONS = "Your reasons"
CATEGORY = "Category: the main concern"
CORE_GROUP = "Core group: everybody who belongs to it"
LEAD = "Lead social worker"
LATE_REASON = "If a date is later than its limit: why"
INQUORATE = (
    "Quorum is not met now. Exceptionally you may decide all the same (London procedures, paragraphs 3.10 to 3.12)."
)
INQUORATE_REASON = "Why you decide although quorum is not met"
RECORD = "Record the decision"
SEE_TALLY = "Tally"
NO_LIMIT = "Your borough gives no limit."
NO_TRIGGER = "No day can be proposed: the date that the limit runs from is not in the conference file."

_REVIEW: Mapping[Status, str] = MappingProxyType(
    {
        Status.PLAN: "Continue the Child Protection Plan",
        Status.CHILD_IN_NEED: "Step down: end it, with a Child in Need plan instead",
        Status.NO_PLAN: "End it, with no plan after it",
    }
)
_OUTLINE: Mapping[Kind, str] = MappingProxyType(
    {Kind.REVIEW: "Changes to the plan, or the help recommended if it ends"}
)
_DATES: Mapping[Date, str] = MappingProxyType(
    {
        Date.FIRST_CORE_GROUP: "Date of the first core group",
        Date.NEXT_CORE_GROUP: "Date of the next core group",
        Date.CHILD_IN_NEED_MEETING: "Date of the Child in Need meeting",
        Date.REVIEW: "Date of the review conference",
    }
)


def title(called: str, *, decided: bool) -> str:
    return f"Change the decision: {called}" if decided else f"Decide: {called}"


def status_label(called: str) -> str:
    return f"What you decide for {called}"


def status_choices(kind: Kind) -> tuple[tuple[str, str], ...]:
    """In the same order as on the post-it, so that none is put forward."""
    return tuple((one.value, _REVIEW[one] if kind is Kind.REVIEW else label(one)) for one in Status)


def outline_label(kind: Kind) -> str:
    """S4 14.13: it goes out with the letter; where there is no plan, S4 10.1 asks for recommendations of help."""
    return _OUTLINE.get(kind, "Outline plan: who does what, by when. With no plan: the help you recommend")


def date_label(which: Date) -> str:
    return _DATES[which]


def limit(one: Proposal) -> str:
    """As "At the latest Thu 17 Dec 2026 (LBH's guide)"."""
    if one.latest is None:
        return NO_TRIGGER if one.source else NO_LIMIT
    return f"At the latest {on_day(one.latest)} ({source(one.source)})."


def recorded(view: DecisionView) -> str:
    """What stands, and until when it can be changed."""
    what = {status.value: decided(status, view.kind) for status in Status}[view.form.status]
    return f"Recorded: {what}. You can change it until you approve the summary."
