"""How to join, for everybody who is asked, and a try-out for whoever wishes one (S2; B7)."""

from datetime import timedelta

import pytest

from bot.cards.invitation import invitation_card
from bot.cards.replying import needs_card
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.preparations import Need
from bot.domain.verbs.reply_to_invitation import ReplyToInvitation
from bot.domain.views.invitation import InvitationView, invitation_view
from bot.words import invitation as words
from tests.fakes.builders import ENGLAND, START, Play, conference
from tests.unit.cards import samples
from tests.unit.cards.checks import inputs, shown

LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_made_up"
EVERYBODY = ["harriet", "renuka", "katya", "solomon", "ivo", "mina", "chair"]


def view(play: Play, who: str) -> InvitationView:
    found = invitation_view(play.state, PersonId(who), ENGLAND)
    assert not isinstance(found, Refused)
    return found


def convened(link: str = LINK) -> Play:
    return Play(conference(join_link=link), now=START - timedelta(days=14)).convened()


@pytest.mark.feature("B7")
@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_is_told_how_to_join(who: str) -> None:
    said = shown(invitation_card(view(convened(), who), samples.MARKS))
    assert words.JOIN in said
    assert words.QUIET in said


@pytest.mark.feature("B7")
def test_where_there_is_no_link_yet_it_says_so_and_not_how_to_use_it() -> None:
    said = shown(invitation_card(view(convened(""), "harriet"), samples.MARKS))
    assert words.NO_LINK in said
    assert words.JOIN not in said


@pytest.mark.feature("B7", "B16")
@pytest.mark.parametrize("who", ["harriet", "katya"])
def test_whoever_is_new_to_it_may_ask_to_try_it_out_and_it_is_on_record(who: str) -> None:
    play = convened()
    choices = inputs(needs_card(view(play, who), samples.MARKS))["needs"]["choices"]
    assert Need.JOINING_TEST in {one["value"] for one in choices}
    play.does(who, ReplyToInvitation(coming="attending", needs=(Need.JOINING_TEST,)))
    assert play.state.before.replies[PersonId(who)].needs == {Need.JOINING_TEST}
