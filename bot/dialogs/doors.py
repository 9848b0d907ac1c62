"""The one button on the door in the meeting chat: whatever this person most needs next (J10).

Importing this imports every flow, and each registers its verbs.
"""

from collections.abc import Mapping

from bot.dialogs import (
    arranging,
    board,
    by_hand,
    checklist,
    console,
    days,
    decision,
    errands,
    invitation,
    plain,
    post_it,
    practice,
    reports,
    requests,
    summary,
    todo,
)
from bot.dialogs.flow import CHANGES, SHOWS, Pressed
from bot.domain.views.plain import Next, next_for

__all__ = [
    "NEXT",
    "arranging",
    "behind",
    "board",
    "by_hand",
    "checklist",
    "console",
    "days",
    "decision",
    "errands",
    "invitation",
    "plain",
    "post_it",
    "practice",
    "reports",
    "requests",
    "summary",
    "todo",
]


NEXT = "next.show"

_VERBS: Mapping[Next, str] = {
    Next.INVITATION: "invitation.show",
    Next.CONSOLE: "console.show",
    Next.CHECKLIST: "checklist.show",
    Next.POST_IT: "post_it.show",
    Next.DECISIONS: "decisions.show",
    Next.SUMMARY: "summary.show",
    Next.STATUS: "status.show",
}


def behind(pressed: Pressed) -> str:
    """The verb that the door opens for them now."""
    look = pressed.look
    return _VERBS[next_for(look.state, look.who, look.now)]


if not {*_VERBS.values()} <= {*SHOWS, *CHANGES}:
    raise ValueError("a door opens on nothing")
