"""Whom no message reaches: who they are, and that they have been told (B6)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.by_hand import by_hand_card
from bot.cards.components import Card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.verbs.tell_by_hand import TellByHand
from bot.domain.views.by_hand import by_hand_view


def by_hand(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = by_hand_view(pressed.look.state, pressed.look.who, PersonId(pressed.subject))
    return view if isinstance(view, Refused) else by_hand_card(view, pressed.marks, faults=faults, notice=notice)


def _told(pressed: Pressed) -> object:
    return TellByHand(person=PersonId(pressed.subject), how=pressed.text("how"), on=pressed.text("on"))


on_show("by_hand.show", by_hand)
on_change("by_hand.told", Change(scope="told", command=_told, form=by_hand, after=by_hand))
