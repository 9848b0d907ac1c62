"""Whatever people do, whatever is lost or refused and wherever a worker dies: there is one meeting, at the hour that stands.

The tenant here is the naive one: meetings by their keys, made when asked for and gone when taken away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.actor import Account
from bot.domain.errands import Errand, ErrandKind, entries, host_keys, meetings
from bot.domain.events_before import ConferenceCancelled, ConferenceMoved, DetailsSet
from bot.domain.events_errands import ErrandDone
from bot.domain.evolve import fold
from bot.domain.ids import PersonId
from bot.domain.microsoft import Held, Obstacle
from bot.domain.particulars import Mode
from bot.domain.trying import errands
from bot.domain.verbs.bind_chat import BindChat
from bot.domain.verbs.record_errand import RecordErrandDone, RecordErrandFailed
from bot.domain.verbs.try_again import TryAgain
from tests.fakes.builders import ENGLAND, SERVICE, Play
from tests.fakes.errands import LINK, OTHER, convened

BY = PersonId("administrator")
FATES = st.sampled_from(["done", "done", "lost", "died", "busy", "refused"])
PEOPLE = st.sampled_from(["move", "cancel", "other link", "no link", "again", "wait", "night"])
STEPS = st.lists(st.one_of(st.tuples(st.just("bot"), FATES), st.tuples(PEOPLE, st.just(""))), max_size=25)


@dataclass
class Tenant:
    """`made` by key: where each is now; `gone` are the keys of those that were taken away."""

    made: dict[str, datetime] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def standing(self) -> list[datetime]:
        return [at for name, at in self.made.items() if name not in self.gone]

    def do(self, play: Play, errand: Errand) -> ErrandDone:
        state, name = play.state, f"conference-{errand.number}"
        done = ErrandDone(errand=errand.key)
        if errand.kind is ErrandKind.HOLD:
            self.made.setdefault(name, state.particulars.start)
            link = f"{LINK}?{errand.number}"
            return replace(done, meeting=Held(organiser="o", join_link=link, chat="", event=name, meeting="m"))
        held = state.before.meeting
        if errand.kind is ErrandKind.CANCEL:
            self.gone.add(held.event if held else name)
            return done
        if errand.kind is ErrandKind.FIND:
            found = Account(tenant="council", oid=f"found-{errand.subject}")
            return replace(done, person=PersonId(errand.subject), account=found)
        if errand.kind is ErrandKind.INSTALL:
            return replace(done, person=PersonId(errand.subject))
        if errand.kind is ErrandKind.MOVE:
            assert held is not None
            self.made[held.event] = state.particulars.start
        return replace(done, hosts=host_keys(state), invited=entries(state))


def bot_does(play: Play, tenant: Tenant, fate: str) -> bool:
    """The first errand that is due, if any. `lost`: done, and the answer never came; `died`: nothing was written down."""
    due = [one.errand for one in errands(play.state, play.now, ENGLAND) if one.since <= play.now]
    if not due:
        return False
    again, first = play.now + timedelta(minutes=3), due[0]
    done = tenant.do(play, first) if fate in ("done", "lost", "died") else None
    if fate == "done" and done:
        play.does("bot", RecordErrandDone(done=done))
    elif fate in ("lost", "busy"):
        code = Obstacle.NO_ANSWER if fate == "lost" else Obstacle.BUSY
        play.does("bot", RecordErrandFailed(errand=first.key, code=code, final=False, retry_at=again))
    elif fate == "refused":
        play.does("bot", RecordErrandFailed(errand=first.key, code=Obstacle.REFUSED, final=True, retry_at=again))
    return True


def _link(play: Play, link: str) -> None:
    play.happens(DetailsSet(mode=Mode.VIRTUAL, join_link=link, place="", by=BY))


def somebody_does(play: Play, what: str) -> None:
    about, over = play.state.particulars, play.state.before.cancelled is not None
    if what == "wait":
        play.wait(minutes=5)
    elif what == "night":
        play.wait(hours=3)
    elif what == "again":
        play.does("administrator", TryAgain())
    elif over:
        return
    elif what == "cancel":
        play.happens(ConferenceCancelled(reason="ill", by=BY))
    elif what == "move":
        start, end = about.start + timedelta(days=1), about.planned_end + timedelta(days=1)
        play.happens(ConferenceMoved(start=start, planned_end=end, reason="ill", by=BY))
    else:
        _link(play, OTHER if what == "other link" else "")


def all_goes_well(play: Play, tenant: Tenant) -> Iterator[str]:
    """Until nothing is to be done any more, or the day before has come."""
    while play.now < play.state.particulars.start - timedelta(hours=25):
        while bot_does(play, tenant, "done"):
            yield "an errand"
        play.wait(hours=1)


@pytest.mark.feature("S-6", "B6", "B28")
@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_there_is_one_meeting_at_the_hour_that_stands_or_none(steps: list[tuple[str, str]]) -> None:
    play, tenant = convened("harriet"), Tenant()
    for who, fate in steps:
        if who == "bot":
            bot_does(play, tenant, fate)
        else:
            somebody_does(play, who)
    done = sum(1 for _ in all_goes_well(play, tenant))
    assert done < 60, "it comes to rest"
    own = not play.state.before.cancelled and play.state.particulars.join_link != OTHER
    assert tenant.standing() == ([play.state.particulars.start] if own else [])
    if own:
        assert play.state.particulars.join_link.startswith(LINK)
        assert meetings(play.state) == len(tenant.gone)
    assert fold(None, play.happened) == play.state


def test_the_bots_own_chat_is_the_one_that_is_bound() -> None:
    """What the machine above leaves out: Teams telling the bot that it is in the chat."""
    play, tenant = convened(), Tenant()
    for _ in all_goes_well(play, tenant):
        pass
    play.does("bot", BindChat(chat="19:meeting_made@thread.v2", service_url=SERVICE))
    assert not bot_does(play, tenant, "done")
