"""The table of a month, a line for each seed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from month.journal import Outage, What
from month.play import Played

_COLUMNS = (
    "seed",
    "from",
    "conferences",
    "invitees",
    "replies",
    "reports",
    "moved",
    "cancelled",
    "away (h)",
    "invitations",
    "reminders owed",
    "sent",
    "held up",
    "most in a day",
    "faults",
)


def table(months: Sequence[Played]) -> Iterator[str]:
    rows = [_COLUMNS, *(_row(one) for one in months)]
    wide = [max(len(row[at]) for row in rows) for at in range(len(_COLUMNS))]
    for row in rows:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, wide, strict=True)).rstrip()


def _row(one: Played) -> tuple[str, ...]:
    did = Counter(deed.what for deed in one.journal.deeds)
    kinds = Counter(sent.kind for sent in one.journal.sent)
    verdict = one.verdict
    return (
        str(one.seed),
        f"{one.council.first:%-d %b %Y}",
        str(len(one.council.planned)),
        str(one.council.invitees),
        str(did[What.REPLIED] + did[What.PASSED_ON]),
        str(did[What.SENT] + did[What.RECEIVED] + did[What.NOT_COMING]),
        str(did[What.MOVED]),
        str(did[What.CANCELLED]),
        _hours(one.journal.outages),
        str(kinds["invitation"]),
        str(verdict.owed),
        str(verdict.sent),
        str(verdict.held_up),
        f"{verdict.most} ({verdict.whose})",
        str(len(verdict.faults)),
    )


def _hours(outages: Sequence[Outage]) -> str:
    hours = Counter[str]()
    for one in outages:
        hours[one.way] += round((one.ends - one.begins).total_seconds() / 3600)
    return "+".join(f"{count} {way}" for way, count in sorted(hours.items()))
