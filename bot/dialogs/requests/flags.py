"""Asking to speak to the chair in private, and the chair having done so (B12, B29)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.flags import flag_card, my_flags_card
from bot.cards.requests import requests_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.outcome import Refused
from bot.domain.verbs.hear_flag import HearFlag
from bot.domain.verbs.raise_flag import RaiseFlag
from bot.domain.views.flags import flag_view, my_flags_view
from bot.domain.views.requests import requests_view


def flag(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """The chair opens somebody's by its number; without one, all that they are asked."""
    look = pressed.look
    if look.who != look.state.chair:
        return mine(pressed, faults, notice)
    if not pressed.subject:
        view = requests_view(look.state, look.who)
        return view if isinstance(view, Refused) else requests_card(view, pressed.marks, notice=notice)
    found = flag_view(look.state, look.who, pressed.subject)
    return found if isinstance(found, Refused) else flag_card(found, pressed.marks, faults=faults, notice=notice)


def mine(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = my_flags_view(pressed.look.state, pressed.look.who)
    return view if isinstance(view, Refused) else my_flags_card(view, pressed.marks, faults=faults, notice=notice)


def _heard(pressed: Pressed) -> object:
    """A scope of ours holds a number; nothing else was ever signed."""
    return HearFlag(number=int(pressed.subject) if pressed.subject.isdecimal() else 0)


on_show("flag.show", flag)
on_change("flag.heard", Change(scope="flag", command=_heard, form=flag, after=flag))
on_change(
    "flag.raise",
    Change(scope="flags", command=lambda pressed: RaiseFlag(kind=pressed.chosen("kind")), form=mine, after=mine),
)
