"""Entering somebody else's answer to an invitation (B8)."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.preparations import Coming

FALLBACK = "Somebody's answer to an invitation. Please open it in a newer version of Teams."
WHO, WHEN = "Who", "The meeting is"
SO_FAR = "Known so far"
SO_FAR_WORDS: Mapping[Coming, str] = MappingProxyType(
    {Coming.ATTENDING: "They are coming", Coming.COLLEAGUE: "A colleague is coming", Coming.CANNOT: "They cannot come"}
)
THEY_COME, THEY_NEED, THEIR_NOTE = "They come", "They need", "They wrote"
NOTHING_YET = "No answer yet."
BY = "entered by"
OWN = "answered themselves"
FORM = "Write down what they told you. It is kept with your name as the one who wrote it down."
COMING = "Are they coming?"
CHOOSE = "Choose"
ATTENDING, COLLEAGUE, CANNOT = "Yes", "No, but a colleague takes their seat", "No"
NEEDS_BOX, WHERE = "They need", "How they come"
REASON = "If not, why, if they said. Nothing about the family."
SEND_TITLE = "If a colleague takes their seat"
NAME, TITLE, ADDRESS = "The colleague's name", "What they are, and where", "Their e-mail address, if you have it"
ENTER = "Write it down"
ENTERED = "It is written down."
ENTERED_TITLE = "Their answer is written down"
GONE = "The colleague has the seat and is being invited. Whoever had it is asked for nothing more."


LIST_TITLE = "Who is coming"
LIST_WHOM = "Whose answer do you write down?"
LIST_CHOOSE = "Choose who"
LIST_NEEDS = "Needs"
LIST_OPEN = "Write down an answer"


def title(name: str) -> str:
    return f"The answer of {name}"
