"""Whatever is arranged, well or badly and in any order: the record folds, everybody is somebody, and nobody is asked twice."""

from collections import Counter
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.beginning import Beginning, Starter, begun
from bot.domain.checks import gaps
from bot.domain.conference import Conference
from bot.domain.duties import duties, next_due
from bot.domain.events import ConferenceSetUp
from bot.domain.evolve import evolve, fold
from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import SOCIAL_CARE, Particulars, Role
from bot.domain.verbs.cancel_conference import CancelConference
from bot.domain.verbs.convene_conference import ConveneConference
from bot.domain.verbs.explain_delay import ExplainDelay
from bot.domain.verbs.move_conference import MoveConference
from bot.domain.verbs.put_child import PutChild, TakeOffChild
from bot.domain.verbs.put_person import PutPerson
from bot.domain.verbs.set_dates import SetDates
from bot.domain.verbs.set_details import SetDetails
from bot.domain.verbs.set_household import SetHousehold
from bot.domain.verbs.set_parts import SetPart
from bot.domain.verbs.take_off_person import TakeOffPerson
from bot.domain.views.plain import next_for, status_view
from bot.domain.views.sheet import sheet_view
from tests.dates import moment
from tests.fakes.builders import ENGLAND, Play, account

NOW = moment("Mon 2 Nov 2026 09:00").astimezone(UTC)
DAYS = ("2026-11-26", "2026-11-28", "2026-12-03", "2027-03-30", "2027-04-08", "2020-01-01")
STARTS, ENDS = ("10:00", "10:30", "08:00", "ten"), ("12:00", "11:00", "16:00", "")
WORDS = ("Jay", "Robin Sample", "Wren", "")

days, words = st.sampled_from(DAYS), st.sampled_from(WORDS)
starts, ends = st.sampled_from(STARTS), st.sampled_from(ENDS)
people = st.sampled_from(["", "", *(f"person-{number}" for number in range(1, 7))]).map(PersonId)
children = st.sampled_from(["", "", *(f"child-{number}" for number in range(2, 8))]).map(ChildId)
ticked = st.sampled_from(["", "child-1", "child-2,child-4", "person-3", "person-2,person-5"])
addresses = st.sampled_from(["", "a@x.example", "b@x.example", "A@X.example", "c@x.example", "d@x.example"])

puts = st.builds(
    PutPerson,
    person=people,
    name=st.sampled_from(["Ada", "Ben", "Cora"]),
    role=st.sampled_from([Role.PROFESSIONAL, Role.PROFESSIONAL, *Role]).map(str),
    address=addresses,
    oid=st.sampled_from(["", "", "", *(f"0b8f3c1e-0000-4000-8000-00000000000{one}" for one in "ab")]),
    agency=st.sampled_from([SOCIAL_CARE, SOCIAL_CARE, "school", "police"]),
    title=st.just("What they are"),
    contact=ticked,
    relation=st.just("mother"),
    children=ticked,
)
puts_child = st.builds(
    PutChild,
    child=children,
    called=words,
    born=st.sampled_from(["2019-05-04", "2019-05-04", ""]),
    expected=st.sampled_from(["", "", "2027-01-20"]),
    lead=people,
)
commands: st.SearchStrategy[object] = st.one_of(
    puts,
    puts,
    puts_child,
    puts_child,
    st.builds(TakeOffPerson, person=people, reason=words),
    st.builds(TakeOffChild, child=children),
    st.builds(SetHousehold, household=words, nobody=st.booleans()),
    st.builds(
        SetDates, dates=st.dictionaries(st.sampled_from(["strategy_discussion", "initial_conference", "x"]), days)
    ),
    st.builds(
        SetDetails,
        mode=st.sampled_from(["virtual", "blended"]),
        place=words,
        kind=st.sampled_from(["initial", "review", "pre_birth", "core_group"]),
        day=days,
        start=starts,
        end=ends,
    ),
    st.builds(SetPart, number=st.sampled_from(["", "1", "9"]), title=words, start=starts, end=ends, people=ticked),
    st.builds(MoveConference, day=days, start=starts, end=ends, reason=words),
    st.builds(ExplainDelay, reason=words),
    st.just(ConveneConference()),
)
many = st.lists(commands, min_size=8, max_size=30)
cancels = st.builds(CancelConference, reason=words)


def _draft() -> Play:
    typed = Beginning(
        reference="CP-2026-0147",
        kind="initial",
        day="2026-11-26",
        start="10:00",
        end="12:00",
        chair="Ada Sample",
        chair_address="ada@council.example",
    )
    given = begun(typed, Starter(name="Samir", account=account("administrator")), NOW)
    assert isinstance(given, Particulars)
    play = Play(given, now=NOW)
    event = ConferenceSetUp(particulars=given, profile=play.profile, draft=True)
    play.happened, play.state = [(event, NOW)], evolve(None, event, NOW)
    play.does(
        "administrator",
        PutPerson(person=PersonId(""), name="Priya", role="professional", agency=SOCIAL_CARE, title="Social worker"),
        PutChild(child=ChildId(""), called="Jay", born="2019-05-04", lead="person-3"),
        SetHousehold(household="", nobody=True),
    )
    assert not gaps(play.state, NOW)
    return play


def _sound(state: Conference) -> None:
    """What everything else relies on, said here once more and more simply."""
    given = state.particulars
    ids = [one.id for one in given.people]
    assert len(set(ids)) == len(ids)
    assert len({one.id for one in given.seats}) == len(given.seats)
    assert len({one.holder for one in given.seats}) == len(given.seats)
    assert {one.holder for one in given.seats} <= set(ids)
    assert {one.id for one in given.people if one.role is Role.PROFESSIONAL} == {one.holder for one in given.seats}
    assert {state.chair, PersonId("person-1")} <= set(ids)
    assert {one.lead for one in given.children} - {""} <= {one.holder for one in given.seats}
    known = {one.id for one in given.children}
    assert all(one.contact <= known for one in given.seats)
    addresses = [one.address.lower() for one in given.people if one.address]
    assert len(set(addresses)) == len(addresses)
    for part in given.parts:
        assert given.start <= part.start < part.end <= given.planned_end
    if not state.before.draft:
        assert given.children
        assert all(one.lead and (one.born or one.expected) for one in given.children)


@pytest.mark.feature("B1", "B2", "B5", "B15")
@given(many)
@settings(max_examples=50, deadline=None)
def test_whatever_is_arranged_the_conference_is_sound(steps: list[object]) -> None:
    play = _draft()
    for step in steps:
        play.wait(minutes=1).asks("administrator", step)
        _sound(play.state)
        if play.state.before.draft:
            assert duties(play.state, play.now, ENGLAND) == ()
            assert next_due(play.state, play.now, ENGLAND) is None
    for person in play.state.particulars.people:
        view = sheet_view(play.state, person.id, play.now, ENGLAND)
        arranges = person.role in (Role.ADMINISTRATOR, Role.MANAGER) or person.id == play.state.chair
        assert isinstance(view, Refused) is not arranges
        status_view(play.state, person.id)
        next_for(play.state, person.id, play.now)
    assert fold(None, play.happened) == play.state


@pytest.mark.feature("B28")
@given(many, cancels, st.lists(st.sampled_from([3, 60]), min_size=31, max_size=31))
@settings(max_examples=25, deadline=None)
def test_nobody_is_asked_twice_to_one_time_nor_told_twice_that_it_is_cancelled(
    steps: list[object], last: object, waits: list[int]
) -> None:
    """Who has another address now is another reader: only they may be asked again."""
    play = _draft()
    play.does("administrator", ConveneConference())
    asked: Counter[tuple[str, str, int]] = Counter()
    for step, hours in zip((*steps, last), waits, strict=False):
        asked += Counter(_letters(play, play.perform(kinds=["invitation", "cancelled"])))
        play.wait(hours=hours).asks("administrator", step)
    play.wait(days=1)
    asked += Counter(_letters(play, play.perform(kinds=["invitation", "cancelled"])))
    assert not {one: times for one, times in asked.items() if times > 1}
    assert not play.keys("invitation")


def _letters(play: Play, keys: list[str]) -> list[tuple[str, str, int]]:
    """Kind and time of each, and the address or account that it went to."""
    out = []
    for key in keys:
        kind, who, _, number, *_mail = key.split("/")
        person = play.state.person(PersonId(who))
        where = str(person.account or person.address.lower())
        out.append((kind, f"{who} {where}", int(number)))
    return out
