"""Consent to an observer, the chair's word on independence, whom the chair has met beforehand (B17, B19, B26)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.chairs_word import consent_card, consents_card, independence_card, meetings_card
from bot.cards.components import Card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.verbs.consent_to_observer import ConsentToObserver
from bot.domain.verbs.declare_independence import DeclareIndependence
from bot.domain.verbs.meet_beforehand import MeetBeforehand
from bot.domain.views.chairs_word import consent_view, consents_view, independence_view, meetings_view


def consent(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    look = pressed.look
    if not pressed.subject:
        view = consents_view(look.state, look.who)
        return view if isinstance(view, Refused) else consents_card(view, pressed.marks, notice=notice)
    one = consent_view(look.state, look.who, PersonId(pressed.subject))
    return one if isinstance(one, Refused) else consent_card(one, pressed.marks, faults=faults, notice=notice)


def independence(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = independence_view(pressed.look.state, pressed.look.who)
    if isinstance(view, Refused):
        return view
    return independence_card(view, pressed.marks, faults=faults, notice=notice)


def meetings(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = meetings_view(pressed.look.state, pressed.look.who)
    return view if isinstance(view, Refused) else meetings_card(view, pressed.marks, faults=faults, notice=notice)


def _consent(pressed: Pressed) -> object:
    return ConsentToObserver(
        observer=PersonId(pressed.subject), chair=pressed.chosen("chair"), family=pressed.chosen("family")
    )


def _declare(pressed: Pressed) -> object:
    return DeclareIndependence(
        independent=pressed.chosen("independent"), same=pressed.chosen("same"), reason=pressed.text("reason")
    )


def _met(pressed: Pressed) -> object:
    return MeetBeforehand(who=pressed.subject)


on_show("observer.form", consent)
on_show("independence.form", independence)
on_show("premeeting.show", meetings)
on_change("observer.consent", Change(scope="consent", command=_consent, form=consent, after=consent))
on_change(
    "independence.declare",
    Change(scope="independence", command=_declare, form=independence, after=independence),
)
on_change("premeeting.met", Change(scope="met", command=_met, form=meetings, after=meetings))
