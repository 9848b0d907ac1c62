"""Cards about what is asked of the chair: what each person sees of it, and that none says more than it must."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.chairs_word import consent_card, consents_card, independence_card, meetings_card
from bot.cards.components import Card
from bot.cards.exclusion import exclusion_card, exclusion_letter_card, exclusions_card
from bot.cards.flags import flag_card, my_flags_card
from bot.cards.participation import participation_card, participations_card
from bot.cards.recording import recording_card, recordings_card
from bot.cards.requests import requests_card
from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Refused
from bot.domain.refusals import Fault
from bot.domain.verbs.ask_exclusion import AskExclusion
from bot.domain.verbs.ask_recording import AskRecording
from bot.domain.verbs.consent_to_observer import ConsentToObserver
from bot.domain.verbs.decide_exclusion import DecideExclusion
from bot.domain.verbs.decide_recording import DecideRecording
from bot.domain.verbs.declare_independence import DeclareIndependence
from bot.domain.verbs.give_exclusion_letter import GiveExclusionLetter
from bot.domain.verbs.hear_flag import HearFlag
from bot.domain.verbs.meet_beforehand import MeetBeforehand
from bot.domain.verbs.plan_participation import PlanParticipation
from bot.domain.verbs.raise_flag import RaiseFlag
from bot.domain.views.chairs_word import consent_view, consents_view, independence_view, meetings_view
from bot.domain.views.exclusion import exclusion_letter_view, exclusion_view, exclusions_view
from bot.domain.views.flags import flag_view, my_flags_view
from bot.domain.views.participation import participation_view
from bot.domain.views.recording import recording_view, recordings_view
from bot.domain.views.requests import requests_view
from tests.fakes.before import before
from tests.fakes.builders import ENGLAND, WREN, Play
from tests.unit.cards import samples
from tests.unit.cards.checks import buttons, check, inputs, shown, verbs
from tests.unit.cards.nasty import NASTY

T = TypeVar("T")
CHAIR, INES, HARRIET, ADMIN = (PersonId(one) for one in ("chair", "ines", "harriet", "administrator"))
KATYA, DESMOND, SOLOMON, ORLA = (PersonId(one) for one in ("katya", "desmond", "solomon", "orla"))
M = samples.MARKS
_NAMES = ("Wren", "Robin", "Redstart", "Fieldfare", "Osprey", "Ravenscroft", "Lapwing")


def seen(view: T | Refused) -> T:
    assert not isinstance(view, Refused)
    return view


def asked() -> Play:
    play = before()
    play.does("harriet", RaiseFlag(kind="danger"))
    play.does(
        "ines", AskExclusion(person=KATYA, ground="confidential", evidence="Police record, 3 May", extent="whole")
    )
    play.does("katya", AskRecording(person=KATYA, purpose="I forget what was said."))
    return play


def answered(extent: str = "whole") -> Play:
    play = asked()
    reasons = "The police have asked for it."
    play.does("chair", HearFlag(number=1))
    play.does(
        "chair", DecideExclusion(person=KATYA, extent=extent, reasons=reasons, how_long="While the police speak.")
    )
    play.does("chair", DecideRecording(person=KATYA, granted="yes", reasons="It helps you to follow."))
    play.does("chair", ConsentToObserver(observer=ORLA, chair="yes", family="no"))
    play.does("chair", DeclareIndependence(independent="yes", same="no", reason="The last chair has retired."))
    play.does("chair", MeetBeforehand(who="katya"))
    play.does("ines", PlanParticipation(child=WREN, how="PN5", note="Wants her advocate to speak first."))
    return play


def _exclusion(play: Play, who: PersonId, person: PersonId = KATYA, **faults: Fault) -> Card:
    return exclusion_card(seen(exclusion_view(play.state, who, person, ENGLAND)), M, faults=faults)


def _letter(play: Play, who: PersonId = INES) -> Card:
    return exclusion_letter_card(seen(exclusion_letter_view(play.state, who, KATYA)), M)


def _recording(play: Play, who: PersonId, person: PersonId = KATYA, **faults: Fault) -> Card:
    return recording_card(seen(recording_view(play.state, who, person)), M, faults=faults)


def _given() -> Play:
    play = answered()
    play.does("ines", GiveExclusionLetter(person=KATYA, how="in person"))
    return play


CARDS: dict[str, Callable[[], Card]] = {
    "requests": lambda: requests_card(seen(requests_view(asked().state, CHAIR)), M),
    "requests answered": lambda: requests_card(seen(requests_view(answered().state, CHAIR)), M),
    "flag": lambda: flag_card(seen(flag_view(asked().state, CHAIR, "1")), M),
    "flag heard": lambda: flag_card(seen(flag_view(answered().state, CHAIR, "1")), M),
    "my flags": lambda: my_flags_card(seen(my_flags_view(asked().state, HARRIET)), M),
    "my flags heard": lambda: my_flags_card(
        seen(my_flags_view(answered().state, HARRIET)), M, faults={"kind": Fault.MISSING}
    ),
    "whom to leave out": lambda: exclusions_card(seen(exclusions_view(asked().state, INES)), M),
    "exclusion, form": lambda: _exclusion(asked(), HARRIET, DESMOND, evidence=Fault.MISSING),
    "exclusion, asked by oneself": lambda: _exclusion(asked(), INES),
    "exclusion, asked by another": lambda: _exclusion(asked(), HARRIET),
    "exclusion, for the chair": lambda: _exclusion(asked(), CHAIR),
    "exclusion, incomplete": lambda: _exclusion(asked(), CHAIR, how_long=Fault.MISSING),
    "exclusion, decided": lambda: _exclusion(answered("part"), CHAIR),
    "exclusion, decided, for the asker": lambda: _exclusion(answered(), INES),
    "exclusion, refused": lambda: _exclusion(answered("no"), INES),
    "letter": lambda: _letter(answered()),
    "letter, part": lambda: _letter(answered("part")),
    "letter given": lambda: _letter(_given()),
    "recording, family": lambda: _recording(asked(), SOLOMON, SOLOMON),
    "recording, family waits": lambda: _recording(asked(), KATYA),
    "recording, family answered": lambda: _recording(answered(), KATYA),
    "recording, for somebody": lambda: _recording(asked(), ADMIN, DESMOND, purpose=Fault.MISSING),
    "recording, for the chair": lambda: _recording(asked(), CHAIR),
    "recording, answered": lambda: _recording(answered(), INES),
    "for whom to record": lambda: recordings_card(seen(recordings_view(asked().state, INES)), M),
    "consent": lambda: consent_card(seen(consent_view(asked().state, CHAIR, ORLA)), M),
    "consent, the family's": lambda: consent_card(seen(consent_view(answered().state, INES, ORLA)), M),
    "observers": lambda: consents_card(seen(consents_view(answered().state, ADMIN)), M),
    "independence": lambda: independence_card(seen(independence_view(asked().state, CHAIR)), M),
    "independence declared": lambda: independence_card(
        seen(independence_view(answered().state, CHAIR)), M, faults={"reason": Fault.REASON_MISSING}
    ),
    "met beforehand": lambda: meetings_card(seen(meetings_view(answered().state, CHAIR)), M),
    "taking part": lambda: participations_card(seen(participation_view(answered().state, INES)), M),
    "taking part, one": lambda: participation_card(seen(participation_view(answered().state, INES)), WREN, M),
}


@pytest.mark.parametrize("name", CARDS)
def test_card(name: str, snapshot: SnapshotAssertion) -> None:
    card = CARDS[name]()
    check(card, names=_NAMES)
    assert card == snapshot


@pytest.mark.feature("B12")
def test_no_card_of_a_flag_has_room_for_words() -> None:
    for name in ("flag", "flag heard", "my flags", "my flags heard"):
        assert {one["type"] for one in inputs(CARDS[name]()).values()} <= {"Input.ChoiceSet"}


@pytest.mark.feature("B14")
def test_nothing_of_a_decision_is_filled_in_beforehand() -> None:
    assert not [one for one in inputs(CARDS["exclusion, for the chair"]()).values() if one.get("value")]
    assert not [one for one in inputs(CARDS["recording, for the chair"]()).values() if one.get("value")]


@pytest.mark.feature("B14")
def test_another_learns_that_it_was_asked_and_not_by_whom_or_why() -> None:
    said = shown(CARDS["exclusion, asked by another"]())
    assert "Somebody has asked for this already." in said
    for theirs in ("Ravenscroft", "Police record", "criminal investigation"):
        assert theirs not in said
    assert not inputs(CARDS["exclusion, asked by another"]())


@pytest.mark.feature("B14")
def test_the_asker_hears_the_decision_and_not_the_chairs_reasons() -> None:
    said = shown(CARDS["exclusion, decided, for the asker"]())
    assert "Left out of the whole" in said
    assert "The police have asked for it." not in said


@pytest.mark.feature("B25")
def test_family_read_family_words() -> None:
    for name in ("recording, family", "recording, family waits", "recording, family answered"):
        card = CARDS[name]()
        assert not {"ask.show", "recording.decide"} & set(verbs(card))
        assert "London procedures" not in shown(card)


@pytest.mark.feature("B25")
def test_the_chair_is_told_of_limits_and_of_legal_advice() -> None:
    """S4 3.9."""
    said = shown(CARDS["recording, for the chair"]())
    assert "Have them sign that." in said
    assert "take legal advice first" in said


@pytest.mark.feature("B19")
def test_only_the_chair_is_asked_for_the_chairs_consent() -> None:
    assert set(inputs(CARDS["consent"]())) == {"chair", "family"}
    assert set(inputs(CARDS["consent, the family's"]())) == {"family"}


@pytest.mark.feature("B17")
def test_whoever_is_met_is_met_once() -> None:
    stamps = {one["data"].get("s") for one in buttons(CARDS["met beforehand"]())}
    assert stamps == {"met/wren", "met/robin", "met/desmond", None}


def test_a_child_that_is_not_there_gets_all_of_them() -> None:
    view = seen(participation_view(asked().state, INES))
    assert participation_card(view, ChildId("forged"), M) == participations_card(view, M)


def test_where_nobody_is_there_to_be_asked_about_that_is_said() -> None:
    state = asked().state
    assert "No family is listed." in shown(exclusions_card(replace(seen(exclusions_view(state, INES)), family=()), M))
    assert "No family is listed." in shown(recordings_card(replace(seen(recordings_view(state, INES)), family=()), M))
    assert "Nobody is listed as an observer." in shown(
        consents_card(replace(seen(consents_view(state, INES)), observers=()), M)
    )
    assert "Nobody has asked you for anything." in shown(
        requests_card(replace(seen(requests_view(state, CHAIR)), lines=()), M)
    )


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_was_typed_stays_inert(typed: str) -> None:
    state = answered().state
    exclusion = seen(exclusion_view(state, CHAIR, KATYA, ENGLAND))
    assert exclusion.asked
    one = replace(exclusion.asked, evidence=typed, reasons=typed, how_long=typed)
    named = replace(exclusion, name=typed, relation=typed, asked_by=typed, asked=one)
    check(exclusion_card(named, M))
    check(exclusion_card(replace(named, asked=replace(one, granted=None)), M))
    letter = seen(exclusion_letter_view(state, CHAIR, KATYA))
    check(exclusion_letter_card(replace(letter, name=typed, how_long=typed, carrier=typed, complaints=typed), M))
    recording = replace(seen(recording_view(state, INES, KATYA)), name=typed, purpose=typed, reasons=typed)
    check(recording_card(recording, M))
    check(recording_card(replace(recording, granted=None, chairs=True), M))
    check(flag_card(replace(seen(flag_view(state, CHAIR, "1")), name=typed, agency=typed), M))
    check(consent_card(replace(seen(consent_view(state, CHAIR, ORLA)), name=typed), M))
    plans = seen(participation_view(state, INES))
    child = plans.children[0]
    assert child.plan
    plan = replace(child, called=typed, plan=replace(child.plan, note=typed))
    check(participations_card(replace(plans, children=(plan,)), M))
    check(participation_card(replace(plans, children=(plan,)), WREN, M))
