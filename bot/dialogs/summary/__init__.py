"""The summary: the chair's draft, everybody's copy, and the copies that a person carries."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.frame import asked
from bot.cards.summary import copy_card, draft_card, summary_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.verbs.approve_summary import ApproveSummary
from bot.domain.verbs.give_copy import GiveCopy
from bot.domain.verbs.open_summary import OpenSummary
from bot.domain.views.summary import copy_view, draft_view, summary_view


def draft(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    look = pressed.look
    view = draft_view(look.state, look.who, look.now, look.calendar)
    if isinstance(view, Refused):
        return view
    _, page = asked(pressed.subject)
    return draft_card(view, pressed.marks, faults=faults, notice=notice, page=page)


def summary(pressed: Pressed, _faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = summary_view(pressed.look.state, pressed.look.who)
    _, page = asked(pressed.subject)
    return view if isinstance(view, Refused) else summary_card(view, pressed.marks, notice=notice, page=page)


def copy(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    person, page = asked(pressed.subject)
    view = copy_view(pressed.look.state, pressed.look.who, PersonId(person))
    if isinstance(view, Refused):
        return view
    return copy_card(view, pressed.marks, faults=faults, notice=notice, page=page)


def _approve(pressed: Pressed) -> object:
    return ApproveSummary(note=pressed.text("note"), in_meeting_chat=pressed.ticked("in_meeting_chat"))


def _give(pressed: Pressed) -> object:
    return GiveCopy(person=PersonId(pressed.subject), how=pressed.text("how"))


on_show("summary.draft", draft)
on_show("copy.show", copy)
on_change("summary.show", Change(scope="", command=lambda _: OpenSummary(), form=summary, after=summary))
on_change("summary.approve", Change(scope="summary", command=_approve, form=draft, after=draft))
on_change("copy.give", Change(scope="copy", command=_give, form=copy, after=copy))
