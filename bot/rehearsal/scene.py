"""What every actor of a play needs at hand."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import PersonId
from bot.domain.particulars import Particulars
from bot.domain.profile import Profile
from bot.rehearsal.cast import Cast
from bot.rehearsal.people import Client
from bot.rehearsal.script import Part, Script
from bot.rehearsal.stage import Stage
from bot.rehearsal.teams import Chat


class Audience(Protocol):
    """Who watches a play. Never told what anybody wrote."""

    def tell(self, at: datetime, who: str, what: str) -> None:
        """One thing that somebody did."""
        ...

    def progress(self, done: int, of: int) -> None:
        """How far the play has got, in cues."""
        ...


@dataclass(slots=True, kw_only=True)
class Scene:
    stage: Stage
    about: Particulars
    profile: Profile
    written: Script
    people: Cast
    chat: Chat
    audience: Audience
    chair: PersonId
    deed: dict[str, bool] = field(default_factory=dict)

    def part(self, who: PersonId) -> Part:
        return self.written.parts[who]

    def client(self, who: PersonId) -> Client:
        """Their Teams, opened when it is first needed."""
        if who not in self.people.clients:
            self.people.clients[who] = Client(self.stage.teams, self.people.here[who])
        return self.people.clients[who]

    def own_client(self, who: PersonId) -> Client:
        """Of the account that the bot was told of, by which they are asked: some join from another one on the day."""
        person = self.people.own[who]
        if person is self.people.here[who]:
            return self.client(who)
        if who not in self.people.own_clients:
            self.people.own_clients[who] = Client(self.stage.teams, person)
        return self.people.own_clients[who]

    def minute(self, minutes: float) -> datetime:
        return self.about.start + timedelta(minutes=minutes)

    def says(self, who: PersonId, what: str) -> None:
        person = self.about.person(who)
        seat = self.about.seat_of(who)
        role = seat.title if seat else (person.relation or person.role.value.replace("_", " "))
        self.audience.tell(self.stage.now, f"{person.name} ({role})", what)
