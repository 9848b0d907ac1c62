"""How often one may speak, against a plain count of tokens; and who pays for whose noise (promise 31)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs.doors import NEXT
from bot.dialogs.flow import CHANGES, SHOWS
from bot.teams.activity import Activity
from bot.teams.rates import ALLOWED, FORGERIES, MOST, Allowance, Bucket, Over, Rate, Rates
from tests.unit.teams.wire import activity_of

TENANT = "11111111-1111-4111-8111-111111111111"


@dataclass
class Watch:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def said(who: str = "ada", verb: str = "", *, chat: str = "c", tenant: str = TENANT, oid: bool = True) -> Activity:
    value: Any = {"action": {"type": "Action.Execute", "verb": verb}} if verb else None
    person = {"id": f"29:{who}"} | ({"aadObjectId": who} if oid else {})
    return activity_of(
        {
            "type": "invoke" if verb else "message",
            "channelId": "msteams",
            "serviceUrl": "https://smba.example/",
            "recipient": {"id": "28:bot"},
            "conversation": {"id": chat, "tenantId": tenant},
            "from": person,
            "value": value,
        }
    )


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def rates(watch: Watch) -> Rates:
    return Rates(monotonic=watch)


# --------------------------------------------------------------------------------------------------------------- one bucket


class Tokens:
    """The oracle: a jar that fills drop by drop, and a token taken out for each that is let in."""

    def __init__(self, at_once: int, each: Fraction) -> None:
        self.at_once, self.each, self.jar, self.at = at_once, each, Fraction(at_once), Fraction(0)

    def take(self, now: Fraction) -> bool:
        self.jar = min(Fraction(self.at_once), self.jar + (now - self.at) / self.each)
        self.at = now
        if self.jar < 1:
            return False
        self.jar -= 1
        return True


@given(
    at_once=st.integers(1, 12),
    a_second=st.integers(1, 20),
    pauses=st.lists(st.fractions(0, 3, max_denominator=60), max_size=60),
    most=st.sampled_from([1, 2, MOST]),
)
def test_a_bucket_lets_in_exactly_what_a_jar_of_tokens_would(
    at_once: int, a_second: int, pauses: list[Fraction], most: int
) -> None:
    bucket: Any = Bucket(Allowance(at_once, Fraction(a_second)), most=most)  # type: ignore[arg-type] # exact on purpose
    oracle, now = Tokens(at_once, Fraction(1, a_second)), Fraction(0)
    for pause in pauses:
        now += pause
        wait = bucket.wait("ada", now)
        if wait <= 0:
            bucket.take("ada", now)
        assert (wait <= 0) == oracle.take(now)
        if wait > 0:
            assert bucket.wait("ada", now + wait) <= 0


def test_memory_is_bounded_and_whoever_asked_most_is_remembered() -> None:
    bucket = Bucket(Allowance(3, 1), most=100)
    for _ in range(3):
        bucket.take("busy", 0.0)
    for number in range(10_000):
        bucket.take(f"somebody {number}", 0.0)
        assert len(bucket) <= 101
    assert bucket.wait("busy", 0.0) > 0
    assert bucket.wait("nobody", 0.0) <= 0


# ------------------------------------------------------------------------------------------------------------ who pays for what


def test_one_who_floods_is_held_to_their_own_rate_and_told_how_long(rates: Rates, watch: Watch) -> None:
    allowed = ALLOWED[Rate.PERSON]
    let_in = 0
    for number in range(10_000):  # a thousand a second for ten seconds
        watch.now = number / 1000
        let_in += rates.over(said(verb="status.show")) is None
    assert let_in <= allowed.at_once + allowed.a_second * 10 + 1
    over = rates.over(said(verb="status.show"))
    assert isinstance(over, Over)
    assert over.rate is Rate.PERSON
    watch.now += over.wait + 1e-9
    assert rates.over(said(verb="status.show")) is None


@pytest.mark.parametrize("noise", ["", "status.show", "post_it.hand_in", "post_it.made_up", NEXT])
def test_no_flood_of_one_costs_another_a_post_it(rates: Rates, watch: Watch, noise: str) -> None:
    """All of a conference, at once, in the middle of it; in the same chat and from the same directory."""
    for number in range(20_000):
        watch.now = number / 1000
        rates.over(said("abuser", noise))
        if number % 100 == 0:
            assert rates.over(said(f"person {number % 60}", "post_it.hand_in")) is None


def test_ones_own_other_presses_never_cost_one_a_post_it(rates: Rates) -> None:
    while rates.over(said(verb="status.show")) is None:
        pass
    assert rates.over(said(verb="post_it.save")) is None


def test_many_who_flood_together_cannot_reach_the_reserve(rates: Rates) -> None:
    people = [f"abuser {number}" for number in range(2000)]
    while sum(rates.over(said(who, "console.show")) is None for who in people):
        pass
    over = rates.over(said("somebody", "status.show"))
    assert isinstance(over, Over)
    assert over.rate in {Rate.CONVERSATION, Rate.TENANT}
    assert rates.over(said("somebody", "post_it.save")) is None


def test_sixty_people_whose_clients_ask_for_every_card_at_once_are_all_let_in(rates: Rates) -> None:
    for person in range(60):
        for _ in range(10):
            assert rates.over(said(f"person {person}", "post_it.show")) is None
            assert rates.over(said(f"person {person}", "status.show")) is None


def test_directories_and_people_without_one_are_told_apart(rates: Rates) -> None:
    while rates.over(said()) is None:
        pass
    assert rates.over(said("ben")) is None
    assert rates.over(said(tenant="22222222-2222-4222-8222-222222222222")) is None
    assert rates.over(said("ada", oid=False)) is None, "29:ada is not the directory's ada"


def test_every_press_on_a_post_it_or_a_checklist_is_in_the_reserve() -> None:
    ours = {verb for verb, change in CHANGES.items() if change.scope.startswith(("post_it", "checklist"))}
    ours |= {verb for verb in SHOWS if verb.startswith(("post_it", "checklist"))} | {NEXT}
    assert len(ours) > 6
    for verb in ours:
        rates = Rates(monotonic=Watch())
        while rates.over(said(verb="status.show")) is None:
            pass
        assert rates.over(said(verb=verb)) is None, verb


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, {"action": 7}, {"action": {}}, {"action": {"verb": ["x"]}}])
def test_whatever_comes_with_it_has_a_lane(rates: Rates, value: object) -> None:
    assert rates.over(msgspec.structs.replace(said(), value=value)) is None


# ------------------------------------------------------------------------------------------------------------------ forgeries


def test_forgeries_are_looked_at_only_so_often_and_a_few_always(rates: Rates, watch: Watch) -> None:
    looked = 0
    for number in range(50_000):  # five thousand a second
        watch.now = number / 5000
        if rates.over_forgeries() is None:
            rates.forged()
            looked += 1
    assert FORGERIES.a_second * 9 < looked <= FORGERIES.at_once + FORGERIES.a_second * 10 + 1
