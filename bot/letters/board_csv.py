"""The board as a file for a spreadsheet: a line for each conference, counts and codes only, and nothing that a spreadsheet
would work out (RFC 4180; OWASP, CSV injection).
"""

import csv
import io
from collections.abc import Iterable, Iterator

from bot.domain.board import NO_QUORUM, REPORT_IN, REPORT_LATE, Line, worst_first
from bot.domain.calendar import LONDON
from bot.domain.reports import ReportState
from bot.words import board as words
from bot.words.labels import label

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, in either width."""


def board_csv(lines: Iterable[Line]) -> str:
    return "".join(records(lines))


def records(lines: Iterable[Line]) -> Iterator[str]:
    """The columns' names, then the worst first, as on the card."""
    yield _record(words.COLUMNS)
    for line in worst_first(lines):
        yield _record(guarded(cell) for cell in _cells(line))


def _record(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def guarded(cell: str) -> str:
    """The same cell, as text whatever it begins with."""
    return f"'{cell}" if cell.startswith(_ACTS) or cell.lstrip().startswith(_ACTS) else cell


def _cells(line: Line) -> Iterator[str]:
    start, end = line.start.astimezone(LONDON), line.planned_end.astimezone(LONDON)
    yield from (line.reference, label(line.kind), words.phase(line.phase))
    yield from (f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}")
    said = line.replies
    yield from map(str, (said.asked, said.answered, said.coming, said.colleague, said.cannot))
    states = (REPORT_IN, REPORT_LATE, {ReportState.NONE})
    reports = (sum(line.reports.get(one, 0) for one in some) for some in states)
    yield from map(str, (line.wanted, *reports))
    yield from map(str, (len(line.quorum), sum(one in NO_QUORUM for one in line.quorum.values())))
    yield words.needs(line).removeprefix(words.NEEDED)
    yield words.troubles(line)
    yield from words.late(line)
