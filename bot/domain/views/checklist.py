"""The confidentiality checklist as one person sees it (J2, J12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.particulars import LAY


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistView:
    """`items`: code -> text, in order. `lay`: in family words. `again`: asked once more after an absence."""

    reference: str
    person: PersonId
    items: Mapping[str, str]
    lay: bool
    again: bool
    done: bool
    declined: str


def checklist_view(state: Conference, who: PersonId, now: datetime) -> ChecklistView:
    one = state.attendance_of(who)
    lay = state.person(who).role in LAY
    return ChecklistView(
        reference=state.particulars.reference,
        person=who,
        items=state.profile.family_checklist if lay else state.profile.checklist,
        lay=lay,
        again=state.session(who, now) > 1,
        done=state.cleared(who, now),
        declined=one.declined,
    )
