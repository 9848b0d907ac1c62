"""The checklist: item by item, nothing ticked beforehand; family in their own words; and a way to say no."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.checklist import checklist_card, decline_card
from bot.cards.components import Card
from bot.domain.refusals import Fault
from tests.unit.cards import samples
from tests.unit.cards.checks import buttons, check, inputs, shown, verbs

_FAULTS = {"headphones": Fault.NOT_TICKED, "no_recording": Fault.NOT_TICKED}


def _card(*, faults: Any = (), notice: str = "", **change: Any) -> Card:
    return checklist_card(samples.checklist(**change), samples.MARKS, faults=dict(faults), notice=notice)


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(_card(), id="asked"),
        pytest.param(_card(faults=_FAULTS, notice="Some items are not ticked yet."), id="not all ticked"),
        pytest.param(_card(again=True), id="after an absence"),
        pytest.param(_card(declined="I share an office."), id="declined"),
        pytest.param(_card(done=True, notice="Already recorded."), id="done"),
        pytest.param(_card(lay=True), id="family"),
        pytest.param(_card(lay=True, again=True, declined="No quiet room."), id="family declined"),
        pytest.param(_card(lay=True, done=True), id="family done"),
        pytest.param(decline_card(samples.checklist(), samples.MARKS), id="decline"),
        pytest.param(
            decline_card(samples.checklist(lay=True), samples.MARKS, faults={"reason": Fault.MISSING}),
            id="family decline, no reason",
        ),
    ],
)
def test_card(card: Card, snapshot: SnapshotAssertion) -> None:
    check(card, names=samples.NAMES)
    assert card == snapshot


@pytest.mark.feature("J2")
def test_every_item_is_ticked_on_its_own_and_none_beforehand() -> None:
    asked = inputs(_card())
    assert list(asked) == list(samples.CHECKLIST)
    assert [one["title"] for one in asked.values()] == list(samples.CHECKLIST.values())
    assert not [one for one in asked.values() if one.get("value")]
    assert buttons(_card())[0]["data"]["s"] == "checklist/gp"


@pytest.mark.feature("J3")
def test_whoever_cannot_do_it_can_say_so_to_the_chair() -> None:
    assert verbs(_card()) == ["checklist.acknowledge", "checklist.decline_form"]
    decline = decline_card(samples.checklist(), samples.MARKS)
    assert list(inputs(decline)) == ["reason"]
    assert verbs(decline) == ["checklist.decline", "checklist.show"]
    assert "The chair reads it" in shown(decline)


@pytest.mark.feature("J12")
def test_family_are_spoken_to_in_family_words() -> None:
    said = shown(_card(lay=True))
    assert "somewhere private, where I feel safe" in said
    assert not {"post-it", "conference attendee", "third parties"} & set(said.lower().split("\n"))
    assert "You have done nothing wrong." in shown(_card(lay=True, declined="No quiet room."))


def test_what_somebody_declined_with_is_not_repeated_to_the_room() -> None:
    assert "I share an office." not in shown(_card(declined="I share an office."))


def test_a_done_checklist_asks_for_nothing() -> None:
    assert not inputs(_card(done=True))
