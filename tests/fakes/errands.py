"""A conference that the bot sees to in Microsoft 365, by its events alone: what happens there, a test says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.events_before import ConferenceConvened
from bot.domain.events_errands import ErrandDone
from bot.domain.ids import PersonId
from bot.domain.microsoft import Held, Obstacle
from bot.domain.particulars import Particulars
from bot.domain.trying import errands
from bot.domain.verbs.record_errand import RecordErrandDone, RecordErrandFailed
from tests.fakes.builders import ENGLAND, START, Play, conference

CHAT = "19:meeting_made@thread.v2"
LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_made%40thread.v2/0"
OTHER = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_other%40thread.v2/0"
SHORT = "https://teams.microsoft.com/meet/123"
MADE = Held(organiser="clerk", join_link=LINK, chat=CHAT, event="event-1", meeting="meeting-1")
A_WEEK = timedelta(days=7)


def unseen(given: Particulars, *people: str) -> Particulars:
    """Of these only an address is known; all others can be written to."""
    listed = (
        replace(one, account=None, installed=False, address=f"{one.id}@council.example") if one.id in people else one
        for one in given.people
    )
    return replace(given, people=tuple(listed))


def convened(*people: str, microsoft: bool = True, **change: Any) -> Play:
    """A week before its start, by day."""
    play = Play(unseen(conference(**change), *people), now=START - A_WEEK)
    play.happens(ConferenceConvened(by=PersonId("administrator"), microsoft=microsoft))
    return play


def tried(play: Play) -> list[str]:
    """What the bot does now in Microsoft 365, in order."""
    return [one.errand.key for one in errands(play.state, play.now, ENGLAND) if one.since <= play.now]


def succeeds(play: Play, errand: str, **what: Any) -> None:
    play.does("bot", RecordErrandDone(done=ErrandDone(errand=errand, **what)))


def fails(play: Play, errand: str, code: Obstacle, *, final: bool = False, minutes: float = 5) -> None:
    """`minutes` until the next try; of what failed for good as well."""
    again = play.now + timedelta(minutes=minutes)
    play.does("bot", RecordErrandFailed(errand=errand, code=code, final=final, retry_at=again))
