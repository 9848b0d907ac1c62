"""Decide, evolve, owe: what holds of the pattern itself."""

from dataclasses import dataclass, replace

import pytest

from bot.domain.actor import BOT
from bot.domain.conference import Conference
from bot.domain.delivery import late
from bot.domain.events import EVENTS, MeetingStarted, Source
from bot.domain.evolve import evolve, fold
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, BugError, Outcome
from bot.domain.powers import Power
from bot.domain.verbs.give_copy import GiveCopy
from bot.domain.verbs.registry import VERBS, Asked, verb
from tests.fakes.builders import END, POLICY, START, WREN, Play, actor, changed, conference, core_group, profile


def test_a_conference_is_the_fold_of_its_events_and_nothing_besides() -> None:
    play = Play().bind().approved()
    play.perform()
    assert fold(None, play.happened) == play.state
    assert play.state.version == len(play.happened)
    half = len(play.happened) // 2
    assert fold(fold(None, play.happened[:half]), play.happened[half:]) == play.state


def test_a_log_that_does_not_begin_with_a_set_up_is_our_own_fault() -> None:
    with pytest.raises(BugError):
        evolve(None, MeetingStarted(source=Source.CHAIR), START)
    assert fold(None, []) is None


def test_every_event_there_is_can_be_folded() -> None:
    """What a play through all of it leaves out is named here, so that a new event is noticed."""
    from bot.domain.evolve import _CHANGES  # noqa: PLC0415 - private, and looked at here alone

    assert {*_CHANGES, EVENTS["conference_set_up"]} == set(EVENTS.values())


@dataclass(frozen=True)
class _Nothing:
    pass


def test_a_verb_is_registered_once() -> None:
    taken = next(iter(VERBS.values()))

    def rule(_asked: Asked, _command: object) -> Outcome:
        return Accepted()

    with pytest.raises(ValueError, match=taken.name):
        verb(taken.name, _Nothing, frozenset({Power.CHAIR}))(rule)
    with pytest.raises(ValueError, match="twice"):
        verb("no.such", taken.command, frozenset({Power.CHAIR}))(rule)
    assert "no.such" not in VERBS


def test_a_rule_cannot_ask_who_a_stranger_is() -> None:
    asked = Asked(state=Play().state, actor=actor("nobody"), person=None, now=START, policy=POLICY)
    with pytest.raises(LookupError):
        _ = asked.who


def test_the_bot_and_a_person_are_told_apart_by_their_keys() -> None:
    assert (BOT.key, actor("chair").key) == ("bot", "council:oid-chair")


def test_the_state_cannot_be_changed_in_place() -> None:
    state: Conference = Play().state
    with pytest.raises(AttributeError):
        state.version = 7  # type: ignore[misc]


@pytest.mark.feature("A2")
def test_late_is_when_the_day_is_over_and_somebody_entitled_has_nothing() -> None:
    play = Play().decided()
    play.now = END
    play.end()
    assert not late(play.state, play.wait(hours=23).now)
    assert late(play.state, play.wait(hours=1).now)
    play.approve().perform()
    assert late(play.state, play.now), "the copies by hand are still to be given"
    play.does("ines", *(GiveCopy(person=PersonId(who), how="by hand") for who in ("katya", "desmond", "orla")))
    assert not late(play.state, play.now)
    assert not late(Play(core_group()).gather().end().state, play.now)


def test_nobody_is_written_to_who_cannot_be() -> None:
    given = changed(changed(conference(), "chair", installed=False), "administrator", installed=False)
    play = Play(changed(changed(given, "ines", installed=False), "tomas", installed=False)).approved()
    play.perform()
    assert not {"chair", "administrator", "ines", "tomas"} & {key.split("/")[1] for key in play.state.sends}


def test_a_borough_without_a_limit_proposes_nothing() -> None:
    play = Play(profile=replace(profile(), limits=())).closed()
    assert play.decision(WREN).dates == {}
