"""Leaving a family member out: asking, deciding, and the letter (S4 5; B14)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.exclusion import exclusion_card, exclusion_letter_card, exclusions_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.verbs.ask_exclusion import AskExclusion
from bot.domain.verbs.decide_exclusion import DecideExclusion
from bot.domain.verbs.give_exclusion_letter import GiveExclusionLetter
from bot.domain.views.exclusion import exclusion_letter_view, exclusion_view, exclusions_view


def form(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    look = pressed.look
    if not pressed.subject:
        view = exclusions_view(look.state, look.who)
        return view if isinstance(view, Refused) else exclusions_card(view, pressed.marks, notice=notice)
    one = exclusion_view(look.state, look.who, PersonId(pressed.subject), look.calendar)
    return one if isinstance(one, Refused) else exclusion_card(one, pressed.marks, faults=faults, notice=notice)


def letter(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = exclusion_letter_view(pressed.look.state, pressed.look.who, PersonId(pressed.subject))
    if isinstance(view, Refused):
        return view
    return exclusion_letter_card(view, pressed.marks, faults=faults, notice=notice)


def _ask(pressed: Pressed) -> object:
    return AskExclusion(
        person=PersonId(pressed.subject),
        ground=pressed.chosen("ground"),
        evidence=pressed.text("evidence"),
        extent=pressed.chosen("extent"),
    )


def _decide(pressed: Pressed) -> object:
    return DecideExclusion(
        person=PersonId(pressed.subject),
        extent=pressed.chosen("extent"),
        reasons=pressed.text("reasons"),
        how_long=pressed.text("how_long"),
    )


def _give(pressed: Pressed) -> object:
    return GiveExclusionLetter(person=PersonId(pressed.subject), how=pressed.text("how"))


on_show("exclusion.form", form)
on_show("letter.show", letter)
on_change("exclusion.ask", Change(scope="exclusion", command=_ask, form=form, after=form))
on_change("exclusion.decide", Change(scope="exclusion", command=_decide, form=form, after=form))
on_change("exclusion.letter", Change(scope="exclusion", command=_give, form=letter, after=letter))
