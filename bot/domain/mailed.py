"""What letters have told somebody of where and when the meeting is, and whether it still holds (B6, B28).

A letter cannot be edited, and may be all that somebody has: what no longer holds in the last one is put right by another.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from zlib import crc32

from bot.domain.conference import BY_MAIL, Conference, Send
from bot.domain.errands import entries, ours
from bot.domain.ids import PersonId
from bot.domain.inviting import hours_of

CANCELLED = "cancelled"


def facts(state: Conference, who: PersonId) -> str:
    """Where and when, as a mark: two letters with one mark say the same of it."""
    about, (start, end) = state.particulars, hours_of(state, who)
    said = (
        *(one.astimezone(UTC).isoformat() for one in (start, end)),
        about.mode,
        about.join_link,
        about.place,
        str(state.person(who).in_person),
    )
    return f"{crc32(chr(10).join(said).encode()):08x}"


def letters(state: Conference, who: PersonId) -> tuple[Send, ...]:
    """Those that went to them and say where and when, the last one last."""
    return tuple(sorted(_letters(state, who), key=lambda send: send.sent_at or datetime.min.replace(tzinfo=UTC)))


def _letters(state: Conference, who: PersonId) -> Iterator[Send]:
    keys = [f"invitation/{who}//{number}{BY_MAIL}" for number in range(state.before.time + 1)]
    keys += [f"calendar/{who}//{number}{BY_MAIL}" for number in range(followed(state, who))]
    for key in (*keys, f"cancelled/{who}//0{BY_MAIL}"):
        send = state.sends.get(key)
        if send and send.posted:
            yield send


def followed(state: Conference, who: PersonId) -> int:
    """How many letters followed an invitation, and so the number of the next."""
    number = 0
    while (send := state.sends.get(f"calendar/{who}//{number}{BY_MAIL}")) and send.posted:
        number += 1
    return number


def holds(state: Conference, who: PersonId) -> str:
    """What the last letter to them says: `facts` as they then were, or that it is cancelled; "": there was none."""
    found = letters(state, who)
    kind, _, mark = found[-1].face.partition(":") if found else ("", "", "")
    return mark or (CANCELLED if found and kind in (CANCELLED, "told") else "")


def sequence(state: Conference) -> int:
    """Which change of their calendar entry a letter makes (RFC 5545 3.8.7.4). Whatever it tells anew was arranged anew, so that
    count rises from one letter to the next; nothing asks that it rise by one.
    """
    return state.before.sheet_rev


def invited_by_microsoft(state: Conference, who: PersonId) -> bool:
    """Microsoft 365 puts the meeting into this person's calendar: a second entry there would help nobody."""
    meeting = ours(state)
    return meeting is not None and bool(meeting.event) and state.person(who).address.lower() in entries(state)


def link_awaited(state: Conference) -> bool:
    """Microsoft 365 is still making the meeting, and nothing says that it cannot."""
    before = state.before
    stuck = any(one.failed for one in before.errands.values())
    return before.microsoft and before.meeting is None and not state.particulars.join_link and not stuck
