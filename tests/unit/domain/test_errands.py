"""What the bot does in Microsoft 365, worked out from the record at every look (S-6, B6; the issue's "Getting into Teams")."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.actor import Account
from bot.domain.errands import ErrandKind, about, key, kind_of, meetings, ours
from bot.domain.events_before import ConferenceCancelled, ConferenceMoved, DetailsSet, PersonPut, Replied
from bot.domain.events_errands import OptionsChecked
from bot.domain.evolve import fold
from bot.domain.ids import PersonId
from bot.domain.links import chats
from bot.domain.microsoft import Obstacle, Option
from bot.domain.outstanding import Item, outstanding
from bot.domain.particulars import Mode
from bot.domain.preparations import Coming
from bot.domain.refusals import Fault, Why
from bot.domain.trying import LASTING, PATIENCE
from bot.domain.verbs.bind_chat import BindChat
from bot.domain.verbs.check_options import CheckOptions
from bot.domain.verbs.do_errand import DoErrand
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.try_again import TryAgain
from bot.domain.views.microsoft import ByHand, Stuck, microsoft_notes
from tests.fakes.builders import END, ENGLAND, SERVICE, START, Play, account, changed, conference
from tests.fakes.errands import (
    CHAT,
    LINK,
    MADE,
    OTHER,
    SHORT,
    convened,
    fails,
    succeeds,
    tried,
)

HARRIET = PersonId("harriet")
ADMINISTRATOR = PersonId("administrator")
LEFT = (Option.NOTE_TAKERS, Option.COPYING)
NEW = Account(tenant="council", oid="found")
HOUR = timedelta(hours=1)


def held(*people: str) -> Play:
    """Made, the bot in its chat, its options set, and nothing more to do."""
    play = convened(*people)
    succeeds(play, "hold//0", meeting=MADE)
    play.does("bot", BindChat(chat=CHAT, service_url=SERVICE))
    hosts = tuple(f"council:oid-{who}" for who in ("chair", "stand_in"))
    succeeds(play, "settle//0", left=LEFT, hosts=hosts)
    return play


def given_link(play: Play, link: str) -> None:
    play.happens(DetailsSet(mode=Mode.VIRTUAL, join_link=link, place="", by=ADMINISTRATOR))


def moved(play: Play, days: int = 1) -> None:
    later = timedelta(days=days)
    play.happens(ConferenceMoved(start=START + later, planned_end=END + later, reason="ill", by=ADMINISTRATOR))


def cancelled(play: Play) -> None:
    play.happens(ConferenceCancelled(reason="not needed", by=ADMINISTRATOR))


def test_the_name_of_an_errand_says_what_it_is_about() -> None:
    name = key(ErrandKind.CHAT, CHAT, 3)
    assert (kind_of(name), about(name)) == (ErrandKind.CHAT, CHAT)


def test_without_it_nothing_is_done() -> None:
    assert not tried(convened("harriet", microsoft=False))


def test_what_is_done_first() -> None:
    assert tried(convened("harriet")) == ["hold//0", "find/harriet/0"]


def test_nothing_is_done_for_a_meeting_that_is_over() -> None:
    play = convened("harriet")
    play.now = END
    assert not tried(play)


def test_a_meeting_once_made_is_the_one_that_people_join() -> None:
    play = convened()
    before = play.state.before.sheet_rev
    succeeds(play, "hold//0", meeting=MADE)
    assert play.state.particulars.join_link == LINK
    assert play.state.before.sheet_rev == before + 1
    assert tried(play) == [f"chat/{CHAT}/0", "settle//0"]


def test_the_bot_is_in_the_chat_when_teams_says_so() -> None:
    play = convened()
    succeeds(play, "hold//0", meeting=MADE)
    succeeds(play, f"chat/{CHAT}/0")
    assert tried(play) == ["settle//0"]
    assert play.state.chat == ""
    assert CHAT in chats(play.state)
    play.does("bot", BindChat(chat=CHAT, service_url=SERVICE))
    assert tried(play) == ["settle//0"]


def test_a_short_link_is_found_by_the_chat_that_graph_named() -> None:
    play = convened()
    succeeds(play, "hold//0", meeting=replace(MADE, join_link=SHORT))
    assert CHAT in chats(play.state)


def test_a_link_given_by_hand_makes_no_meeting_but_brings_the_bot_into_its_chat() -> None:
    assert tried(convened(join_link=OTHER)) == ["chat/19:meeting_other@thread.v2/0"]


# People


def test_whoever_is_found_is_known_and_given_the_app() -> None:
    play = convened("harriet")
    succeeds(play, "find/harriet/0", person=HARRIET, account=NEW)
    assert play.state.bound["council:found"] == HARRIET
    assert "install/harriet/0" in tried(play)
    succeeds(play, "install/harriet/0", person=HARRIET)
    assert play.state.person(HARRIET).installed
    assert not [one for one in tried(play) if "harriet" in one]


@pytest.mark.parametrize("guest", [True, False])
def test_a_guest_has_no_use_for_the_app(*, guest: bool) -> None:
    play = convened("harriet")
    succeeds(play, "find/harriet/0", person=HARRIET, account=NEW, guest=guest)
    assert ("install/harriet/0" in tried(play)) is not guest


def test_nobody_of_that_address_is_not_looked_for_again_until_it_is_another() -> None:
    play = convened("harriet")
    succeeds(play, "find/harriet/0", person=HARRIET)
    assert tried(play) == ["hold//0"]
    put = replace(play.state.person(HARRIET), address="harriet@school.example")
    play.happens(PersonPut(person=HARRIET, details=put, seat=None, by=ADMINISTRATOR))
    assert "find/harriet/0" in tried(play)


def test_an_account_that_is_somebody_elses_here_is_not_given_to_another() -> None:
    play = convened("harriet")
    succeeds(play, "find/harriet/0", person=HARRIET, account=account("anand"))
    assert play.state.bound["council:oid-anand"] == "anand"
    assert play.state.person(HARRIET).account is None


@pytest.mark.parametrize("who", ["katya", "solomon"])
def test_a_family_members_address_is_looked_up_nowhere(who: str) -> None:
    assert tried(convened(who)) == ["hold//0"]


def test_an_observer_whom_nobody_has_agreed_to_is_not_looked_up() -> None:
    assert tried(convened("observer")) == ["hold//0"]


def test_whoever_took_the_app_away_is_not_given_it_again() -> None:
    play = Play(changed(conference(), "harriet", installed=False))
    play.state = replace(play.state, lost=frozenset({HARRIET}))
    play.happens(*[event for event, _ in convened().happened[1:]])
    assert not [one for one in tried(play) if "harriet" in one]


# Options


def test_a_new_chair_is_made_a_host() -> None:
    play = held()
    assert not tried(play)
    play.does("manager", HandOverChair(to=PersonId("manager"), reason="ill"))
    assert tried(play) == ["settle//0"]


@pytest.mark.feature("S-6", "B25")
def test_what_could_not_be_made_sure_of_is_for_somebody_to_look_at_once() -> None:
    play = held()
    assert microsoft_notes(play.state).look == LEFT
    play.does("administrator", CheckOptions(options=["note_takers", "lobby", "x"]))
    assert microsoft_notes(play.state).look == (Option.COPYING,)
    play.does("administrator", CheckOptions(options=["copying"]))
    assert play.does("administrator", CheckOptions(options=["copying"])) == ()
    play.does("manager", HandOverChair(to=PersonId("manager"), reason="ill"))
    succeeds(play, "settle//0", left=(*LEFT, Option.HOSTS), hosts=("council:oid-manager", "council:oid-stand_in"))
    assert microsoft_notes(play.state).look == (Option.HOSTS,)


@pytest.mark.feature("S-6")
def test_the_day_before_they_are_looked_at_again() -> None:
    play = held()
    play.now = START - timedelta(hours=24, seconds=1)
    assert not tried(play)
    play.now += timedelta(seconds=1)
    assert tried(play) == ["check//0"]
    succeeds(play, "check//0", left=(Option.RECORDING,))
    assert not tried(play)
    assert microsoft_notes(play.state).look == (Option.RECORDING,)


def test_set_on_the_day_they_are_not_looked_at_again() -> None:
    play = convened()
    play.now = START - HOUR
    succeeds(play, "hold//0", meeting=MADE)
    play.does("bot", BindChat(chat=CHAT, service_url=SERVICE))
    succeeds(play, "settle//0", hosts=("council:oid-chair", "council:oid-stand_in"))
    assert not tried(play)


@pytest.mark.feature("S-6")
def test_of_a_meeting_made_by_hand_somebody_looks_at_every_option() -> None:
    play = convened(microsoft=False, join_link=OTHER)
    assert microsoft_notes(play.state).look == tuple(Option)
    play.does("chair", CheckOptions(options=list(Option)))
    assert not microsoft_notes(play.state).look
    given_link(play, LINK)
    assert microsoft_notes(play.state).look == tuple(Option)


# Moved, cancelled, made by hand after all


@pytest.mark.feature("B28")
def test_a_move_is_made_once() -> None:
    play = held()
    moved(play)
    assert tried(play) == ["move//1"]
    succeeds(play, "move//1")
    assert not tried(play)
    moved(play)
    assert tried(play) == ["move//2"]


def test_people_are_told_by_day() -> None:
    play = held().until("Tue 1 Dec 2026 22:30")
    moved(play)
    assert not tried(play)
    play.until("Wed 2 Dec 2026 08:00")
    assert tried(play) == ["move//1"]


@pytest.mark.feature("B28")
def test_what_was_made_is_taken_away_when_it_is_cancelled() -> None:
    play = held("harriet")
    cancelled(play)
    assert tried(play) == ["cancel//0"]
    succeeds(play, "cancel//0")
    assert not tried(play)
    assert play.state.before.meeting is None


def test_what_may_have_been_made_is_taken_away_as_well() -> None:
    """A worker can die between the making and the writing down."""
    play = convened()
    cancelled(play)
    assert tried(play) == ["cancel//0"]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [(Obstacle.SWITCHED_OFF, []), (Obstacle.CALENDAR_CLOSED, []), (Obstacle.NO_TEAMS, ["cancel//0"])],
)
def test_what_was_refused_outright_is_not_there_to_take_away(code: Obstacle, wanted: list[str]) -> None:
    play = convened()
    fails(play, "hold//0", code, final=True)
    cancelled(play)
    assert tried(play) == wanted


def test_a_link_given_by_hand_takes_the_bots_own_meeting_away() -> None:
    play = held()
    given_link(play, OTHER)
    assert tried(play) == ["cancel//0"]
    succeeds(play, "cancel//0")
    assert (meetings(play.state), ours(play.state), tried(play)) == (1, None, [])
    given_link(play, "")
    assert tried(play) == ["hold//1"]


def test_a_link_given_while_the_bot_was_making_one_stands() -> None:
    play = convened()
    given_link(play, OTHER)
    succeeds(play, "hold//0", meeting=MADE)
    assert play.state.particulars.join_link == OTHER
    assert tried(play)[0] == "cancel//0"


# Calendars


@pytest.mark.feature("B6")
def test_whoever_was_asked_in_teams_has_it_in_their_calendar() -> None:
    play = Play(changed(conference(), "harriet", address="Harriet@school.example"), now=START - timedelta(days=7))
    play.happens(*[event for event, _ in convened().happened[1:]])
    succeeds(play, "hold//0", meeting=MADE)
    play.does("bot", BindChat(chat=CHAT, service_url=SERVICE))
    succeeds(play, "settle//0", hosts=("council:oid-chair", "council:oid-stand_in"))
    assert tried(play) == ["invite//0"]
    succeeds(play, "invite//0", invited=("harriet@school.example",))
    assert not tried(play)
    cannot = Replied(person=HARRIET, coming=Coming.CANNOT, time=0, by=HARRIET)
    play.happens(cannot)
    assert tried(play) == ["invite//0"]
    succeeds(play, "invite//0")
    assert not tried(play)


# What does not work


def test_whatever_meets_a_busy_microsoft_365_all_wait_and_go_on_together() -> None:
    play = convened("harriet")
    fails(play, "hold//0", Obstacle.BUSY, minutes=10)
    assert not tried(play)
    play.wait(minutes=10)
    assert tried(play) == ["find/harriet/0", "hold//0"], "what was tried least comes first"
    succeeds(play, "find/harriet/0", person=HARRIET)
    assert tried(play) == ["hold//0"]


def test_one_that_was_refused_keeps_no_other_waiting() -> None:
    play = convened("harriet")
    fails(play, "hold//0", Obstacle.NO_CALENDAR, final=True)
    assert tried(play) == ["find/harriet/0"]


def test_what_failed_for_good_is_tried_when_somebody_says_so_and_now_and_then() -> None:
    play = convened()
    fails(play, "hold//0", Obstacle.NOT_CONSENTED, final=True, minutes=360)
    assert not tried(play)
    play.does("administrator", TryAgain())
    assert tried(play) == ["hold//0"]
    fails(play, "hold//0", Obstacle.NOT_CONSENTED, final=True, minutes=360)
    play.wait(minutes=360)
    assert tried(play) == ["hold//0"]
    assert play.state.before.errands["hold//0"].failed


def test_nothing_wrong_is_nothing_to_try_again() -> None:
    assert convened().does("chair", TryAgain()) == ()


@pytest.mark.feature("B6")
def test_an_invitation_waits_for_the_link_until_it_was_tried_and_then_half_an_hour() -> None:
    play = convened()
    assert not play.keys("invitation")
    fails(play, "hold//0", Obstacle.OUT_OF_ORDER, minutes=60)
    assert not play.keys("invitation")
    play.wait(minutes=PATIENCE.seconds / 60)
    assert play.keys("invitation")


@pytest.mark.feature("B6")
def test_once_there_is_a_link_nobody_waits() -> None:
    play = convened("harriet")
    succeeds(play, "hold//0", meeting=MADE)
    asked = play.keys("invitation")
    assert "invitation/chair//0" in asked
    assert not [one for one in asked if "harriet" in one]
    succeeds(play, "find/harriet/0", person=HARRIET)
    assert "invitation/harriet//0/mail" in play.keys("invitation")


def test_nobody_waits_longer_because_microsoft_365_is_away() -> None:
    play = convened("harriet")
    fails(play, "hold//0", Obstacle.NO_ANSWER, minutes=600)
    play.wait(minutes=PATIENCE.seconds / 60)
    assert "invitation/harriet//0/mail" in play.keys("invitation")


# The administrator


@pytest.mark.feature("S-6", "B11")
def test_the_administrator_is_told_once_and_it_stands_on_their_list() -> None:
    play = convened()
    fails(play, "hold//0", Obstacle.NO_CALENDAR, final=True)
    assert play.perform(kinds=["errand"]) == ["errand/administrator//0"]
    items = [one for one in outstanding(play.state, ADMINISTRATOR, ENGLAND) if one.item is Item.ERRAND]
    assert [one.about for one in items] == [""]
    assert items[0].rungs
    succeeds(play, "hold//0", meeting=MADE)
    play.perform(kinds=["errand"])
    assert play.state.sends["errand/administrator//0"].face == "settled"
    assert not [one for one in outstanding(play.state, ADMINISTRATOR, ENGLAND) if one.item is Item.ERRAND]


def test_what_may_pass_is_told_once_it_lasts() -> None:
    play = convened()
    fails(play, "hold//0", Obstacle.NO_ANSWER)
    play.now += LASTING - timedelta(minutes=1)
    assert not play.keys("errand")
    play.wait(minutes=1)
    assert play.keys("errand") == {"errand/administrator//0"}


def test_what_leads_nobody_astray_waits_for_the_days_reminder_until_shortly_before() -> None:
    play = held()
    play.does("manager", HandOverChair(to=PersonId("manager"), reason="ill"))
    fails(play, "settle//0", Obstacle.POLICY_MISSING, final=True)
    play.until("Fri 4 Dec 2026 09:59")
    assert not play.keys("errand")
    play.until("Fri 4 Dec 2026 10:00")
    assert play.keys("errand") == {"errand/administrator//0"}


@pytest.mark.feature("S-6")
def test_options_are_on_the_list_shortly_before_the_day() -> None:
    play = held()
    (one,) = (one for one in outstanding(play.state, ADMINISTRATOR, ENGLAND) if one.item is Item.ERRAND)
    assert [f"{rung:%a %d}" for rung in one.rungs] == ["Wed 02", "Fri 04"]


# Done by hand


def test_a_meeting_made_by_hand_is_used() -> None:
    play = convened()
    fails(play, "hold//0", Obstacle.NO_CALENDAR, final=True)
    play.does("administrator", DoErrand(kind="hold", join_link=f" {OTHER} "))
    assert play.state.particulars.join_link == OTHER
    assert tried(play) == ["chat/19:meeting_other@thread.v2/0"]
    assert play.does("administrator", DoErrand(kind="hold", join_link=OTHER)) == ()


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("", Fault.MISSING),
        ("http://teams.microsoft.com/19:meeting_x@thread.v2", Fault.NOT_A_LINK),
        (f"{OTHER} see you there", Fault.NOT_A_LINK),
        (f"{OTHER}{'x' * 2000}", Fault.NOT_A_LINK),
        (SHORT, Fault.NO_CHAT_IN_LINK),
    ],
)
def test_what_is_no_link_to_join_is_asked_for_again(link: str, fault: Fault) -> None:
    play = convened()
    fails(play, "hold//0", Obstacle.NO_CALENDAR, final=True)
    refused = play.refused("administrator", DoErrand(kind="hold", join_link=link))
    assert (refused.code, refused.fields) == (Why.FIELDS, {"join_link": fault})


def test_a_link_to_another_chat_than_the_one_the_bot_is_in_is_a_slip() -> None:
    play = convened()
    play.does("bot", BindChat(chat=CHAT, service_url=SERVICE))
    fails(play, "hold//0", Obstacle.NO_CALENDAR, final=True)
    refused = play.refused("administrator", DoErrand(kind="hold", join_link=OTHER))
    assert refused.fields == {"join_link": Fault.OTHER_CHAT}


def _stuck(kind: str) -> tuple[Play, str]:
    play = held("harriet")
    if kind == "cancel":
        cancelled(play)
    elif kind == "move":
        moved(play)
    elif kind == "settle":
        play.does("manager", HandOverChair(to=PersonId("manager"), reason="ill"))
    elif kind == "check":
        play.now = START - HOUR
    elif kind == "install":
        succeeds(play, "find/harriet/0", person=HARRIET, account=NEW)
    elif kind == "invite":
        succeeds(play, "find/harriet/0", person=HARRIET, account=NEW)
        succeeds(play, "install/harriet/0", person=HARRIET)
    (name,) = (one for one in tried(play) if one.startswith(kind))
    fails(play, name, Obstacle.REFUSED, final=True, minutes=1)
    return play, name


@pytest.mark.parametrize("kind", ["cancel", "move", "find", "install", "settle", "invite", "check"])
def test_what_somebody_did_by_hand_is_not_tried_again(kind: str) -> None:
    play, name = _stuck(kind)
    (before,) = (one for one in microsoft_notes(play.state, play.now).stuck)
    names = ("Harriet Chalk",) if kind in ("find", "install") else ()
    assert before == Stuck(kind=ErrandKind(kind), obstacle=Obstacle.REFUSED, passing=False, names=before.names)
    assert len(before.names) == len(names)
    play.does("administrator", DoErrand(kind=kind))
    play.wait(minutes=2)
    assert name not in tried(play)
    assert not microsoft_notes(play.state, play.now).stuck
    assert play.does("administrator", DoErrand(kind=kind)) == ()
    assert fold(None, play.happened) == play.state


def test_whoever_set_the_options_by_hand_is_not_asked_to_look_at_them() -> None:
    play, _ = _stuck("settle")
    play.does("administrator", DoErrand(kind="settle"))
    assert not microsoft_notes(play.state).look


@pytest.mark.parametrize("kind", ["", "hold", "no_such", "x" * 300])
def test_nothing_stuck_is_nothing_done(kind: str) -> None:
    assert held().does("administrator", DoErrand(kind=kind)) == ()


# Without Microsoft 365


def test_without_it_people_are_told_what_to_do_by_hand() -> None:
    play = convened(microsoft=False)
    assert microsoft_notes(play.state).by_hand == (ByHand.MAKE,)
    given_link(play, LINK)
    assert microsoft_notes(play.state).by_hand == (ByHand.ADD,)
    play.does("bot", BindChat(chat=CHAT, service_url=SERVICE))
    assert microsoft_notes(play.state).by_hand == ()
    moved(play)
    assert microsoft_notes(play.state).by_hand == (ByHand.MOVE,)
    cancelled(play)
    assert microsoft_notes(play.state).by_hand == (ByHand.CANCEL,)


def test_what_is_under_way_is_said() -> None:
    notes = microsoft_notes(convened("harriet").state)
    assert notes.under_way == (ErrandKind.HOLD, ErrandKind.FIND)
    assert not notes.stuck


def test_checked_options_are_remembered_by_whom() -> None:
    play = held()
    play.happens(OptionsChecked(options=LEFT, by=ADMINISTRATOR))
    checked = play.state.before.checked
    assert checked is not None
    assert (checked.by, checked.options, checked.at) == (ADMINISTRATOR, frozenset(LEFT), play.now)
