"""The board: how each conference of a week stands, in counts. No name, no child, nothing that anybody said (M5)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from bot.domain.board import REPORT_IN, Line, Phase, Trouble
from bot.domain.forecast import Forecast
from bot.domain.particulars import Kind
from bot.domain.preparations import Need
from bot.domain.reports import ReportState
from bot.words.labels import label
from bot.words.times import at_time, count, on_day

TITLE = "The board"
FALLBACK = "How the week's conferences stand. Please open it in a newer version of Teams."
NOTHING = "You look after no conference in this week."
ALL_WELL = "Nothing is late, and nothing is in danger."
NOT_LISTED = "You are not on its list, so it does not open for you."
REFRESH = "Look again"
TABLE = "Get this as a table (CSV)"
TO_COPY = "Copy every line below, from every page, into a text editor and save it with a name that ends in .csv."
BACK = "Back to the board"
NEEDED = "Needed: "
_FURTHER = 8
COLUMNS = (
    *("Reference", "Type", "State", "Day", "Starts", "Ends"),
    *("To be asked", "Replied", "Coming", "Sending a colleague", "Cannot come"),
    *("Reports wanted", "Reports in", "Reports late", "Reports that will not come"),
    *("Children with a forecast", "Of them without quorum", "Needed", "Late or in danger"),
    *("Later than its limit", "Reason for that recorded"),
)
"""Of the same in a file."""

_PHASES: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.DRAFT: "Still being set up",
        Phase.SET_UP: "Set up, not convened yet",
        Phase.CONVENED: "Convened",
        Phase.UNDER_WAY: "Under way",
        Phase.HELD: "Held",
        Phase.CANCELLED: "Cancelled",
    }
)

_BEFORE = (Phase.DRAFT, Phase.SET_UP)

_NEEDS: Mapping[Need, tuple[str, str]] = MappingProxyType(
    {
        Need.INTERPRETER: ("interpreter", "interpreters"),
        Need.ADVOCATE: ("advocate", "advocates"),
        Need.ACCESS: ("access need", "access needs"),
        Need.CHILDCARE: ("need of childcare", "needs of childcare"),
        Need.DEVICE: ("device", "devices"),
        Need.CONNECTION: ("connection", "connections"),
        Need.JOINING_TEST: ("joining test", "joining tests"),
    }
)

_FORECASTS: Mapping[Forecast, str] = MappingProxyType(
    {
        Forecast.UNMET: "No quorum",
        Forecast.FEW: "Too few agencies for quorum",
        Forecast.OPEN: "Quorum open until more reply",
        Forecast.MET: "Quorum expected",
    }
)
"""The worst first."""


def week(ahead: int, monday: date) -> str:
    """As "Next week: Mon 14 Dec 2026 to Fri 18 Dec 2026"."""
    which = ("This week", "Next week")[ahead] if ahead <= 1 else f"In {ahead} weeks"
    return f"{which}: {on_day(monday)} to {on_day(monday + timedelta(days=4))}"


def turn(ahead: int) -> str:
    """The button to another week."""
    return ("This week", "Next week")[ahead] if ahead <= 1 else f"In {ahead} weeks"


def page(number: int, of: int) -> str:
    return f"Page {number} of {of}"


def total(lines: int, troubled: int) -> str:
    """As "12 conferences, 3 of them with something late or in danger"."""
    said = count(lines, "conference")
    if not troubled:
        return f"{said}. {ALL_WELL}"
    return f"{said}. {troubled} with something late or in danger."


def nobody_meets(first: date, last: date, weeks: int, most: int) -> str:
    """As "No conference from Mon 23 Nov 2026 to Sun 29 Nov 2026. --weeks 8 looks further."."""
    further = f" --weeks {min(max(_FURTHER, 2 * weeks), most)} looks further." if weeks < most else ""
    return f"No conference from {on_day(first)} to {on_day(last)}.{further}"


def late(line: Line) -> tuple[str, str]:
    """Whether a limit is not kept, and whether a reason for that is recorded."""
    return "yes" if line.late else "no", ("yes" if line.delay_given else "no") if line.late else ""


def unreadable(number: int) -> str:
    """Never kept quiet: what is not on the board is not known to be well."""
    return f"{count(number, 'conference')} of this week could not be read. Please tell whoever looks after this bot."


def head(line: Line) -> str:
    return f"{at_time(line.start)}: {line.reference}"


def about(line: Line) -> str:
    return f"{label(line.kind)}. {_PHASES[line.phase]}."


def open_one(reference: str) -> str:
    return f"Open {reference}"


def phase(code: Phase) -> str:
    return _PHASES[code]


def trouble(code: Trouble, number: int) -> str:
    return _TROUBLES[code](number)


def troubles(line: Line) -> str:
    return " ".join(f"{trouble(code, number)}." for code, number in line.troubles.items())


_TROUBLES: Mapping[Trouble, Callable[[int], str]] = MappingProxyType(
    {
        Trouble.SUMMARY_LATE: lambda _: "The decision summary is late",
        Trouble.NOT_INVITED: lambda _: "Nobody has been invited yet",
        Trouble.NO_QUORUM: lambda number: f"Not quorate as it stands for {count(number, 'child', 'children')}",
        Trouble.ERRAND: lambda number: f"{count(number, 'thing')} went wrong in Microsoft 365",
        Trouble.REPORT_LATE: lambda number: f"{count(number, 'report is', 'reports are')} late",
        Trouble.NO_REPLY: lambda number: f"{count(number, 'person has', 'people have')} not replied in time",
        Trouble.TELL: lambda number: f"{count(number, 'person', 'people')} still to be told by hand",
        Trouble.SHARE_LATE: lambda number: f"{count(number, 'report')} not gone through with the family in time",
        Trouble.OPTION: lambda number: f"{count(number, 'meeting option')} to look at in Teams",
        Trouble.COPY: lambda number: f"{count(number, 'copy', 'copies')} of the summary to be given by hand",
    }
)


def counts(line: Line) -> str:
    """What is known of it, in one line."""
    parts = [replies(line), reports(line), quorum(line), needs(line)]
    return " ".join(f"{part}." for part in parts if part)


def replies(line: Line) -> str:
    if line.phase in _BEFORE:
        return f"{count(line.replies.asked, 'person', 'people')} to be invited"
    said = f"{line.replies.answered} of {line.replies.asked} have replied"
    kinds = [(line.replies.colleague, "sending a colleague"), (line.replies.cannot, "cannot come")]
    more = ", ".join(f"{number} {what}" for number, what in kinds if number)
    return f"{said} ({more})" if more else said


def reports(line: Line) -> str:
    """Nothing of a core group, to which none are asked; of the police's, nothing anywhere."""
    if not line.wanted or line.phase in _BEFORE:
        return ""
    none = line.reports.get(ReportState.NONE, 0)
    there = sum(line.reports.get(one, 0) for one in REPORT_IN)
    said = f"{there} of {count(line.wanted, 'report')} in"
    return f"{said} ({none} not coming)" if none else said


def quorum(line: Line) -> str:
    """Child by child, by their order in the conference: a name belongs on no list of conferences. Before anybody is asked,
    only what no reply could mend.
    """
    if not line.quorum or line.kind is Kind.CORE_GROUP:
        return ""
    found: dict[Forecast, list[int]] = {one: [] for one in _FORECASTS}
    for number, one in enumerate(line.quorum.values(), start=1):
        found[one].append(number)
    if line.phase in _BEFORE:
        found.pop(Forecast.OPEN)
    parts = [_forecast(one, numbers, len(line.quorum)) for one, numbers in found.items() if numbers]
    return "; ".join(parts)


def _forecast(one: Forecast, numbers: list[int], children: int) -> str:
    if len(numbers) == children:
        return _FORECASTS[one]
    which = " and ".join(str(number) for number in numbers)
    return f"{_FORECASTS[one]} for {'child' if len(numbers) == 1 else 'children'} {which} of {children}"


def needs(line: Line) -> str:
    said = ", ".join(count(number, *_NEEDS[need]) for need, number in line.needs.items())
    return f"{NEEDED}{said}" if said else ""
