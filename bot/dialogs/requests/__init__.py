"""What is asked of the chair before a conference, and the chair's answers. Importing this imports each of its flows."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.requests import requests_card
from bot.dialogs.flow import Draw, Pressed, on_show
from bot.dialogs.requests import chairs_word, exclusion, flags, participation, recording
from bot.domain.outcome import Refused
from bot.domain.views.requests import Request, requests_view

__all__ = ["chairs_word", "exclusion", "flags", "participation", "recording"]

_FORMS: Mapping[str, Draw] = {
    Request.EXCLUSION: exclusion.form,
    Request.RECORDING: recording.form,
    Request.CONSENT: chairs_word.consent,
}


def requests(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """A duty's message names one, as `what:whom`, to the chair and to whoever asked; without either the chair sees all."""
    what, _, whom = pressed.subject.partition(":")
    if what == Request.INDEPENDENCE:
        return chairs_word.independence(pressed, faults, notice)
    if whom and what in _FORMS:
        return _FORMS[what](pressed.about(whom), faults, notice)
    view = requests_view(pressed.look.state, pressed.look.who)
    return view if isinstance(view, Refused) else requests_card(view, pressed.marks, notice=notice)


on_show("ask.show", requests)
