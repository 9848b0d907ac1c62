"""A conference pressed at random by everybody, against a model that a child could follow (promises 5, 6, 7, 8)."""

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.duties import DutyKind, next_due
from bot.domain.evolve import fold
from bot.domain.outcome import Accepted
from bot.domain.post_it import Draft
from bot.domain.scopes import revision
from bot.domain.tally import tally
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.hand_in_post_it import HandInPostIt, SavePostIt
from bot.domain.verbs.read_out import ConfirmReadBack, EnterPostIt
from tests.fakes.builders import ENGLAND, ROBIN, WREN, Play, both, typed
from tests.fakes.presses import PEOPLE, SEATS, Press, press, presses

numbers = st.integers(0, 10).map(str)
holders = st.sampled_from([seat.holder for seat in Play().particulars.seats])
SCOPES = (
    *(f"post_it/{seat}" for seat in SEATS),
    *(f"checklist/{who}" for who in PEOPLE),
    *(f"decision/{child}" for child in (WREN, ROBIN)),
    *(f"dissent/{child}/{seat}" for child in (WREN, ROBIN) for seat in SEATS),
    *(f"copy/{who}" for who in PEOPLE),
    "console/",
    "summary/",
)


@dataclass
class Model:
    """What should have come of it: a dictionary and a door."""

    answers: dict[str, int] = field(default_factory=dict)
    read_out: dict[str, tuple[str, int]] = field(default_factory=dict)
    """seat -> (writer, scale) for a view written down and not yet read back"""
    frozen: dict[str, int] | None = None
    ops: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Card:
    """A post-it as shown to somebody once: pressed late, twice, or after a newer one."""

    who: str
    seat: str
    rev: int | None


class Conference(RuleBasedStateMachine):
    """Round and post-its are modelled; everything else is pressed at random and must break none of it."""

    cards = Bundle("cards")

    def __init__(self) -> None:
        super().__init__()
        self.play = Play()
        self.model = Model()
        self.revisions = dict.fromkeys(SCOPES, 0)

    @initialize(early=st.booleans())
    def begin(self, early: bool) -> None:
        """Half of them start in the middle, where the trouble is."""
        if early:
            self.play.bind().gather()
        else:
            self.play.bind().open()

    # ------------------------------------------------------------------------------------------------- the post-its

    def seat(self, who: str) -> str:
        found = self.play.state.seat_of(who)  # type: ignore[arg-type]
        assert found
        return found.id

    def hand(self, who: str, scale: str) -> None:
        if isinstance(self.play.asks(who, HandInPostIt(views=both(typed(scale=scale)))), Accepted):
            self.model.answers[self.seat(who)] = int(scale)
            self.model.read_out.pop(self.seat(who), None)

    @rule(who=holders, scale=numbers)
    def hand_in(self, who: str, scale: str) -> None:
        self.hand(who, scale)

    @rule(who=holders, twice=st.booleans())
    def save(self, who: str, twice: bool) -> None:
        """What is half written changes no answer, nor what somebody else has taken down and not yet read back."""
        for _ in range(1 + twice):
            self.play.asks(who, SavePostIt(views=both(Draft(scale="1"))))

    @rule(target=cards, who=holders)
    def look(self, who: str) -> Card:
        seat = self.seat(who)
        return Card(who=who, seat=seat, rev=revision(self.play.state, f"post_it/{seat}"))

    @rule(card=cards, scale=numbers, times=st.integers(1, 3))
    def press_a_card(self, card: Card, scale: str, times: int) -> None:
        """As the press use case does: a known operation is nothing new, an older card is stale (promises 6 and 7)."""
        for _ in range(times):
            op = f"{card}:{scale}"
            if op in self.model.ops or revision(self.play.state, f"post_it/{card.seat}") != card.rev:
                continue
            before = self.play.state.version
            self.hand(card.who, scale)
            if self.play.state.version > before:
                self.model.ops.add(op)

    @rule(writer=st.sampled_from(["chair", "administrator"]), seat=st.sampled_from(SEATS), scale=numbers)
    def read_out(self, writer: str, seat: str, scale: str) -> None:
        wish = EnterPostIt(seat=seat, views=both(typed(scale=scale)))  # type: ignore[arg-type]
        if isinstance(self.play.asks(writer, wish), Accepted):
            self.model.read_out[seat] = (writer, int(scale))

    @rule(writer=st.sampled_from(["chair", "administrator"]), seat=st.sampled_from(SEATS))
    def read_back(self, writer: str, seat: str) -> None:
        if isinstance(self.play.asks(writer, ConfirmReadBack(seat=seat)), Accepted):  # type: ignore[arg-type]
            by, scale = self.model.read_out.pop(seat)
            assert by == writer
            self.model.answers[seat] = scale

    @rule(who=st.sampled_from(["chair", "stand_in", "manager", "administrator", "harriet"]), times=st.integers(1, 2))
    def close(self, who: str, times: int) -> None:
        """Pressed twice, or by two people at once."""
        for _ in range(times):
            wish = CloseRound(missing=dict.fromkeys(SEATS, "technical"))
            if isinstance(self.play.asks(who, wish), Accepted):
                assert self.model.frozen is None, "closed twice"
                self.model.frozen = dict(self.model.answers)

    # --------------------------------------------------------------------------------------------------- all the rest

    @rule(
        one=presses.filter(
            lambda one: not isinstance(one[1], HandInPostIt | EnterPostIt | ConfirmReadBack | SavePostIt)
        )
    )
    def anything(self, one: Press) -> None:
        before = self.play.state.round
        outcome = press(self.play, one)
        after = self.play.state.round
        if isinstance(outcome, Accepted) and before and before.open and after and not after.open:
            assert self.model.frozen is None
            self.model.frozen = dict(self.model.answers)

    @rule(seconds=st.sampled_from([1, 60, 301, 3_600, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.play.wait(seconds=seconds)

    @rule()
    def the_bot_does_what_it_owes(self) -> None:
        self.play.perform()

    # -------------------------------------------------------------------------------------------------- always holds

    @invariant()
    def one_answer_a_seat_and_the_last_one_handed_in(self) -> None:
        one = self.play.state.round
        if one is None:
            assert not self.model.answers
            return
        found = tally(self.play.state, one, WREN)
        assert [row.seat for row in found.rows] == list(SEATS)
        expected = self.model.answers if self.model.frozen is None else self.model.frozen
        assert {row.seat: row.view.scale for row in found.rows if row.view and not row.view.unable} == expected
        if self.model.frozen is not None:
            assert set(one.missing) == set(SEATS) - set(expected)
            assert set(one.entitled) == set(SEATS)

    @invariant()
    def versions_count_events(self) -> None:
        assert self.play.state.version == len(self.play.happened)

    @invariant()
    def no_scope_ever_goes_back(self) -> None:
        found = {scope: revision(self.play.state, scope) or 0 for scope in SCOPES}
        assert all(found[scope] >= before for scope, before in self.revisions.items())
        self.revisions = found

    @invariant()
    def nothing_of_a_summary_is_owed_or_sent_before_it_is_approved(self) -> None:
        if self.play.state.approval is None:
            keys = {*self.play.owed(), *self.play.state.sends}
            forbidden = {DutyKind.SUMMARY, DutyKind.SUMMARY_NOTICE, DutyKind.COPY}
            assert not [key for key in keys if key.split("/")[0] in forbidden]

    @invariant()
    def something_is_owed_now_exactly_when_it_is_due_now(self) -> None:
        assert (next_due(self.play.state, self.play.now, ENGLAND) == self.play.now) is bool(self.play.owed())

    def teardown(self) -> None:
        assert fold(None, self.play.happened) == self.play.state


pytest.mark.feature("V8", "V9", "V11", "V12")(Conference.TestCase)
Conference.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestConference = Conference.TestCase
