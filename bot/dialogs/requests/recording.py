"""Asking to record the meeting, and the chair's answer (S4 3.8, 3.9; B25)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.recording import recording_card, recordings_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.requests import is_lay
from bot.domain.verbs.ask_recording import AskRecording
from bot.domain.verbs.decide_recording import DecideRecording
from bot.domain.views.recording import recording_view, recordings_view


def form(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """Family see their own at once; others say first for whom."""
    look = pressed.look
    person = pressed.subject or (look.who if is_lay(look.state, look.who) else "")
    if not person:
        view = recordings_view(look.state, look.who)
        return view if isinstance(view, Refused) else recordings_card(view, pressed.marks, notice=notice)
    one = recording_view(look.state, look.who, PersonId(person))
    return one if isinstance(one, Refused) else recording_card(one, pressed.marks, faults=faults, notice=notice)


def _ask(pressed: Pressed) -> object:
    return AskRecording(person=PersonId(pressed.subject), purpose=pressed.text("purpose"))


def _decide(pressed: Pressed) -> object:
    return DecideRecording(
        person=PersonId(pressed.subject), granted=pressed.chosen("granted"), reasons=pressed.text("reasons")
    )


on_show("recording.form", form)
on_change("recording.ask", Change(scope="recording", command=_ask, form=form, after=form))
on_change("recording.decide", Change(scope="recording", command=_decide, form=form, after=form))
