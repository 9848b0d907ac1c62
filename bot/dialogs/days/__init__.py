"""Days for the next meeting: put on offer, and chosen among (S1; B23)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.days import days_card, offer_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.outcome import Refused
from bot.domain.refusals import Why
from bot.domain.verbs.choose_days import ChooseDays
from bot.domain.verbs.offer_days import MOST, OfferDays
from bot.domain.views.days import DaysView, days_view


def _view(pressed: Pressed) -> DaysView | Refused:
    return days_view(pressed.look.state, pressed.look.who, pressed.look.calendar)


def days(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = _view(pressed)
    return view if isinstance(view, Refused) else days_card(view, pressed.marks, faults=faults, notice=notice)


def form(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = _view(pressed)
    if isinstance(view, Refused):
        return view
    return (
        offer_card(view, pressed.marks, faults=faults, notice=notice) if view.offers else Refused(Why.NOT_YOURS_TO_DO)
    )


def _choose(pressed: Pressed) -> object:
    return ChooseDays(days=tuple(one for one in pressed.text("days").split(",") if one))


def _offer(pressed: Pressed) -> object:
    return OfferDays(days=tuple(pressed.text(f"day.{number}") for number in range(1, MOST + 1)))


on_show("days.show", days)
on_show("days.form", form)
on_change("days.choose", Change(scope="free", command=_choose, form=days, after=days))
on_change("days.offer", Change(scope="days", command=_offer, form=form, after=days))
