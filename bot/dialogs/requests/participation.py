"""How each child takes part (S3, S4 4.3-4.18; B18)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.participation import participation_card, participations_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.ids import ChildId
from bot.domain.outcome import Refused
from bot.domain.verbs.plan_participation import PlanParticipation
from bot.domain.views.participation import participation_view


def participations(pressed: Pressed, _faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = participation_view(pressed.look.state, pressed.look.who)
    return view if isinstance(view, Refused) else participations_card(view, pressed.marks, notice=notice)


def form(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = participation_view(pressed.look.state, pressed.look.who)
    if isinstance(view, Refused):
        return view
    return participation_card(view, ChildId(pressed.subject), pressed.marks, faults=faults, notice=notice)


def _plan(pressed: Pressed) -> object:
    return PlanParticipation(child=ChildId(pressed.subject), how=pressed.chosen("how"), note=pressed.text("note"))


on_show("participation.show", participations)
on_show("participation.form", form)
on_change("participation.plan", Change(scope="participation", command=_plan, form=form, after=participations))
