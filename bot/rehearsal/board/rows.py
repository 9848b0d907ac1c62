"""The moments of a play, in order, each with what everybody did and saw in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.rehearsal.board.cells import Cards, Cell, add_message, add_press, add_typed, sight
from bot.rehearsal.judging.answers import accepted
from bot.rehearsal.judging.story import How, Moment, Press, Shown, Story, Told, Typed

_EVENTS = {
    "meetingStart": "Teams tells the bot that the meeting has started",
    "meetingEnd": "Teams tells the bot that the meeting has ended",
    "meetingParticipantJoin": "comes into the meeting",
    "meetingParticipantLeave": "leaves the meeting",
}
_CHAPTERS = {
    "meetingStart": "The meeting begins",
    "meeting.start": "The meeting begins",
    "round.open": "The round: views are asked for",
    "round.close": "The tally: the round is closed",
    "child.decide": "The chair decides",
    "meetingEnd": "The meeting is over",
    "meeting.end": "The meeting is over",
    "summary.approve": "The summary goes out",
}
BEFORE = "Before the meeting"
WRITES = "The bot writes"


@dataclass(slots=True, kw_only=True)
class Row:
    """`what` heads it; `notes` are what Teams told the bot meanwhile. `cells` by the loopback's name of the person."""

    at: datetime
    what: str
    notes: list[str] = field(default_factory=list)
    cells: dict[str, Cell] = field(default_factory=dict)

    def cell(self, teams_id: str) -> Cell:
        return self.cells.setdefault(teams_id, Cell())


@dataclass(slots=True, kw_only=True)
class Chapter:
    title: str
    rows: list[Row] = field(default_factory=list)


def chapters(story: Story, cards: Cards) -> list[Chapter]:
    """Those that came to pass."""
    teller = _Teller(story, cards)
    for moment in story.moments:
        teller.tell(moment)
    return [chapter for chapter in teller.chapters if chapter.rows]


class _Teller:
    """Presses of one button by several people at one time make one row, as does all that the bot writes at one time."""

    def __init__(self, story: Story, cards: Cards) -> None:
        self.story, self.cards = story, cards
        self.chapters = [Chapter(title=BEFORE)]
        self._begun = {BEFORE}

    def tell(self, moment: Moment) -> None:
        if isinstance(moment, Told):
            self._told(moment)
        elif isinstance(moment, Typed):
            add_typed(self._row(moment.at, "Somebody types to the bot", moment.teams_id).cell(moment.teams_id), moment)
        elif isinstance(moment, Press):
            self._press(moment)
        elif moment.how not in (How.ANSWER, How.TRIED):
            self._message(moment)

    def _told(self, told: Told) -> None:
        said = _EVENTS.get(told.what)
        if said is None:
            return
        self._chapter(told.what)
        people = ", ".join(told.people)
        self._row(told.at, WRITES).notes.append(f"{people} {said}" if people else said)

    def _press(self, press: Press) -> None:
        answer = self.story.answer(press)
        if not press.automatic and accepted(self.story, press):
            self._chapter(press.verb)
        what = WRITES if press.automatic else press.title or press.verb
        row = self._row(press.at, what, "" if press.automatic else press.teams_id)
        add_press(row.cell(press.teams_id), self.cards, press, answer)
        if answer is not None:
            self.cards.hold(answer)

    def _message(self, shown: Shown) -> None:
        for person in sorted(shown.people):
            add_message(self._row(shown.at, WRITES).cell(person), sight(self.cards, shown))
        self.cards.hold(shown)

    def _chapter(self, what: str) -> None:
        title = _CHAPTERS.get(what, "")
        if title and title not in self._begun:
            self._begun.add(title)
            self.chapters.append(Chapter(title=title))

    def _row(self, at: datetime, what: str, alone: str = "") -> Row:
        """The last row, if it is of the same minute and matter, and `alone` has nothing in it yet; else a new one."""
        rows = self.chapters[-1].rows
        last = rows[-1] if rows else None
        if last is None or last.what != what or _minute(last.at) != _minute(at) or alone in last.cells:
            rows.append(Row(at=at, what=what))
        return rows[-1]


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def all_cells(parts: list[Chapter]) -> Iterator[tuple[Row, str, Cell]]:
    for chapter in parts:
        for row in chapter.rows:
            for teams_id, cell in row.cells.items():
                yield row, teams_id, cell
