"""A conference of people of whom some can be reached by mail alone, and events that nobody need press for."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.events_before import ConferenceConvened
from bot.domain.ids import PersonId
from bot.domain.particulars import Particulars
from tests.dates import moment
from tests.fakes.builders import START, Play, conference

ADMIN = PersonId("administrator")
LINK = "https://teams.example/l/meetup-join/19%3ameeting_wren%40thread.v2/0"
CONVENED = "Mon 23 Nov 2026 11:00"
"""A fortnight before START, by day."""


def mailed(*people: str, also: Collection[str] = (), **change: Any) -> Particulars:
    """`people` have an address and no account; those of `also` both."""
    given = conference(**{"join_link": LINK} | change)
    listed = tuple(
        replace(one, address=f"{one.id}@post.example", account=None, installed=False)
        if one.id in people
        else replace(one, address=f"{one.id}@post.example")
        if one.id in also
        else one
        for one in given.people
    )
    return replace(given, people=listed)


def convened(*people: str, also: Collection[str] = (), calendar: bool = True, **change: Any) -> Play:
    """Convened two weeks before it starts, with nothing sent yet. `change` goes to the particulars."""
    play = Play(particulars=mailed(*people, also=also, **change), now=START - timedelta(days=20))
    play.now = moment(CONVENED)
    return play.happens(ConferenceConvened(by=ADMIN, calendar=calendar))
