"""Practising the post-it on a family that is made up. Both verbs only show: nothing is recorded (B22)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.practice import practice_card, practised_card
from bot.dialogs.flow import Pressed, on_show, with_typed
from bot.dialogs.post_it import draft_of
from bot.domain.answers import read_views
from bot.domain.outcome import Refused
from bot.domain.views.practice import CHILDREN, practice_view
from bot.words.practice import INCOMPLETE


def practice(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = practice_view(pressed.look.state, pressed.look.who)
    return view if isinstance(view, Refused) else practice_card(view, pressed.marks, faults=faults, notice=notice)


def hand_in(pressed: Pressed, _faults: Mapping[str, StrEnum], _notice: str) -> Card | Refused:
    """By the rules of a real post-it, which find the same faults."""
    state = pressed.look.state
    view = practice_view(state, pressed.look.who)
    if isinstance(view, Refused):
        return view
    typed = {name: one for name, one in pressed.press.data.items() if type(one) is str}
    read = read_views({child: draft_of(typed, child) for child in CHILDREN}, state)
    if not isinstance(read, Refused):
        return practised_card(pressed.marks)
    return with_typed(practice_card(view, pressed.marks, faults=read.fields, notice=INCOMPLETE), typed)


on_show("practice.show", practice)
on_show("practice.hand_in", hand_in)
