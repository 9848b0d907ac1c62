"""The list of everything that waits for one person, in every conference (B10, B11)."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from bot.domain.outstanding import OPTIONS, Item
from bot.words.times import at_time

TITLE = "What waits for you"
FALLBACK = "What waits for you before your conferences. Please open it in a newer version of Teams."
NOTHING = "Nothing waits for you. You will be told when something does."
COUNTED = "The most pressing first. Press one to do it."
LATE = "LATE"
REFRESH = "Look again"
MORE, LESS = "More", "Back to the beginning"

_ITEMS: Mapping[Item, str] = MappingProxyType(
    {
        Item.REPLY: "Say whether you can come",
        Item.REPORT: "Send your report",
        Item.SHARE: "Go through your report with the family",
        Item.MEETING: "You are expected",
        Item.FLAG: "Speak to somebody in private who asks to",
        Item.EXCLUSION: "Decide whether somebody is left out",
        Item.RECORDING: "Decide about a request to record",
        Item.CONSENT: "Say whether an observer may come",
        Item.INDEPENDENCE: "Say how you stand to the case",
        Item.NO_REPLY: "No answer yet from",
        Item.NO_REPORT: "No report yet from",
        Item.LETTER: "Give somebody their letter",
        Item.TELL: "Tell in person",
        Item.ERRAND: "Put something right in Microsoft 365",
        Item.DELAY: "Say why the conference is late",
        Item.DAYS: "Say which days suit you for the next meeting",
    }
)
_BUTTONS: Mapping[Item, str] = MappingProxyType(
    {
        Item.REPLY: "Answer",
        Item.REPORT: "Open my report",
        Item.SHARE: "Open my report",
        Item.MEETING: "Open my invitation",
        Item.FLAG: "Open who asks",
        Item.EXCLUSION: "Open the request",
        Item.RECORDING: "Open the request",
        Item.CONSENT: "Open the request",
        Item.INDEPENDENCE: "Open what is asked",
        Item.NO_REPLY: "Write down their answer",
        Item.NO_REPORT: "Open this report",
        Item.LETTER: "Open the letter",
        Item.TELL: "Open whom to tell",
        Item.DAYS: "Choose days",
        Item.ERRAND: "Open what to do",
        Item.DELAY: "Say why",
    }
)


_LOOK_AT_OPTIONS = "Look at the meeting's options in Teams"


def item(code: Item, about: str) -> str:
    said = _ITEMS[code]
    if code is Item.ERRAND:
        return _LOOK_AT_OPTIONS if about == OPTIONS else said
    if code in (Item.NO_REPLY, Item.NO_REPORT):
        return f"{said} {about}"
    return f"{said}: {about}" if about and code is not Item.SHARE and code is not Item.REPORT else said


def button(code: Item) -> str:
    return _BUTTONS[code]


def due(moment: datetime) -> str:
    return f"due {at_time(moment)}"


def conference(title: str, start: datetime) -> str:
    return f"{title}, {at_time(start)}"


def page(number: int, of: int) -> str:
    return f"Page {number} of {of}"
