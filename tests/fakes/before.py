"""A conference some days before it is held, and scenes of it: for tests of what comes next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from bot.domain import events_before as e
from bot.domain.board import Line, line
from bot.domain.deadlines import borough_calendar
from bot.domain.events_before import ConferenceConvened, Replied
from bot.domain.ids import PersonId, SeatId
from bot.domain.inviting import invited
from bot.domain.preparations import Coming, Need
from bot.domain.verbs.record_send import RecordPosted
from tests.dates import moment
from tests.fakes.builders import ENGLAND, START, Play

EARLIER = START - timedelta(days=11)
"""Thu 26 Nov 2026 10:00: seven working days before."""


def before(convened: bool = True, **change: Any) -> Play:
    """Seven working days before it begins."""
    play = Play(**change, now=EARLIER)
    return play.happens(ConferenceConvened()) if convened else play


def replies(play: Play, said: Mapping[str, str]) -> Play:
    """Who answered the invitation, and what."""
    return play.happens(
        *(
            Replied(person=PersonId(who), coming=Coming(coming), by=PersonId(who), time=play.state.before.time)
            for who, coming in said.items()
        ),
    )


ADMIN = PersonId("administrator")


class Before(Play):
    def convened(self, text: str = "Mon 16 Nov 2026 09:00") -> Self:
        return self.until(text).happens(e.ConferenceConvened(by=ADMIN))

    def invited(self) -> Self:
        """Everybody's invitation has gone to them in Teams."""
        for who in invited(self.state):
            key = f"invitation/{who}//{self.state.before.time}"
            self.does("bot", RecordPosted(duty=key, face="asked", conversation="a:chat", message=f"m-{key}"))
        return self

    def says(self, who: str, coming: Coming = Coming.ATTENDING, *needs: Need) -> Self:
        person, time = PersonId(who), self.state.before.time
        return self.happens(
            e.Replied(person=person, coming=coming, by=person, time=time, needs=frozenset(needs), note="Canary note")
        )

    def everybody_comes(self) -> Self:
        for who in invited(self.state):
            self.says(who)
        return self

    def sends(self, *seats: str) -> Self:
        return self.happens(*(e.ReportSent(seat=SeatId(one), by=ADMIN) for one in seats))

    def everything_in(self) -> Self:
        """Each report is there and was gone through with the family."""
        for seat in self.particulars.seats:
            self.sends(seat.id)
            self.happens(e.ReportShared(seat=seat.id, by=ADMIN, on=self.now.date()))
        return self

    def line(self, text: str = "") -> Line:
        now: datetime = moment(text) if text else self.now
        return line(self.state, now, borough_calendar(self.profile, ENGLAND))
