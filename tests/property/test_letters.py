"""Whatever is arranged anew, refused or put right: the last letter that anybody has is right, and no letter says it twice (B6, B28)."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.duties import Duty, Step, duties
from bot.domain.events_before import (
    ConferenceCancelled,
    ConferenceConvened,
    ConferenceMoved,
    DetailsSet,
    PersonPut,
    Replied,
)
from bot.domain.ids import PersonId
from bot.domain.inviting import mailable
from bot.domain.mailed import facts, sequence
from bot.domain.particulars import Mode, Particulars
from bot.domain.preparations import Coming
from bot.domain.quiet import by_day
from bot.domain.verbs.record_send import RecordFailed, RecordPosted
from tests.dates import moment
from tests.fakes.builders import ENGLAND, Play, account
from tests.fakes.letters import ADMIN, CONVENED, LINK, happens, mailed

pytestmark = pytest.mark.feature("B6", "B28")

KATYA, PATRICK, HARRIET = (PersonId(who) for who in ("katya", "patrick", "harriet"))
WHO = (KATYA, PATRICK, HARRIET)
"""By mail alone, by mail alone until an account is known, and in Teams with an address."""

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(1, 9)),
        st.tuples(st.just("link"), st.integers(0, 2)),
        st.tuples(st.just("room"), st.integers(0, 2)),
        st.tuples(st.just("cancel"), st.just(0)),
        st.tuples(st.just("reply"), st.sampled_from(range(3))),
        st.tuples(st.just("account"), st.just(0)),
        st.tuples(st.just("address"), st.integers(0, 2)),
        st.tuples(st.just("work"), st.integers(0, 30)),
        st.tuples(st.just("fault"), st.integers(0, 30)),
    ),
    max_size=14,
)


@dataclass
class Post:
    """What each person has had by mail, as they would remember it: which change it was, and what it said."""

    play: Play
    had: dict[tuple[str, str], list[tuple[int, str, str]]] = field(default_factory=dict)

    def work(self, hours: int, *, faulty: bool = False) -> None:
        self.play.wait(hours=hours)
        for _ in range(9):
            owed = [one for one in duties(self.play.state, self.play.now, ENGLAND) if one.duty.kind in LETTERS]
            if not owed:
                return
            for one in owed:
                self._do(one.duty, one.step, faulty=faulty)
        raise AssertionError("never done")

    def _do(self, duty: Duty, step: Step, *, faulty: bool) -> None:
        if duty.by_mail and faulty:
            retry = self.play.now + timedelta(minutes=5)
            self.play.does("bot", RecordFailed(duty=duty.key, code="timeout", final=False, retry_at=retry))
            return
        assert not (duty.by_mail and step is Step.FILL), "a letter is never edited"
        if duty.by_mail and duty.kind not in ("by_hand", "flag", "ask") and duty.to:
            state = self.play.state
            to = state.person(duty.to).address.lower()
            says = "cancelled" if state.before.cancelled else facts(state, duty.to)
            self.had.setdefault((duty.to, to), []).append((sequence(state), duty.kind, says))
        self.play.does("bot", RecordPosted(duty=duty.key, face=duty.face, conversation="c", message="m"))


LETTERS = ("invitation", "calendar", "cancelled", "by_hand")


def few() -> Particulars:
    """Nobody but those it takes: every look is at all of them."""
    given = mailed("katya", "patrick", also=["harriet"])
    there = {*WHO, ADMIN, PersonId("chair"), PersonId("ines"), PersonId("tomas")}
    return replace(
        given,
        people=tuple(one for one in given.people if one.id in there),
        seats=tuple(one for one in given.seats if one.holder in there),
    )


def arranged(play: Play, what: str, how: int) -> None:
    about, before = play.state.particulars, play.state.before
    if before.cancelled:
        return
    if what == "move":
        by = timedelta(days=how)
        event = ConferenceMoved(start=about.start + by, planned_end=about.planned_end + by, reason="", by=ADMIN)
        happens(play, event)
    elif what in ("link", "room"):
        link = f"{LINK}?{how}" if what == "link" else about.join_link
        place = f"Room {how}" if what == "room" else about.place
        happens(play, DetailsSet(mode=Mode.BLENDED, join_link=link, place=place, by=ADMIN))
    elif what == "cancel":
        happens(play, ConferenceCancelled(reason="", by=ADMIN))
    elif what == "reply":
        happens(play, Replied(person=HARRIET, coming=tuple(Coming)[how], by=HARRIET, time=before.time))
    elif what == "account":
        person = replace(play.state.person(PATRICK), account=account("patrick"), installed=True)
        happens(play, PersonPut(person=PATRICK, details=person, by=ADMIN))
    elif what == "address":
        person = replace(play.state.person(KATYA), address=f"katya{how}@post.example")
        happens(play, PersonPut(person=KATYA, details=person, by=ADMIN))


@given(STEPS)
@settings(max_examples=100, deadline=None)
def test_the_last_letter_is_right_and_none_says_what_the_one_before_said(steps: list[tuple[str, int]]) -> None:
    play = Play(particulars=few(), now=moment(CONVENED))
    happens(play, ConferenceConvened(by=ADMIN, calendar=True))
    post = Post(play)
    for what, how in steps:
        if what in ("work", "fault"):
            post.work(how, faulty=what == "fault")
        else:
            arranged(play, what, how)
            if what == "address":
                post.had.pop((KATYA, play.state.person(KATYA).address), None)  # who wrote to it is forgotten with it
    post.work(80)
    play.now = by_day(play.now, play.profile.reminders, ENGLAND)
    post.work(0)
    for letters in post.had.values():
        numbers = [number for number, _, _ in letters]
        assert numbers == sorted(set(numbers)), "each rises over the one before"
        said = [says for _, kind, says in letters if kind != "invitation"]
        assert "cancelled" not in said[:-1], "nothing after it is cancelled"
    state = play.state
    for who in WHO:
        letters = post.had.get((who, state.person(who).address.lower()), [])
        if not letters or not mailable(state, who) or play.now >= state.particulars.start:
            continue
        last = letters[-1][2]
        told = state.sends.get(f"cancelled/{who}//0")
        wanted = "cancelled" if state.before.cancelled else facts(state, who)
        assert last == wanted or (state.before.cancelled and told and told.posted), (who, letters)
