"""A conference before it is held, by its events: what each verb makes of them is that verb's own test."""

from datetime import datetime
from typing import Self

from bot.domain import events_before as e
from bot.domain.board import Forecast, Line, by_replies, line
from bot.domain.deadlines import borough_calendar
from bot.domain.events import Event
from bot.domain.evolve import evolve
from bot.domain.ids import PersonId, SeatId
from bot.domain.inviting import invited
from bot.domain.preparations import Coming, Need
from bot.domain.verbs.record_send import RecordPosted
from tests.dates import moment
from tests.fakes.builders import ENGLAND, Play

ADMIN = PersonId("administrator")


class Before(Play):
    def happens(self, *events: Event) -> Self:
        for event in events:
            self.happened.append((event, self.now))
            self.state = evolve(self.state, event, self.now)
        return self

    def at(self, text: str) -> Self:
        self.now = moment(text)
        return self

    def convened(self, text: str = "Mon 16 Nov 2026 09:00") -> Self:
        return self.at(text).happens(e.ConferenceConvened(by=ADMIN))

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

    def line(self, text: str = "", forecast: Forecast = by_replies) -> Line:
        now: datetime = moment(text) if text else self.now
        return line(self.state, now, borough_calendar(self.profile, ENGLAND), forecast)
