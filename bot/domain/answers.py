"""From what was typed to a view: every fault at once, each beside its field (V2, V3, V10)."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

from bot.domain.conference import Conference
from bot.domain.ids import ChildId
from bot.domain.outcome import Refused
from bot.domain.post_it import LONGEST_TEXT, SCALE, Category, Draft, Likelihood, Recommendation, View
from bot.domain.refusals import Fault, Faults, Why

_SCALE = {str(number) for number in SCALE}

Choice = TypeVar("Choice", bound=StrEnum)


def choice(kind: type[Choice], typed: str) -> Choice | None:
    return _named(kind).get(typed)


@cache
def _named(kind: type[Choice]) -> Mapping[str, Choice]:
    return {one.value: one for one in kind}


def _scale(typed: str, faults: Faults) -> int | None:
    """S0: a whole number from 0 to 10. Half points are stated nowhere, so they are not taken (rules c4)."""
    text = typed.strip()
    if not text:
        faults["scale"] = Fault.SCALE_MISSING
    elif text not in _SCALE:
        faults["scale"] = Fault.SCALE_RANGE
    else:
        return int(text)
    return None


def _recommendation(draft: Draft, faults: Faults) -> tuple[Recommendation | None, Category | None]:
    """S3, S4 9.5: a category goes with a Child Protection Plan and with nothing else (trap 20)."""
    recommendation = choice(Recommendation, draft.recommendation)
    if recommendation is None:
        faults["recommendation"] = Fault.UNKNOWN_CHOICE if draft.recommendation else Fault.RECOMMENDATION_MISSING
    category = choice(Category, draft.category)
    if draft.category and category is None:
        faults["category"] = Fault.UNKNOWN_CHOICE
    elif recommendation is Recommendation.PLAN and category is None:
        faults["category"] = Fault.CATEGORY_MISSING
    elif recommendation not in (Recommendation.PLAN, None) and category is not None:
        faults["category"] = Fault.CATEGORY_NOT_ASKED
    return recommendation, category


def _unable(draft: Draft, faults: Faults) -> View:
    """V10: giving no view is a reply too, but it says why."""
    if not draft.unable.strip():
        faults["unable"] = Fault.UNABLE_REASON_MISSING
    if draft.scale or draft.recommendation or draft.category or draft.likelihood:
        faults["cannot"] = Fault.UNABLE_AND_ANSWERED
    return View(unable=draft.unable.strip())


def _one(draft: Draft, state: Conference, faults: Faults) -> View:
    if len(draft.reason) > LONGEST_TEXT or len(draft.unable) > LONGEST_TEXT:
        faults |= {name: Fault.TOO_LONG for name in ("reason", "unable") if len(getattr(draft, name)) > LONGEST_TEXT}
    if draft.cannot == "true":
        return _unable(draft, faults)
    scale = _scale(draft.scale, faults)
    if state.particulars.scales_only:
        return View(scale=scale, reason=draft.reason.strip())
    recommendation, category = _recommendation(draft, faults)
    likelihood = choice(Likelihood, draft.likelihood) if state.profile.asks_likelihood else None
    if likelihood is None and state.profile.asks_likelihood:
        faults["likelihood"] = Fault.LIKELIHOOD_MISSING
    reason = draft.reason.strip()
    if not reason:
        faults.setdefault("reason", Fault.REASON_MISSING)
    return View(
        scale=scale,
        recommendation=recommendation,
        category=category,
        likelihood=likelihood,
        reason=reason,
    )


def read_views(drafts: Mapping[ChildId, Draft], state: Conference) -> Mapping[ChildId, View] | Refused:
    """S4 9.6: each child is answered for separately. Field names in the refusal are `child.field`."""
    views: dict[ChildId, View] = {}
    found: Faults = {}
    for child, draft in drafts.items():
        faults: Faults = {}
        views[child] = _one(draft, state, faults)
        if faults:
            found |= {f"{child}.{name}": fault for name, fault in faults.items()}
    return Refused(Why.POST_IT_INCOMPLETE, found) if found else views


def as_typed(view: View) -> Draft:
    """A view put back into the boxes it was typed in, so that changing an answer starts from it."""
    return Draft(
        scale="" if view.scale is None else str(view.scale),
        recommendation=view.recommendation or "",
        category=view.category or "",
        likelihood=view.likelihood or "",
        reason=view.reason,
        cannot="true" if view.unable else "",
        unable=view.unable,
    )
