"""What Teams and the post office really received, told as the journal tells it: by the button of a message, the subject of a letter."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from bot.domain.ids import ConferenceId
from bot.domain.notice import Door, Notice
from bot.rehearsal.post import PostOffice, Received
from bot.rehearsal.teams import Crossing, Entry, LoopbackTeams
from bot.rehearsal.teams.drawing import Drawn
from bot.usecases.ports import Messenger, Posted, SendError
from month.council import Human, Way
from month.journal import Journal, Sent

Finds = Callable[[ConferenceId | str, str], tuple[int, str, Way | None]]
"""Of a conference, by id or reference, and a human's name: its number, who they are in it, and how they are reached."""

_KINDS = {"todo.show": "reminder", "by_hand.show": "by_hand", "invitation.show": "invitation"}
_SUBJECTS = {"invitation": "invitation", "new time": "invitation", "cancelled": "cancelled"}
_REFERENCE = re.compile(r"MONTH-\d+")
_CANCELLED = "It is cancelled."


class Receipts:
    def __init__(self, teams: LoopbackTeams, post: PostOffice, finds: Finds) -> None:
        self._teams = teams
        self._post = post
        self._finds = finds
        self._crossed = self._letters = 0

    def new(self, now: datetime) -> Iterator[Sent]:
        """Since the last time. A letter has no time of its own: it came by now."""
        entries, letters = tuple(self._teams.wire)[self._crossed :], self._post.letters[self._letters :]
        self._crossed, self._letters = self._crossed + len(entries), self._letters + len(letters)
        for entry in entries:
            if entry.kind is Crossing.POSTED and 200 <= entry.status < 300:
                yield self._message(entry)
        for letter in letters:
            yield self._letter(letter, now)

    def _message(self, entry: Entry) -> Sent:
        body: Any = entry.body
        drawn = Drawn(body["attachments"][0]["content"])
        action: Any = drawn.buttons[0].action if drawn.buttons else {}
        verb = str(action.get("verb", ""))
        kind = _KINDS.get(verb, verb)
        [human] = entry.audience
        number, who, _ = self._finds(ConferenceId(action.get("data", {}).get("c", "")), human)
        kind = "cancelled" if kind == "invitation" and _CANCELLED in drawn.words else kind
        return Sent(at=entry.at, number=number, who=who, human=human, kind=kind, way=Way.TEAMS)

    def _letter(self, letter: Received, now: datetime) -> Sent:
        human = letter.to[0].partition("@")[0]
        reference = _REFERENCE.search(f"{letter.subject} {letter.text}")
        number, who, reached = self._finds(reference.group() if reference else "", human)
        last = letter.subject.rpartition(": ")[2]
        kind = "reminder" if letter.subject.startswith("Something to do") else _SUBJECTS.get(last, str(last))
        if reached is Way.TEAMS and kind in _SUBJECTS.values():
            kind = "calendar"  # they are told in Teams, and the letter is for their calendar alone
        return Sent(at=now, number=number, who=who, human=human, kind=kind, way=Way.MAIL)


class Noting:
    """Messenger. The real one, and each first try of it that did not go: what the product knows, and no post office does."""

    def __init__(
        self,
        real: Messenger,
        journal: Journal,
        now: Callable[[], datetime],
        finds: Callable[[Notice], tuple[int, Human]],
    ) -> None:
        self._real = real
        self._journal = journal
        self._now = now
        self._finds = finds
        self._failing: set[tuple[ConferenceId, str, str, int]] = set()

    async def post_shell(self, notice: Notice) -> Posted:
        try:
            return await self._real.post_shell(notice)
        except SendError as error:
            key = (notice.cid, notice.person, notice.view, notice.number)
            if key not in self._failing:
                self._failing.add(key)
                number, human = self._finds(notice)
                way = Way.MAIL if notice.to.door is Door.MAIL else Way.TEAMS
                self._journal.lines.append(
                    Sent(
                        at=self._now(),
                        number=number,
                        who=notice.person,
                        human=human.name,
                        kind=notice.view,
                        way=way,
                        failed=error.code,
                    )
                )
            raise

    async def fill(self, notice: Notice, posted: Posted) -> None:
        await self._real.fill(notice, posted)
