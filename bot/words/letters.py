"""What stands in letters beside a borough's own words: subjects, hours, and what waits for somebody. Nothing of the case."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.domain.duties import DutyKind
from bot.domain.outstanding import Item
from bot.domain.views.letter import LetterView, WaitingView
from bot.words.shells import title
from bot.words.times import at_time

_SUBJECTS: Mapping[tuple[DutyKind, str], str] = MappingProxyType(
    {
        (DutyKind.INVITATION, "asked"): "invitation",
        (DutyKind.INVITATION, "again"): "new time",
        (DutyKind.CALENDAR, "entry"): "for your calendar",
        (DutyKind.CALENDAR, "changed"): "changed",
        (DutyKind.CALENDAR, "cancelled"): "cancelled",
        (DutyKind.CANCELLED, "told"): "cancelled",
        (DutyKind.BY_HAND, "ask"): "somebody to tell",
        (DutyKind.ASK, "answered"): "an answer for you",
        (DutyKind.FLAG, "raised"): "somebody asks to speak to you",
        (DutyKind.DELAY, "late"): "later than its limit",
        (DutyKind.DELAY, "explained"): "later than its limit",
        (DutyKind.DELAY, "given"): "why it is late",
    }
)

_REMINDER = "Something to do before a conference"

_ITEMS: Mapping[Item, str] = MappingProxyType(
    {
        Item.REPLY: "Please say whether you can come.",
        Item.REPORT: "Please send your report.",
        Item.SHARE: "Please go through your report with the family.",
        Item.MEETING: "Please come in good time.",
        Item.FLAG: "Somebody asks to speak to the chair before the meeting.",
        Item.NO_REPLY: "Somebody has not said whether they come.",
        Item.NO_REPORT: "A report is missing.",
        Item.LETTER: "A letter has to be given to somebody.",
        Item.TELL: "Somebody has to be told of it by hand.",
        Item.DELAY: "Nobody has said yet why it is later than its limit.",
    }
)
_A_COUNCIL = "The council"
_NO_BOROUGH = "london"
_OTHER = "Something waits for your answer."


def subject(kind: DutyKind, face: str, reference: str) -> str:
    """Shown on locked screens: the council's reference and what the letter is for. A reminder may be of several conferences."""
    if kind is DutyKind.REMINDER:
        return _REMINDER
    return f"{title(' '.join(reference.split()))}: {_SUBJECTS[kind, face]}"


def council(view: LetterView) -> str:
    """Whom it is from. The London procedure is no council, and its name says what kind of conference this is."""
    return _A_COUNCIL if view.borough == _NO_BOROUGH else view.council


def report_due(view: LetterView) -> str:
    """As "Fri 5 Mar 2027, 17:00"; "" where none is asked of them."""
    return at_time(view.report_due) if view.report_due else ""


def waiting(views: Iterable[WaitingView]) -> str:
    """One paragraph a conference, the soonest first. A thing is said once, however many people it is missing of."""
    return "\n\n".join(_one(one) for one in sorted(views, key=lambda one: (one.start, one.reference)))


def _one(view: WaitingView) -> str:
    said = dict.fromkeys(_item(item, view) for item in view.items)
    return "\n".join((f"{title(view.reference)}, {at_time(view.start)}", *said))


def _item(item: Item, view: WaitingView) -> str:
    if item is Item.REPORT and view.report_due:
        return f"Please send your report to the chair by {at_time(view.report_due)}."
    return _ITEMS.get(item, _OTHER)
