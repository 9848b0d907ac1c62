"""Telling somebody whom neither Teams nor mail reaches (B6)."""

from bot.domain.particulars import Role

FALLBACK = "Somebody has to be told about a conference by you. Please open it in a newer version of Teams."
ASK = "I cannot write to them. Please tell them yourself, in private and not through anybody else, and say here when you have."
ASK_AGAIN = "They had been told of an earlier time. It has been moved: please tell them the new time."
ASK_CANCELLED = "They had been told of it, and it is cancelled. Please tell them not to come."
WHO, WHAT, WHEN, JOIN, ROOM = "Who", "What", "When", "Link to join", "Where"
NO_LINK = "not known yet"
SAY = "Please tell them:"
SAY_LINES = (
    "when it is, and how to join or where to come;",
    "to be in a private place, and to come a few minutes early;",
    "what they can ask for: an interpreter, an advocate, childcare, a device, to try out joining.",
)
_BRING = "that they can bring somebody to support them;"
SAY_FAMILY = (
    "when it is, and how to join or where to come;",
    "that the chair would like to speak with them before it begins;",
    _BRING,
    "what they can ask for: an interpreter, an advocate, childcare, a device, to try out joining.",
)
SAY_SUPPORTER = tuple(line for line in SAY_FAMILY if line != _BRING)
HOW, HOW_HINT = "How you told them", "For example: by telephone, at a visit, by letter"
ON = "On which day"
TOLD_NOW = "They have been told"
TOLD, TOLD_ON, TOLD_HOW = "Told by", "On", "How"
THEIR_ANSWER = "Write down their answer"


def say(role: Role) -> tuple[str, ...]:
    """A supporter, or an advocate, is the one who is brought."""
    if role is Role.SUPPORTER:
        return SAY_SUPPORTER
    return SAY_FAMILY if role is Role.FAMILY else SAY_LINES


def title(name: str) -> str:
    return f"Please tell {name}"


def told_title(name: str) -> str:
    return f"{name} has been told"
