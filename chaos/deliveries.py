"""Who was owed a summary and has it, when it came and how often; and which alarms rang."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import orjson

from bot.domain.duties import DutyKind
from bot.domain.duties.summary import APPROVE
from bot.rehearsal.judging.furniture import is_summary, lines
from bot.rehearsal.teams import BOT, LoopbackTeams, Message
from bot.words.shells import shell_words
from chaos.conference import Conference

DAY = timedelta(hours=24)


def owed(conference: Conference) -> tuple[str, ...]:
    """S4 14.13: every seat and the chair."""
    return ("chair", *conference.case.seated)


def came(conference: Conference, who: str) -> datetime | None:
    """When the summary first stood in their private chat."""
    times = (one.at for message in conference.privately(who) for one in message.versions if is_summary(one.card))
    return min(times, default=None)


def all_there(conference: Conference) -> bool:
    return all(came(conference, who) is not None for who in owed(conference))


def with_content(conference: Conference) -> int:
    """Messages beyond the first that hold the summary, over everybody."""
    counts = (sum(_holds(message) for message in conference.privately(who)) for who in conference.case.people)
    return sum(max(0, count - 1) for count in counts)


def _holds(message: Message) -> bool:
    return any(is_summary(one.card) for one in message.versions)


def shells_twice(teams: LoopbackTeams) -> int:
    """Messages of the bot that came into a chat again, word for word, and were never filled: all over this Teams."""
    again = 0
    for chat in teams.chats.values():
        said = Counter(
            orjson.dumps(one.versions[0].activity.get("attachments"))
            for one in chat.messages.values()
            if one.sender == BOT
        )
        again += sum(count - 1 for count in said.values())
    return again


def rung(conference: Conference, kind: DutyKind, who: str = "chair") -> Iterator[datetime]:
    """When somebody was asked to approve (CHASE), or told that it is late (LATE), as a message of its own."""
    line = shell_words(kind, "late" if kind is DutyKind.LATE else "ask", APPROVE).line
    for message in conference.privately(who):
        first = message.versions[0]
        if first.card is not None and any(line in said for said in lines(first.card)):
            yield first.at
