"""The forecast of quorum, held against counting by hand (S4 3.10; B20)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.sheet import sheet_card
from bot.domain.events_before import ConferenceMoved
from bot.domain.forecast import Forecast, forecast
from bot.domain.ids import PersonId
from bot.domain.views.forecast import forecast_view
from bot.domain.views.sheet import SheetView, sheet_view
from bot.words.forecast import sentence
from tests.fakes.before import before, replies
from tests.fakes.builders import ENGLAND, ROBIN, SEATED, START, WREN, Play, conference
from tests.unit.cards.checks import shown
from tests.unit.cards.samples import MARKS

_ANSWERS = ("attending", "colleague", "cannot", "")


def _forecasts(said: dict[str, str]) -> dict[str, Forecast]:
    found = forecast(replies(before(), {who: one for who, one in said.items() if one}).state)
    return {child: one.forecast for child, one in found.items()}


@pytest.mark.feature("B20")
@pytest.mark.parametrize(
    ("said", "wren", "robin"),
    [
        ({}, Forecast.OPEN, Forecast.OPEN),
        ({"ines": "attending", "harriet": "attending", "lorna": "colleague"}, Forecast.MET, Forecast.MET),
        ({"ines": "attending", "harriet": "attending", "anand": "attending"}, Forecast.OPEN, Forecast.MET),
        ({"ines": "attending", "tomas": "attending", "patrick": "attending"}, Forecast.OPEN, Forecast.OPEN),
        ({"ines": "cannot", "tomas": "cannot"}, Forecast.UNMET, Forecast.UNMET),
        ({"harriet": "cannot", "lorna": "cannot"}, Forecast.UNMET, Forecast.OPEN),
        (dict.fromkeys(SEATED, "cannot"), Forecast.UNMET, Forecast.UNMET),
        (dict.fromkeys(SEATED, "attending"), Forecast.MET, Forecast.MET),
    ],
)
def test_for_each_child_by_those_who_know_that_child(said: dict[str, str], wren: Forecast, robin: Forecast) -> None:
    """The health visitor knows only Robin; housing knows neither; two social workers are one agency (trap 13)."""
    assert _forecasts(said) == {WREN: wren, ROBIN: robin}


_KNOW = {
    "wren": {"harriet": "school", "lorna": "school_nursing", "renuka": "police"},
    "robin": {"harriet": "school", "lorna": "school_nursing", "renuka": "police", "anand": "health_visiting"},
}


def _by_hand(said: dict[str, str], child: str) -> Forecast:
    """S4 3.10, counted person by person, without the product."""

    def met(comes: set[str]) -> bool:
        return bool(comes & {"ines", "tomas"}) and len({_KNOW[child][one] for one in comes & set(_KNOW[child])}) >= 2

    sure = {who for who, one in said.items() if one in ("attending", "colleague")}
    most = sure | {who for who, one in said.items() if not one}
    return Forecast.MET if met(sure) else Forecast.OPEN if met(most) else Forecast.UNMET


@pytest.mark.feature("B20")
@given(st.fixed_dictionaries({who: st.sampled_from(_ANSWERS) for who in SEATED}))
def test_whatever_is_replied_it_is_as_counted_by_hand(said: dict[str, str]) -> None:
    assert _forecasts(said) == {child: _by_hand(said, child) for child in ("wren", "robin")}


@pytest.mark.feature("B20", "B28")
def test_what_was_said_of_an_earlier_time_is_no_reply_to_this_one() -> None:
    play = replies(before(), dict.fromkeys(SEATED, "attending"))
    assert {one.forecast for one in forecast(play.state).values()} == {Forecast.MET}
    moved = ConferenceMoved(
        start=START.replace(day=9), planned_end=START.replace(day=9, hour=12), reason="x", by=PersonId("chair")
    )
    assert {one.forecast for one in forecast(play.happens(moved).state).values()} == {Forecast.OPEN}


@pytest.mark.feature("B20")
def test_where_too_few_agencies_know_a_child_that_is_what_is_said() -> None:
    """S4 3.10: "where a child has not had relevant contact with three agencies"."""
    given_ = conference()
    seats = tuple(one for one in given_.seats if one.agency in ("childrens_social_care", "school", "housing"))
    play = before(particulars=replace(given_, seats=seats))
    assert {one.forecast for one in forecast(play.state).values()} == {Forecast.FEW}


def _sentences(play: Play, who: str = "administrator") -> list[str]:
    return [sentence(one) for one in forecast_view(play.state, PersonId(who))]


@pytest.mark.feature("B20")
def test_the_sheet_of_a_convened_conference_shows_it() -> None:
    play = before()
    view = sheet_view(play.state, PersonId("administrator"), play.now, ENGLAND)
    assert isinstance(view, SheetView)
    said = shown(sheet_card(view, MARKS))
    assert "Wren: quorum depends on those who have not replied." in said
    assert "Robin: quorum depends on those who have not replied." in said
    drafted = sheet_view(before(convened=False).state, PersonId("administrator"), play.now, ENGLAND)
    assert isinstance(drafted, SheetView)
    assert drafted.forecast == ()


@pytest.mark.feature("B20")
def test_it_is_said_in_a_sentence_a_child_to_those_who_can_do_something_about_it() -> None:
    play = replies(before(), {"ines": "attending", "harriet": "attending", "anand": "attending"})
    assert _sentences(play) == [
        "Wren: quorum depends on those who have not replied. Children's social care is coming; of 2 other agencies needed, 1 so far.",
        "Robin: there will be quorum, by the replies so far.",
    ]
    assert _sentences(play, "chair") == _sentences(play, "manager") == _sentences(play)
    for who in ("harriet", "katya", "orla", "stand_in", "mina"):
        assert _sentences(play, who) == []
    gone = replies(before(), {"ines": "cannot", "tomas": "cannot"})
    assert _sentences(gone)[0].startswith(
        "Wren: there will be no quorum, whoever else comes. Children's social care has not"
    )
