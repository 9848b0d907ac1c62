"""What stands in somebody's calendar. Others may see it there, at work and at home, so it says where, when and how to join."""

from bot.words.shells import title

PLACE = "Microsoft Teams"

_JOIN = "This is an online meeting in Microsoft Teams. To join, open this link:"
_LATER = (
    "This is an online meeting in Microsoft Teams. The link to join is not known yet: it comes with a later message."
)
_HOW = (
    "You can join on a computer, a tablet or a phone. Please find a quiet place where nobody else can hear or see the meeting.",
    "If you cannot come, or the link does not open, tell whoever invited you.",
)
INVITED = "\n\n".join(("This is an online meeting in Microsoft Teams. The link to join stands below.", *_HOW))
"""Microsoft writes the link behind it."""

_CANCELLED = "This meeting is not taking place. There is nothing you need to do."

CALLED_OFF = _CANCELLED
"""What everybody is told in whose calendar Microsoft put it."""


def heading(reference: str, *, cancelled: bool) -> str:
    said = title(" ".join(reference.split()))
    return f"Cancelled: {said}" if cancelled else said


def description(join_link: str, *, cancelled: bool) -> str:
    """The link stands on a line of its own, or a mark behind it would become a part of it."""
    if cancelled:
        return _CANCELLED
    return "\n\n".join((f"{_JOIN}\n{join_link}" if join_link else _LATER, *_HOW))
