"""Teams' word that somebody joined or left the call: a hint, never proof (J5)."""

from dataclasses import dataclass

from bot.domain.events import Joined, Left
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome
from bot.domain.powers import Power
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAttendance:
    person: PersonId
    here: bool


@verb("person.note_attendance", NoteAttendance, frozenset({Power.BOT}))
def note_attendance(asked: Asked, command: NoteAttendance) -> Outcome:
    one = asked.state.attendance_of(command.person)
    if command.here:
        again = one.joined and one.left_at is None
        return Accepted() if again else Accepted((Joined(person=command.person),))
    gone = one.left_at is not None and not one.joined
    return Accepted() if gone else Accepted((Left(person=command.person),))
