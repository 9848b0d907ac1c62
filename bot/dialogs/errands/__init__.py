"""Microsoft 365: what does not work there, trying it again, and what people have done by hand."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.errands import errands_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.outcome import Refused
from bot.domain.verbs.check_options import CheckOptions
from bot.domain.verbs.do_errand import DoErrand
from bot.domain.verbs.try_again import TryAgain
from bot.domain.views.microsoft import errands_view


def errands(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    look = pressed.look
    view = errands_view(look.state, look.who, look.now)
    return view if isinstance(view, Refused) else errands_card(view, pressed.marks, faults=faults, notice=notice)


def _done(pressed: Pressed) -> object:
    return DoErrand(kind=pressed.subject, join_link=pressed.text("join_link"))


def _looked(pressed: Pressed) -> object:
    return CheckOptions(options=pressed.subject.split(","))


on_show("errand.show", errands)
on_change("errand.again", Change(scope="errand", command=lambda _: TryAgain(), form=errands, after=errands))
on_change("errand.done", Change(scope="errand", command=_done, form=errands, after=errands))
on_change("errand.checked", Change(scope="errand", command=_looked, form=errands, after=errands))
