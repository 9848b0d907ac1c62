"""The tally, the chair's decision for each child, and a professional's dissent."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.decision import decision_card
from bot.cards.decisions import decisions_card, dissent_card
from bot.cards.frame import asked
from bot.cards.tally import tally_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.decision import Date
from bot.domain.ids import ChildId
from bot.domain.outcome import Refused
from bot.domain.verbs.decide_child import DecideChild
from bot.domain.verbs.declare_dissent import DeclareDissent
from bot.domain.views.decision import decision_view, decisions_view
from bot.domain.views.tally import tally_view


def tally(pressed: Pressed, _faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    child, page = asked(pressed.subject)
    view = tally_view(pressed.look.state, pressed.look.who, ChildId(child))
    if isinstance(view, Refused):
        return view
    return tally_card(view, pressed.marks, notice=notice, page=page)


def decide(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    look = pressed.look
    view = decision_view(look.state, look.who, ChildId(pressed.subject), look.calendar)
    return view if isinstance(view, Refused) else decision_card(view, pressed.marks, faults=faults, notice=notice)


def decisions(pressed: Pressed, _faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = decisions_view(pressed.look.state, pressed.look.who)
    return view if isinstance(view, Refused) else decisions_card(view, pressed.marks, notice=notice)


def dissent(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = decisions_view(pressed.look.state, pressed.look.who)
    if isinstance(view, Refused):
        return view
    child = ChildId(pressed.subject.partition("/")[0])
    return dissent_card(view, child, pressed.marks, faults=faults, notice=notice)


def _decide(pressed: Pressed) -> object:
    return DecideChild(
        child=ChildId(pressed.subject),
        status=pressed.chosen("status"),
        category=pressed.chosen("category"),
        reasons=pressed.text("reasons"),
        lead=pressed.chosen("lead"),
        core_group=tuple(one for one in pressed.text("core_group").split(",") if one),
        dates={which: pressed.text(which) for which in Date if pressed.text(which)},
        late_reason=pressed.text("late_reason"),
        outline=pressed.text("outline"),
        inquorate_reason=pressed.text("inquorate_reason"),
    )


def _dissent(pressed: Pressed) -> object:
    return DeclareDissent(child=ChildId(pressed.subject.partition("/")[0]), reason=pressed.text("reason"))


on_show("tally.show", tally)
on_show("decision.show", decide)
on_show("decisions.show", decisions)
on_show("dissent.form", dissent)
on_change("child.decide", Change(scope="decision", command=_decide, form=decide, after=decide))
on_change("dissent.declare", Change(scope="dissent", command=_dissent, form=dissent, after=decisions))
