"""A conference some days before it is held, and what happened of it without asking the rules: for tests of what comes next."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.events import Event
from bot.domain.events_before import ConferenceConvened, Replied
from bot.domain.evolve import evolve
from bot.domain.ids import PersonId
from bot.domain.preparations import Coming
from tests.fakes.builders import START, Play

EARLIER = START - timedelta(days=11)
"""Thu 26 Nov 2026 10:00: seven working days before."""


def happen(play: Play, *events: Event) -> Play:
    """What other rules lead to, or somebody else's verbs."""
    for event in events:
        play.happened.append((event, play.now))
        play.state = evolve(play.state, event, play.now)
    return play


def before(convened: bool = True, **change: Any) -> Play:
    """Seven working days before it begins."""
    play = Play(**change, now=EARLIER)
    return happen(play, ConferenceConvened()) if convened else play


def replies(play: Play, said: Mapping[str, str]) -> Play:
    """Who answered the invitation, and what."""
    return happen(
        play,
        *(
            Replied(person=PersonId(who), coming=Coming(coming), by=PersonId(who), time=play.state.before.time)
            for who, coming in said.items()
        ),
    )
