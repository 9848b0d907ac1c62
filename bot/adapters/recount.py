"""The tallies once more, counted from the events alone: not with the fold that the bot counts by, but against it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from bot.domain.conference import Conference, Round
from bot.domain.events import ConferenceSetUp, PostItHandedIn, PostItSaved, RoundClosed, RoundOpened
from bot.domain.evolve import evolve
from bot.domain.ids import ChildId, SeatId
from bot.domain.post_it import View
from bot.domain.tally import Tally, tally
from bot.usecases.ports import Recorded


class Doubt(StrEnum):
    """What a log says that no press could have made it say."""

    NOT_SET_UP = "not_set_up"
    """It does not begin with the setting up, or it is set up twice."""
    ROUND = "round"
    """A round opened or closed out of turn."""
    NOT_OPEN = "not_open"
    """A post-it given while its round was not open."""
    NO_SEAT = "no_seat"
    """A post-it of a seat that is not of this conference, or of children that are not."""
    TWO_ANSWERS = "two_answers"
    """A seat's post-its of one round that do not follow on one another: more than one would stand."""
    TALLY = "tally"
    """The tally shown is not the count of the post-its that stand."""


@dataclass(slots=True)
class _Count:
    """One round, counted by hand: `standing` is each seat's last post-it."""

    number: int
    open: bool = True
    revs: dict[SeatId, int] = field(default_factory=dict)
    standing: dict[SeatId, PostItHandedIn] = field(default_factory=dict)


@dataclass(slots=True)
class Recount:
    """Say each line of the log to it in order. `state` is the bot's own fold, which the count is held against."""

    state: Conference | None = None
    rounds: dict[int, _Count] = field(default_factory=dict)
    closed: int = 0

    def say(self, one: Recorded) -> Iterator[Doubt]:
        """What is doubtful about this line."""
        event = one.event
        if (self.state is None) is not isinstance(event, ConferenceSetUp):
            yield Doubt.NOT_SET_UP
            return
        self.state = evolve(self.state, event, one.at)
        if isinstance(event, RoundOpened):
            yield from self._opened(event)
        elif isinstance(event, PostItHandedIn | PostItSaved):
            yield from self._given(event)
        elif isinstance(event, RoundClosed):
            yield from self._closed(event)

    def end(self) -> Iterator[Doubt]:
        """The closed rounds once more, as they stand at the end: nothing in them may have changed since (V9)."""
        for count in self.rounds.values():
            if not count.open and not self._agrees(count):
                yield Doubt.TALLY

    def _opened(self, event: RoundOpened) -> Iterator[Doubt]:
        if event.round != len(self.rounds) + 1 or any(one.open for one in self.rounds.values()):
            yield Doubt.ROUND
        self.rounds[event.round] = _Count(event.round)

    def _given(self, event: PostItHandedIn | PostItSaved) -> Iterator[Doubt]:
        count = self.rounds.get(event.round)
        if count is None or not count.open:
            yield Doubt.NOT_OPEN
            return
        if self.state is None or not _known(self.state, event):
            yield Doubt.NO_SEAT
            return
        if event.rev != count.revs.get(event.seat, 0) + 1:
            yield Doubt.TWO_ANSWERS
        count.revs[event.seat] = event.rev
        if isinstance(event, PostItHandedIn):
            count.standing[event.seat] = event

    def _closed(self, event: RoundClosed) -> Iterator[Doubt]:
        count = self.rounds.get(event.round)
        if count is None or not count.open:
            yield Doubt.ROUND
            return
        count.open = False
        self.closed += 1
        if not self._agrees(count):
            yield Doubt.TALLY

    def _agrees(self, count: _Count) -> bool:
        if self.state is None:
            return False
        rounds = [one for one in self.state.rounds if one.number == count.number]
        children = [child.id for child in self.state.particulars.children]
        return len(rounds) == 1 and all(_same(self.state, rounds[0], child, count) for child in children)


def _known(state: Conference, event: PostItHandedIn | PostItSaved) -> bool:
    seats = {seat.id for seat in state.particulars.seats}
    return event.seat in seats and set(event.views) <= {child.id for child in state.particulars.children}


def _same(state: Conference, one: Round, child: ChildId, count: _Count) -> bool:
    shown = tally(state, one, child)
    views = {seat: given.views[child] for seat, given in count.standing.items() if child in given.views}
    rows = {row.seat: row.view for row in shown.rows if row.view is not None}
    everybody = [row.seat for row in shown.rows] == [seat.id for seat in state.particulars.seats]
    return everybody and rows == views and _figures(shown) == _counted(list(views.values()), len(shown.rows))


def _figures(shown: Tally) -> tuple[object, ...]:
    spread = (shown.spread.lowest, shown.spread.highest, shown.spread.median) if shown.spread else None
    recommendations = {kind: number for kind, number in shown.recommendations.items() if number}
    categories = {kind: number for kind, number in shown.categories.items() if number}
    return spread, recommendations, categories, shown.unable, shown.missing


def _counted(views: Sequence[View], seats: int) -> tuple[object, ...]:
    scales = sorted(view.scale for view in views if view.scale is not None)
    spread = (scales[0], scales[-1], median(scales)) if scales else None
    recommendations = dict(Counter(view.recommendation for view in views if view.recommendation))
    categories = dict(Counter(view.category for view in views if view.category))
    return spread, recommendations, categories, len([view for view in views if view.unable]), seats - len(views)
