"""The judge: what each person should have been told and when, worked out from the journal day by day, without the bot's rules.

Read for it: rules c1 (when reports are due), and the lines of a profile's `Reminders`. It is slow and plain on purpose.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from month.claims import Claim, claims_of
from month.council import Planned, Way
from month.days import at, day_of, hour_of
from month.journal import Journal, Outage, Sent

SLACK = timedelta(minutes=12)
"""The bot tries again every ten minutes at the latest, so that long after an outage a message may come."""

REMINDER = "reminder"


@dataclass(slots=True)
class Verdict:
    """`owed`: moments at which somebody was to be reminded. `held_up`: reminders that an outage kept back."""

    faults: list[str] = field(default_factory=list)
    owed: int = 0
    sent: int = 0
    held_up: int = 0
    on_time: int = 0
    most: int = 0
    whose: str = ""
    most_reminders: int = 0


def judged(planned: Sequence[Planned], journal: Journal) -> Verdict:
    verdict = Verdict()
    claims = [claim for one in planned for claim in claims_of(one, journal)]
    reminders = [one for one in journal.sent if one.kind == REMINDER]
    verdict.sent = len(reminders)
    told = [one for one in claims if not one.reminds]
    verdict.faults += [fault for one in told for fault in _told(one, journal.outages)]
    mine = _by_human(claim for claim in claims if claim.reminds)
    had = defaultdict(list)
    for one in reminders:
        had[one.human].append(one)
    for human in sorted({*mine, *had}):
        _reminded(human, mine.get(human, []), had[human], journal.outages, verdict)
    _count(journal, verdict)
    return verdict


def _by_human(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    found = defaultdict(list)
    for one in claims:
        found[one.human].append(one)
    return found


# ---------------------------------------------------------------------------------------------------------- reminders


def _reminded(
    human: str, claims: list[Claim], had: Sequence[Sent], outages: Sequence[Outage], verdict: Verdict
) -> None:
    """From one reminder to the next: when it should have come, and whether it did."""
    left, last, missed = list(had), None, list(claims)
    while found := _next(missed, last, outages):
        goes, due = found
        came = next((one for one in left if goes <= one.at <= goes + SLACK), None)
        if came is None:
            lapse = [one for one in due if one.until > goes + SLACK]
            verdict.faults += [f"{human} was not reminded: {one}, {_said(goes)}" for one in lapse[:1]]
            verdict.owed += bool(lapse)
            missed = [one for one in missed if one not in due]
            continue
        left.remove(came)
        verdict.owed += 1
        late = came.at - min(one.rung for one in due) > SLACK
        verdict.held_up += late
        verdict.on_time += not late
        last = came.at
        missed = [one for one in missed if one.rung > last]
    verdict.faults += [f"{human} was reminded {_why(one, claims, had)}, {_said(one.at)}" for one in left]


def _next(
    claims: Sequence[Claim], last: datetime | None, outages: Sequence[Outage]
) -> tuple[datetime, list[Claim]] | None:
    """The next moment at which anything is to be said, and all that is then due."""
    goes = [(moment, one) for one in claims if (moment := _goes(one, last, outages))]
    if not goes:
        return None
    first = min(moment for moment, _ in goes)
    return first, [one for moment, one in goes if moment <= first + SLACK and one.rung <= first + SLACK]


def _goes(claim: Claim, last: datetime | None, outages: Sequence[Outage]) -> datetime | None:
    """By day, when the road is open, and on another day than the last; None if it is settled by then."""
    moment = max(claim.rung, claim.opened)
    if last is not None and day_of(last) >= day_of(moment):
        moment = at(claim.days.count(day_of(last), 1), claim.rule.digest)
    while True:
        before = moment
        moment = _up(claim.ways[-1], _by_day(claim, moment, claim.rule.digest), outages)
        if moment == before:
            return moment if moment < claim.until else None


def _by_day(claim: Claim, moment: datetime, opens: str) -> datetime:
    day, hour = day_of(moment), f"{hour_of(moment):%H:%M}"
    if claim.days.worked(day) and hour < claim.rule.quiet_from:
        return max(moment, at(day, opens))
    return at(claim.days.count(day, 1), opens)


def _up(way: Way, moment: datetime, outages: Sequence[Outage]) -> datetime:
    return next((one.ends for one in outages if one.way is way and one.begins <= moment < one.ends), moment)


def _why(one: Sent, claims: Sequence[Claim], had: Sequence[Sent]) -> str:
    """Words for a reminder that was not owed."""
    if any(other is not one and day_of(other.at) == day_of(one.at) for other in had):
        return "twice in a day"
    days = {claim.number: claim for claim in claims}
    about = days.get(one.number)
    if about and not about.days.worked(day_of(one.at)):
        return "on a day that is not worked"
    if about and not about.rule.quiet_until <= f"{hour_of(one.at):%H:%M}" < about.rule.quiet_from:
        return "in quiet hours"
    settled = any(claim.rung < one.at and claim.until <= one.at for claim in claims if claim.number == one.number)
    return "of what was settled" if settled else "of nothing that was due"


# ------------------------------------------------------------------------------------------- invitations, cancellations


def _told(claim: Claim, outages: Sequence[Outage]) -> Iterator[str]:
    """Told once, by day or at once where the meeting is near; not at all where it was settled before that."""
    goes = _tells(claim, outages)
    if claim.met is None:
        if claim.until > goes + SLACK:
            yield f"{claim.human} was not told: {claim}, {_said(goes)}"
    elif not goes <= claim.met <= goes + SLACK:
        yield f"{claim.human} was told at the wrong hour: {claim}, {_said(goes)}, came {_said(claim.met)}"
    yield from (f"{claim.human} was told again: {claim}, {_said(moment)}" for moment in claim.again)


def _tells(claim: Claim, outages: Sequence[Outage]) -> datetime:
    moment = claim.opened
    while True:
        before = moment
        later = _by_day(claim, moment, claim.rule.quiet_until)
        if claim.start - later >= timedelta(hours=24):
            moment = later
        for way in claim.ways:
            moment = _up(way, moment, outages)
        if moment == before:
            return moment


# ---------------------------------------------------------------------------------------------------------------- counts


def _count(journal: Journal, verdict: Verdict) -> None:
    by_day = Counter((one.human, day_of(one.at)) for one in journal.sent)
    if by_day:
        (verdict.whose, _), verdict.most = by_day.most_common(1)[0]
    digests = Counter((one.human, day_of(one.at)) for one in journal.sent if one.kind == REMINDER)
    verdict.most_reminders = max(digests.values(), default=0)


def _said(moment: datetime) -> str:
    return f"{day_of(moment):%a %-d %b} {hour_of(moment):%H:%M:%S}"
