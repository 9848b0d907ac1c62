"""Small cards: a message, a refusal, help and the choice of a conference."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.plain import choose_card, help_card, message_card, refusal_card
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.words.commands import COMMANDS, MEANINGS, OPENERS
from bot.words.refusals import Audience, sentence
from tests.dates import moment
from tests.unit.cards import samples
from tests.unit.cards.checks import SHOWS, check, shown, verbs

_TWO = [
    (samples.REFERENCE, moment("Thu 3 Dec 2026 10:00"), samples.MARKS),
    ("CP-2026-0152", moment("Thu 3 Dec 2026 14:00"), samples.MARKS),
]


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(message_card("This conference's chat", "Thank you."), id="message"),
        pytest.param(refusal_card(Why.CHECKLIST_FIRST, Audience.PROFESSIONAL, samples.MARKS), id="checklist first"),
        pytest.param(refusal_card(Why.NOT_ON_THE_LIST, Audience.PROFESSIONAL, samples.MARKS), id="stranger"),
        pytest.param(refusal_card(Why.NO_SEAT, Audience.LAY, samples.MARKS), id="family"),
        pytest.param(help_card(frozenset({Power.PROFESSIONAL}), samples.MARKS), id="help, professional"),
        pytest.param(help_card(frozenset({Power.CHAIR}), samples.MARKS, notice="What?"), id="help, chair"),
        pytest.param(help_card(frozenset({Power.LAY}), samples.MARKS), id="help, family"),
        pytest.param(choose_card("post_it.show", _TWO), id="which conference"),
    ],
)
def test_card(card: Card, snapshot: SnapshotAssertion) -> None:
    check(card, names=samples.NAMES)
    assert card == snapshot


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("why", Why)
def test_every_refusal_is_a_card_that_says_why(why: Why, audience: Audience) -> None:
    card = refusal_card(why, audience, samples.MARKS)
    check(card)
    assert sentence(why, audience) in shown(card)


@pytest.mark.feature("J13")
@pytest.mark.parametrize("why", [Why.NOT_ON_THE_LIST, Why.NOT_SET_UP])
def test_whoever_is_on_no_list_is_offered_nothing(why: Why) -> None:
    assert verbs(refusal_card(why, Audience.PROFESSIONAL, samples.MARKS)) == []


@pytest.mark.parametrize("power", [one for one in Power if one not in (Power.STRANGER, Power.BOT)])
def test_help_offers_each_only_what_is_theirs(power: Power) -> None:
    card = help_card(frozenset({power}), samples.MARKS)
    check(card)
    offered = set(verbs(card))
    assert ("post_it.show" in offered) is (power is Power.PROFESSIONAL)
    assert ("console.show" in offered) is (power is Power.CHAIR)
    assert ("console.hand_over" in offered) is (power in (Power.CHAIR, Power.MANAGER))


def test_every_word_that_can_be_typed_opens_something_and_has_a_button() -> None:
    assert set(COMMANDS.values()) == set(OPENERS)
    assert set(OPENERS) <= SHOWS
    assert set(MEANINGS) <= set(COMMANDS)


def test_a_choice_of_ten_conferences_is_still_a_sound_card() -> None:
    card = choose_card("status.show", [(f"CP-{number}", _TWO[0][1], samples.MARKS) for number in range(10)])
    check(card)
    assert len(verbs(card)) == 10
