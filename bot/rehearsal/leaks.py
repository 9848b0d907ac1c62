"""The leak check: reads only the wire, and finds anything that was put before somebody who may not see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.particulars import Particulars
from bot.domain.profile import Profile
from bot.rehearsal.judging.cast import Accounts
from bot.rehearsal.judging.court import Court, Found, Rule
from bot.rehearsal.judging.rules import all_rules
from bot.rehearsal.judging.story import How, Record, Shown
from bot.rehearsal.teams import Entry
from bot.words.times import at_time

__all__ = ["Leak", "Rule", "check"]

NOBODY = "nobody's client, but Teams was sent it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One thing that somebody saw and may not. `who`: ids in the conference, a stranger by the loopback's name; empty
    when no client showed it. `secret` is what kind of thing; the thing itself is never reprinted. `wire`: the record.
    """

    rule: Rule
    who: tuple[str, ...]
    at: datetime
    where: str
    secret: str
    wire: int

    def __str__(self) -> str:
        people = ", ".join(self.who) or NOBODY
        return f"{at_time(self.at)}, {self.where} (wire {self.wire}), seen by {people}: {self.rule}: {self.secret}"


def check(wire: Iterable[Record | Entry], particulars: Particulars, profile: Profile, accounts: Accounts) -> list[Leak]:
    """All leaks, in the order of the wire.

    `wire`: the entries of the loopback's log, or the records that `Wire.export` makes of them. Raises KeyError or
    ValueError for no wire log.
    """
    court = Court(wire, particulars, profile, accounts)
    rules = all_rules()
    found = (one for shown in court.story.shown for rule in rules for one in rule(court, shown))
    leaks = [_leak(court, one) for one in dict.fromkeys(found)]
    return list(dict.fromkeys(leaks))


def _leak(court: Court, found: Found) -> Leak:
    shown = found.shown
    people = sorted(found.people)
    return Leak(
        rule=found.rule,
        who=tuple(court.cast.at(one, shown.seq) or f"stranger {one}" for one in people),
        at=shown.at,
        where=_where(shown),
        secret=found.what,
        wire=shown.seq,
    )


def _where(shown: Shown) -> str:
    place = "a private chat" if shown.private_chat else "the meeting chat"
    if shown.how is How.ANSWER:
        verb = shown.press.verb if shown.press else "a press"
        return f"in the answer to {verb} in {place}"
    return f"{shown.how} in {place}"
