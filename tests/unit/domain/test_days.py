"""Days on offer for the next meeting, and who could come on which (S1; B23)."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.decision import Date
from bot.domain.events_before import ConferenceCancelled
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.refusals import Fault, Why
from bot.domain.scopes import revision
from bot.domain.verbs.choose_days import ChooseDays
from bot.domain.verbs.offer_days import OfferDays
from bot.domain.views.days import DaysView, days_view
from tests.fakes.builders import ENGLAND, Play, conference

TWO = ("2026-12-17", "2026-12-15")


def _play() -> Play:
    """Without an observer, to whom somebody would have to agree first."""
    given = conference()
    given = replace(given, people=tuple(one for one in given.people if one.id != "orla"))
    return Play(given).until("Mon 23 Nov 2026 09:00").convened()


def _offered() -> Play:
    play = _play()
    play.does("chair", OfferDays(days=(*TWO, "", "", "", "")))
    return play


def _view(play: Play, who: str) -> DaysView:
    view = days_view(play.state, PersonId(who), ENGLAND)
    assert isinstance(view, DaysView)
    return view


@pytest.mark.feature("B23")
def test_days_are_offered_in_their_order_and_chosen_among() -> None:
    play = _offered()
    assert play.state.before.days == (date(2026, 12, 15), date(2026, 12, 17))
    play.does("harriet", ChooseDays(days=("2026-12-17", "2026-12-25", "nonsense")))
    play.does("katya", ChooseDays(days=TWO))
    play.does("anand", ChooseDays(days=()))
    assert [one.can for one in _view(play, "chair").days] == [
        ("Katya Redstart",),
        ("Harriet Osprey", "Katya Redstart"),
    ]
    assert "Anand Merriweather" not in _view(play, "administrator").silent
    assert "Lorna Goosander" in _view(play, "administrator").silent
    assert [one.mine for one in _view(play, "harriet").days] == [False, True]
    assert play.does("harriet", ChooseDays(days=("2026-12-17",))) == ()
    assert play.does("chair", OfferDays(days=TWO)) == ()


@pytest.mark.feature("B23", "J12")
@pytest.mark.parametrize("who", ["harriet", "katya", "ivo"])
def test_nobody_but_whoever_arranges_it_sees_what_others_chose(who: str) -> None:
    play = _offered()
    play.does("anand", ChooseDays(days=TWO))
    view = _view(play, who)
    assert "Anand" not in repr(view)
    assert (view.silent, view.latest, view.offers) == ((), {}, False)


@pytest.mark.feature("B23")
def test_other_days_are_asked_about_anew() -> None:
    play = _offered()
    play.does("harriet", ChooseDays(days=TWO))
    before = revision(play.state, "free/harriet")
    play.does("administrator", OfferDays(days=("2026-12-16",)))
    assert play.state.before.free == {}
    assert revision(play.state, "free/harriet") != before


@pytest.mark.feature("B23")
def test_whoever_offers_is_shown_by_when_it_has_to_be() -> None:
    """S1: a core group within ten working days; S4 1.20: a review within three months."""
    latest = _view(_play(), "chair").latest
    assert latest[Date.FIRST_CORE_GROUP] == date(2026, 12, 21)
    assert latest[Date.REVIEW] == date(2027, 3, 7)


@pytest.mark.parametrize(
    ("days", "faults"),
    [
        ((), {"day.1": Fault.MISSING}),
        (("", "17 December"), {"day.2": Fault.NOT_A_DATE}),
        (("2026-12-07",), {"day.1": Fault.DATE_PAST}),
        (("2026-12-19",), {"day.1": Fault.NOT_A_WORKING_DAY}),
        (("2026-12-25",), {"day.1": Fault.NOT_A_WORKING_DAY}),
        (("2026-12-17", "2026-12-17"), {"day.2": Fault.SAME_DAY_TWICE}),
        (("x", "2026-12-06"), {"day.1": Fault.NOT_A_DATE, "day.2": Fault.DATE_PAST}),
    ],
)
def test_a_day_on_offer_is_a_working_day_after_the_conference(days: tuple[str, ...], faults: dict[str, Fault]) -> None:
    assert _play().refused("chair", OfferDays(days=days)) == Refused(Why.FIELDS, faults)


def test_nothing_is_chosen_where_nothing_is_on_offer_or_by_whoever_is_not_asked() -> None:
    assert _play().refused("harriet", ChooseDays(days=TWO)).code is Why.NO_DAYS
    assert isinstance(days_view(_play().state, PersonId("harriet"), ENGLAND), Refused)
    assert _offered().refused("manager", ChooseDays(days=TWO)).code is Why.NOT_INVITED
    assert days_view(_offered().state, PersonId("stand_in"), ENGLAND) == Refused(Why.NOT_INVITED)


def test_when_it_is_cancelled_or_written_up_there_is_nothing_to_choose() -> None:
    off, over = _offered(), _offered()
    off.happens(ConferenceCancelled(reason="moved away", by=PersonId("administrator")))
    over.approved()
    for play, offers, chooses in ((off, Why.CANCELLED, Why.CANCELLED), (over, Why.ALREADY_APPROVED, Why.NO_DAYS)):
        assert play.refused("chair", OfferDays(days=("2026-12-18",))).code is offers
        assert play.refused("harriet", ChooseDays(days=TWO)).code is chooses
    assert days_view(off.state, PersonId("chair"), ENGLAND) == Refused(Why.CANCELLED)
