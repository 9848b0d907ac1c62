"""The one button on the door in the meeting chat: whatever this person most needs next (J10)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.dialogs import checklist, console, decision, plain, post_it, summary
from bot.dialogs.flow import Draw, Pressed, on_show
from bot.domain.outcome import Refused
from bot.domain.views.plain import Next, next_for

_NEXT: Mapping[Next, Draw] = {
    Next.CONSOLE: console.console,
    Next.CHECKLIST: checklist.show,
    Next.POST_IT: post_it.own_post_it,
    Next.DECISIONS: decision.decisions,
    Next.SUMMARY: summary.summary,
    Next.STATUS: plain.status,
}


def next_card(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    look = pressed.look
    return _NEXT[next_for(look.state, look.who, look.now)](pressed, faults, notice)


on_show("next.show", next_card)
