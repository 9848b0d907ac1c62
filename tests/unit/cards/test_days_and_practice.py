"""Days for the next meeting, and a made-up family to practise on (S0, S1; B22, B23)."""

from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.days import days_card, offer_card
from bot.cards.practice import practice_card, practised_card
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import Kind
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.choose_days import ChooseDays
from bot.domain.verbs.offer_days import OfferDays
from bot.domain.views.days import DaysView, days_view
from bot.domain.views.practice import PracticeView, practice_view
from bot.words import practice as words
from bot.words.labels import label
from tests.fakes.builders import ENGLAND, Play, conference, core_group, profile
from tests.unit.cards import samples
from tests.unit.cards.checks import check, inputs, shown, size, verbs

NAMES = ("Wren", "Robin", "Redstart", "Osprey")


def _days(who: str, *, offered: bool = True) -> DaysView:
    play = Play().until("Mon 23 Nov 2026 09:00").convened()
    if offered:
        play.does("chair", OfferDays(days=("2026-12-15", "2026-12-17")))
        play.does("harriet", ChooseDays(days=("2026-12-17",)))
    view = days_view(play.state, PersonId(who), ENGLAND)
    assert isinstance(view, DaysView)
    return view


@pytest.mark.parametrize("who", ["chair", "administrator", "harriet", "anand", "katya"])
def test_days(who: str, snapshot: SnapshotAssertion) -> None:
    card = days_card(_days(who), samples.MARKS)
    check(card, names=NAMES)
    assert card == snapshot


@pytest.mark.parametrize("offered", [True, False])
def test_offer(snapshot: SnapshotAssertion, *, offered: bool) -> None:
    faults = {"day.2": Fault.NOT_A_WORKING_DAY} if offered else {}
    card = offer_card(_days("chair", offered=offered), samples.MARKS, faults=faults)
    check(card, names=NAMES)
    assert card == snapshot
    none = days_card(_days("chair", offered=False), samples.MARKS)
    check(none)
    assert verbs(none) == ["days.form"]


# ----------------------------------------------------------------------------------------------------------------- practice


def _practice(borough: str = "london", **change: Any) -> PracticeView:
    view = practice_view(Play(conference(**change), profile=profile(borough)).state, PersonId("harriet"))
    assert isinstance(view, PracticeView)
    return view


def _form(view: PracticeView, **more: Any) -> Card:
    return practice_card(view, samples.MARKS, **more)


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(_practice(), id="london"),
        pytest.param(_practice("lbh"), id="lbh"),
        pytest.param(replace(_practice(), ten_is_safe=False), id="10 is worry"),
        pytest.param(_practice(kind=Kind.CORE_GROUP), id="core group"),
    ],
)
def test_practice(view: PracticeView, snapshot: SnapshotAssertion) -> None:
    card = _form(view)
    check(card, names=NAMES)
    assert card == snapshot
    assert size(card) < 25_000


def test_practice_with_faults(snapshot: SnapshotAssertion) -> None:
    card = _form(_practice(), faults={"practice-2.scale": Fault.SCALE_MISSING}, notice=words.INCOMPLETE)
    check(card, names=NAMES)
    assert card == snapshot


@pytest.mark.feature("B22")
def test_practice_says_that_nothing_is_kept_and_signs_nothing() -> None:
    card = _form(_practice())
    assert words.KEPT in shown(card)
    assert set(verbs(card)) == {"practice.hand_in", "invitation.show"}
    assert "nonce" not in str(card)
    check(practised_card(samples.MARKS))
    assert not inputs(practised_card(samples.MARKS))


@pytest.mark.feature("B22")
def test_the_same_is_asked_as_in_the_round() -> None:
    fields = inputs(_form(_practice("lbh")))
    assert {name.partition(".")[2] for name in fields} == {
        "scale",
        "likelihood",
        "recommendation",
        "category",
        "reason",
        "cannot",
        "unable",
    }
    core = practice_view(Play(core_group()).state, PersonId("harriet"))
    assert isinstance(core, PracticeView)
    assert "recommendation" not in str(inputs(_form(core)))
    assert label(Kind.CORE_GROUP) not in shown(_form(core))


@pytest.mark.feature("B22")
def test_which_end_is_safe_is_the_boroughs() -> None:
    """Trap 4."""
    safe, worry = shown(_form(_practice())), shown(_form(replace(_practice(), ten_is_safe=False)))
    for said, high, low in ((safe, words.SAFE, words.NOT_SAFE), (worry, words.NOT_SAFE, words.SAFE)):
        assert said.index(low) < said.index(high)


@pytest.mark.feature("B22", "J12")
@pytest.mark.parametrize(("who", "may"), [("chair", True), ("ines", True), ("katya", False), ("solomon", False)])
def test_practice_is_for_whoever_will_be_asked(who: str, *, may: bool) -> None:
    view = practice_view(Play().state, PersonId(who))
    assert (view != Refused(Why.NOT_YOURS_TO_DO)) is may
