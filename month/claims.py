"""What each person has a claim to be told, and for how long: one conference's journal, read from its first line to its last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.domain.particulars import Kind, Role
from bot.domain.profile import Reminders
from month.council import Planned, Way
from month.days import Days, at, day_of
from month.journal import Deed, Journal, Sent
from month.standing import Standing

FOREVER = datetime.max.replace(tzinfo=UTC)
INVITATION, CANCELLED = "invitation", "cancelled"
_DAILY = range(1, 11)
"""What waits for somebody is said on each of the next working days: a fortnight of them."""


class Key(NamedTuple):
    """Which claim: the same one for as long as nothing about it changes."""

    who: str
    what: str
    about: str = ""
    moment: datetime | None = None
    rung: datetime = FOREVER


@dataclass(slots=True, kw_only=True, eq=False)
class Claim:
    """To be reminded at `rung`, unless it is settled by `until`; without a rung, to be told from `opened` on.

    `met`: when they were told; `again`: when they were told once more, as they should not have been.
    """

    key: Key
    human: str
    number: int
    opened: datetime
    start: datetime
    ways: tuple[Way, ...]
    days: Days
    rule: Reminders
    until: datetime = FOREVER
    met: datetime | None = None
    again: list[datetime] = field(default_factory=list)

    @property
    def reminds(self) -> bool:
        return self.key.rung is not FOREVER

    @property
    def rung(self) -> datetime:
        return self.key.rung

    def __str__(self) -> str:
        return f"{self.key.what} {self.key.about}".rstrip() + f" in conference {self.number}"


def claims_of(planned: Planned, journal: Journal) -> list[Claim]:
    """All of one conference, those that were settled in time among them."""
    reader = _Reader(planned)
    for line in journal.lines:
        if line.number == planned.number:
            reader.reads(line)
    return reader.closed()


class _Reader:
    def __init__(self, planned: Planned) -> None:
        self._planned = planned
        self._stands = Standing(planned)
        self._open: dict[Key, Claim] = {}
        self._done: list[Claim] = []

    def reads(self, line: Deed | Sent) -> None:
        self._begins(line.at)
        if isinstance(line, Deed):
            self._stands.takes(line)
        elif line.failed and line.kind == INVITATION:
            self._stands.stuck.setdefault(line.who, line.at)
        elif line.kind in (INVITATION, CANCELLED) and not line.failed:
            self._arrives(line)
        wanted = set(_wanted(self._planned, self._stands))
        for key in self._open.keys() - wanted:
            self._close(key, line.at)
        for key in wanted - self._open.keys():
            self._open[key] = self._claim(key, line.at)

    def closed(self) -> list[Claim]:
        self._begins(FOREVER)
        return [*self._done, *self._open.values()]

    def _begins(self, now: datetime) -> None:
        """Nothing that comes before a meeting is said once it has begun."""
        if now >= self._stands.start and self._stands.cancelled is None:
            for key in list(self._open):
                self._close(key, self._stands.start)
            self._stands.begun = True

    def _close(self, key: Key, until: datetime) -> None:
        claim = self._open.pop(key)
        claim.until = until
        self._done.append(claim)

    def _claim(self, key: Key, opened: datetime) -> Claim:
        human = self._stands.humans[key.who]
        return Claim(
            key=key,
            human=human.name,
            number=self._planned.number,
            opened=opened,
            start=self._stands.start,
            ways=tuple(dict.fromkeys((human.way, human.reached))) if key.what == INVITATION else (human.reached,),
            days=Days(self._planned.profile.closure_days),
            rule=self._planned.profile.reminders,
        )

    def _arrives(self, line: Sent) -> None:
        key = Key(line.who, line.kind, str(self._stands.time) if line.kind == INVITATION else "")
        claim = self._open.get(key)
        if claim is None:
            stray = self._claim(key, line.at)
            stray.met, stray.again, stray.until = line.at, [line.at], line.at
            self._done.append(stray)
            return
        claim.met = line.at
        if line.kind == INVITATION:
            self._stands.asks(line.who, line.at)
        else:
            self._stands.ever.discard(line.who)


def _wanted(planned: Planned, now: Standing) -> Iterator[Key]:
    if now.arranged is None or now.begun:
        return
    if now.cancelled:
        yield from (Key(who, CANCELLED) for who in now.ever if now.humans[who].way is not Way.HAND)
        return
    for who in now.coming():
        if now.humans[who].way is not Way.HAND and who not in now.asked:
            yield Key(who, INVITATION, str(now.time))
    for key in _Reminding(planned, now, now.arranged).all():
        if key.rung < now.start and now.humans[key.who].way is not Way.HAND:
            yield key


class _Reminding:
    """Every reminder that is due to anybody as things stand, whether its day has come or not."""

    def __init__(self, planned: Planned, now: Standing, arranged: datetime) -> None:
        self._planned = planned
        self._now = now
        self._arranged = arranged
        self._days = Days(planned.profile.closure_days)
        self._rule = planned.profile.reminders
        self._chair = planned.about.chair
        self._admins = [who for who, role in now.roles.items() if role is Role.ADMINISTRATOR]

    def all(self) -> Iterator[Key]:
        for who in self._now.coming():
            yield from self._of_the_reply(who)
        for seat, holder in self._now.holders.items():
            yield from self._of_the_report(seat, holder)
        yield from self._of_the_chair()

    def _counted(
        self, who: str, what: str, about: str, moment: datetime, offsets: Iterable[int], asked: datetime
    ) -> Iterator[Key]:
        """The morning so many working days from that day; what had passed when they were asked, the morning after."""
        for offset in offsets:
            rung = at(self._days.count(day_of(moment), offset), self._rule.digest)
            if rung <= asked:
                rung = at(self._days.count(day_of(asked), 1), self._rule.digest)
            yield Key(who, what, about, moment, rung)

    def _daily(self, who: str, what: str, about: str, since: datetime) -> Iterator[Key]:
        for offset in _DAILY:
            yield Key(who, what, about, since, at(self._days.count(day_of(since), offset), self._rule.digest))

    def _untold(self, who: str) -> bool:
        """Nobody can write to them, or it was tried and did not go."""
        return self._now.humans[who].way is Way.HAND or who in self._now.stuck

    def _tellers(self, who: str) -> list[str]:
        """Family and whoever watches: their social worker, who was asked to tell them, and not the administrator as well, since
        two would tell one parent (decision 0022). Unless the bot cannot write to that social worker in Teams.
        """
        lead = self._now.humans[self._planned.about.leads[0]]
        asked = who not in self._now.stuck and self._now.roles[who] in (Role.FAMILY, Role.SUPPORTER, Role.OBSERVER)
        return [self._planned.about.leads[0]] if asked and lead.reached is Way.TEAMS else self._admins

    def _of_the_reply(self, who: str) -> Iterator[Key]:
        now, rule, asked = self._now, self._rule, self._now.asked.get(who)
        if asked is None:
            if self._untold(who):
                for teller in self._tellers(who):
                    yield from self._daily(teller, "to be told", who, now.stuck.get(who, self._arranged))
            return
        if who not in now.replied:
            yield from self._counted(who, "reply", "", asked, rule.reply, asked)
            for admin in self._admins:
                yield from self._counted(admin, "no reply", who, asked, (rule.tell_reply,), asked)
        if now.replied.get(who) != "cannot":
            yield from self._counted(who, "meeting", "", now.start, rule.meeting, asked)

    def _of_the_report(self, seat: str, holder: str) -> Iterator[Key]:
        now, rule, asked = self._now, self._rule, self._now.asked.get(holder)
        police = now.agencies[seat] == "police"
        due = due_on(self._planned, now.agencies[seat], now.start, self._days, family=False)
        if seat not in now.settled | now.none:
            if asked:
                yield from self._counted(holder, "report", seat, due, rule.report, asked)
            known = asked or (self._arranged if self._untold(holder) else None)
            if known:
                yield from self._counted(self._chair, "late report", seat, due, (rule.tell_chair,), known)
            for admin in self._admins if known and not police else ():
                yield from self._counted(admin, "late report", seat, due, (rule.tell_report,), known or due)
        if asked and seat not in now.shared | now.none and not police:
            due = due_on(self._planned, now.agencies[seat], now.start, self._days, family=True)
            yield from self._counted(holder, "share", seat, due, rule.shared, asked)

    def _of_the_chair(self) -> Iterator[Key]:
        """And of the lead social worker, who asks the family."""
        now, convened = self._now, self._now.convened or FOREVER
        for number, since in now.flags.items():
            yield from self._daily(self._chair, "flag", number, since)
        for who, role in now.roles.items():
            if role is Role.OBSERVER and who not in now.agreed:
                yield from self._daily(self._chair, "observer", who, convened)
            if role is Role.OBSERVER and who not in now.family_agreed:
                yield from self._daily(self._planned.about.leads[0], "observer", who, convened)
        if not now.declared:
            yield from self._daily(self._chair, "independence", "", convened)


def due_on(planned: Planned, agency: str, start: datetime, days: Days, *, family: bool) -> datetime:
    """Rules c1, by hand: LBH's own numbers; the City's for the family; elsewhere London's, which sets agencies no number
    for the family but that it is before the conference (S4 7.9).
    """
    review = planned.about.kind is Kind.REVIEW
    lbh, city = planned.borough == "lbh", planned.borough == "city_of_london"
    if lbh and family and not review:
        return start - timedelta(hours=48)
    if lbh:
        return at(days.count(day_of(start), -3), "17:00")
    if family and agency != "childrens_social_care" and not city:
        return start
    return at(days.count(day_of(start), -5 if review else -2), "17:00")
