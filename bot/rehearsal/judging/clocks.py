"""When the 24 hours began, as known at each moment, and when each alarm fell due (S3, S4 14.13)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.particulars import Particulars
from bot.domain.profile import Profile
from bot.rehearsal.judging.course import Course

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
PROMPTLY = timedelta(minutes=5)
"""What a worker may take, on the rehearsal's clock."""


@dataclass(frozen=True, slots=True)
class Clock:
    """From `known` on, the clocks are held to have begun at `start`."""

    known: datetime
    start: datetime


@dataclass(frozen=True, slots=True)
class Rung:
    """One alarm: due `hour` hours after the start, to be seen no later than `by`."""

    hour: int
    due: datetime
    by: datetime


def clocks(particulars: Particulars, profile: Profile, course: Course) -> list[Clock]:
    """The planned end and a while, unless an end comes first; then each correction, made with its reason.

    In UTC, where adding hours adds hours, whatever the clocks on the wall do that night.
    """
    assumed = particulars.planned_end.astimezone(UTC) + timedelta(hours=profile.summary.assume_end_after_planned_hours)
    known = [Clock(FIRST, assumed)]
    if course.ended and course.ended < assumed:
        known.append(Clock(course.ended, course.ended.astimezone(UTC)))
    return known + [Clock(made, given.astimezone(UTC)) for made, given in course.corrected]


def rungs(known: Sequence[Clock], hours: Sequence[int], loud: int, stops: Sequence[datetime]) -> Iterator[Rung]:
    """Each hour's alarm once, under the clock that was believed when it fell due. `stops`: the moments at which the
    rehearsal's clock stood, if it leaps: between two of them nothing can be done, so of several alarms leapt over only the
    last is owed, and none but the loud one once it is `loud` hours late.
    """
    done: set[int] = set()
    for number, one in enumerate(known):
        until = known[number + 1].known if number + 1 < len(known) else LAST
        due = {hour: one.start + timedelta(hours=hour) for hour in hours if hour not in done}
        live = {hour: at for hour, at in due.items() if one.known <= at < until}
        done |= set(live)
        yield from _seen_together(live, one.start + timedelta(hours=loud), stops)


def _seen_together(live: Mapping[int, datetime], loud: datetime, stops: Sequence[datetime]) -> Iterator[Rung]:
    last: dict[datetime, Rung] = {}
    for hour, due in live.items():
        stood = min((stop for stop in stops if stop >= due), default=due)
        if due >= loud or stood < loud:
            last[stood] = Rung(hour, due, stood + PROMPTLY)
    yield from last.values()
