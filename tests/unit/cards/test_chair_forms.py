"""The forms behind the console: the inputs that dialogs read, nothing chosen beforehand, every fault beside its field."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards import console_forms as forms
from bot.cards.components import Card
from bot.domain.events import Missing
from bot.domain.refusals import Fault
from bot.domain.views.console import Answered
from tests.unit.cards import samples_chair as samples
from tests.unit.cards.checks import buttons, check, inputs, shown, size, verbs
from tests.unit.cards.nasty import NASTY
from tests.unit.cards.samples import MARKS, NAMES

_EMPTY = samples.gathering(zero="", ten="")
_QUORATE = samples.gathering(children=samples.child_lines(None, None, quorum=(samples.MET, samples.MET)))
_ALL_IN = samples.round_open(
    seats=samples.seat_lines(dict.fromkeys([who for who, *_ in samples.TEAM], Answered.HANDED_IN))
)
_CARDS: dict[str, Card] = {
    "anchors": forms.anchors_card(_EMPTY, MARKS),
    "anchors with faults": forms.anchors_card(
        samples.gathering(ten=""), MARKS, faults={"zero": Fault.TOO_LONG, "ten": Fault.MISSING}
    ),
    "threshold": forms.threshold_card(samples.gathering(), MARKS),
    "threshold shown": forms.threshold_card(samples.gathering(threshold_shown=True), MARKS),
    "open": forms.open_round_card(samples.gathering(), MARKS),
    "open with a fault": forms.open_round_card(
        samples.gathering(), MARKS, faults={"inquorate_reason": Fault.QUORUM_REASON_MISSING}
    ),
    "open, quorate": forms.open_round_card(_QUORATE, MARKS),
    "open, scaling": forms.open_round_card(samples.core_group(samples.gathering().stage, *samples.GATHERING), MARKS),
    "close": forms.close_round_card(samples.round_open(), MARKS),
    "close with faults": forms.close_round_card(samples.round_open(), MARKS, faults={"gp": Fault.MISSING}),
    "close, all in": forms.close_round_card(_ALL_IN, MARKS),
    "mark": forms.mark_card(samples.gathering(), MARKS),
    "mark with a fault": forms.mark_card(samples.gathering(), MARKS, faults={"read_aloud": Fault.NOT_TICKED}),
    "strangers": forms.strangers_card(samples.gathering(), MARKS),
    "no strangers": forms.strangers_card(samples.round_open(), MARKS),
    "override": forms.override_card(samples.gathering(), MARKS, faults={"reason": Fault.MISSING}),
    "nobody to override": forms.override_card(samples.round_open(), MARKS),
    "hand over": forms.hand_over_card(samples.HAND_OVER, MARKS, faults={"to": Fault.UNKNOWN_CHOICE}),
    "nobody to hand over to": forms.hand_over_card(replace(samples.HAND_OVER, successors=()), MARKS),
    "correct the end": forms.correct_end_card(samples.ENDING, MARKS, faults={"ended_at": Fault.TIME_IN_FUTURE}),
}
_INPUTS = {
    "anchors": ["zero", "ten"],
    "threshold": [],
    "open": ["inquorate_reason"],
    "open, quorate": [],
    "open, scaling": [],
    "close": ["health", "police", "housing", "gp", "youth", "substance", "probation"],
    "close, all in": [],
    "mark": ["person", "here", "read_aloud"],
    "strangers": ["stranger", "person", "reason"],
    "no strangers": [],
    "override": ["person", "reason"],
    "hand over": ["to", "reason"],
    "nobody to hand over to": [],
    "correct the end": ["date", "time", "reason"],
}


@pytest.mark.parametrize("name", _CARDS)
def test_card(name: str, snapshot: SnapshotAssertion) -> None:
    check(_CARDS[name], names=NAMES)
    assert _CARDS[name] == snapshot


@pytest.mark.parametrize(("name", "ids"), _INPUTS.items())
def test_inputs(name: str, ids: list[str]) -> None:
    assert list(inputs(_CARDS[name])) == ids
    assert all(one["label"] for one in inputs(_CARDS[name]).values())


@pytest.mark.parametrize("name", _INPUTS)
def test_nothing_is_chosen_beforehand(name: str) -> None:
    assert not [one for one in inputs(_CARDS[name]).values() if one.get("value")]


@pytest.mark.parametrize("name", _CARDS)
def test_every_form_leads_back(name: str) -> None:
    assert {"console.show", "next.show"} & set(verbs(_CARDS[name]))


@pytest.mark.feature("D4")
def test_the_boroughs_words_are_a_help_and_not_a_default() -> None:
    card = _CARDS["anchors"]
    assert "So unsafe that the child cannot stay with their parents now" in shown(card)
    assert not [one for one in inputs(card).values() if one.get("value")]
    assert {one["maxLength"] for one in inputs(card).values()} == {300}
    typed = inputs(forms.anchors_card(samples.gathering(), MARKS))
    assert typed["zero"]["value"] == samples.ZERO


@pytest.mark.feature("V1", "V23")
def test_going_on_without_quorum_asks_for_the_reason_in_the_procedures_own_words() -> None:
    said = shown(_CARDS["open"])
    assert "Wren: Quorum not met" in said
    assert "London procedures, paragraphs 3.10 to 3.12" in said
    assert "Why you go on although quorum is not met" in said
    assert "Why you go on" not in shown(_CARDS["open, quorate"])


def test_a_core_group_opens_its_round_without_quorum() -> None:
    said = shown(_CARDS["open, scaling"])
    assert said.startswith("Ask everybody to scale")
    assert "quorum" not in said.lower()


@pytest.mark.feature("V11")
def test_every_seat_without_a_post_it_is_asked_for_its_reason() -> None:
    asked = inputs(_CARDS["close"])
    assert asked["police"]["label"] == "Why no post-it from Sgt Dee Placeholder (Police)"
    assert [one["value"] for one in asked["police"]["choices"]] == [one.value for one in Missing]
    assert [one["title"] for one in buttons(_CARDS["close"]) if one.get("style") == "destructive"] == [
        "Close the round for good"
    ]


@pytest.mark.feature("J10")
def test_before_closing_a_view_can_still_be_taken_by_voice() -> None:
    offered = [one["data"]["of"] for one in buttons(_CARDS["close"]) if one["verb"] == "post_it.read_out"]
    assert offered == ["health", "housing", "gp", "youth", "substance", "probation"]


@pytest.mark.feature("J5")
def test_marking_by_ear_has_the_checklist_to_read_out() -> None:
    said = shown(_CARDS["mark"])
    assert "1. I am in a secure and confidential place." in said
    assert "1. I am somewhere private, where I feel safe to talk." in said
    assert [one["value"] for one in inputs(_CARDS["mark"])["here"]["choices"]] == ["here", "away"]


@pytest.mark.feature("J4")
def test_who_joined_without_signing_in_can_be_recognised_and_is_shown_nothing() -> None:
    """Trap 28: they could be anybody, so to be recognised only settles who is here."""
    card = _CARDS["strangers"]
    assert [one["value"] for one in inputs(card)["stranger"]["choices"]] == ["tenant:oid", "anonymous:29:x"]
    assert '"Robin\'s dad" \njoined without signing in, so I show them nothing, whoever they are.' in shown(card)


def test_the_wrong_moment_is_said_at_its_day() -> None:
    said = shown(_CARDS["correct the end"])
    assert said.index("Error: That moment is still to come.") < said.index("Day it ended")
    assert "Counted from:" in said


@pytest.mark.parametrize("typed", NASTY)
def test_what_people_typed_stays_words(typed: str) -> None:
    people = tuple(replace(one, name=typed, agency=typed, reason=typed) for one in samples.gathering().people)
    seats = tuple(replace(one, name=typed, agency=typed) for one in samples.round_open().seats)
    strangers = tuple(replace(one, shown_name=typed) for one in samples.STRANGERS)
    view = samples.gathering(people=people, seats=seats, strangers=strangers, zero=typed, ten=typed, zero_hint=typed)
    for card in (
        forms.anchors_card(view, MARKS),
        forms.open_round_card(view, MARKS),
        forms.close_round_card(view, MARKS),
        forms.mark_card(view, MARKS),
        forms.strangers_card(view, MARKS),
        forms.override_card(view, MARKS),
    ):
        check(card)


def test_closing_with_every_post_it_missing_fits() -> None:
    assert size(forms.close_round_card(samples.round_open(seats=samples.seat_lines()), MARKS)) < 25_000
