"""Figures by closed sets of codes: nothing that came from outside becomes a label, and nothing is forgotten (promise 23)."""

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.adapters.alarms import LoudAlarms
from bot.adapters.meter import OTHER, PrometheusMeter
from bot.adapters.stalls import LONG, REMEMBERED, TOO_LONG, Stalls
from bot.domain.duties import DutyKind
from bot.domain.ids import ConferenceId
from bot.teams.front_door import Pressed
from bot.usecases.ports import Count, Level
from bot.web.metrics import FAMILIES

CANARY = "Zanzibar 9b2c7a52-0000-4000-8000-000000000001"


@pytest.fixture
def meter() -> PrometheusMeter:
    return PrometheusMeter(FAMILIES)


def shown(meter: PrometheusMeter) -> dict[str, float]:
    """Every series with its value, as Prometheus would read it."""
    text = generate_latest(meter.registry).decode()
    return {
        " ".join((one.name, *one.labels.values())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_every_figure_is_there_from_the_start(meter: PrometheusMeter) -> None:
    found = shown(meter)
    for outcome in Pressed:
        assert found[f"chairside_presses_total {outcome}"] == 0
    assert found["chairside_loop_stalls_total"] == 0
    assert found["process_resident_memory_bytes"] > 1_000_000
    for what in (*Count, *Level):
        meter.count(what) if isinstance(what, Count) else meter.level(what, 1)
        assert any(name.startswith(f"chairside_{what}") for name in shown(meter)), what


def test_it_counts(meter: PrometheusMeter) -> None:
    for _ in range(3):
        meter.count(Count.PRESSES, Pressed.CARD)
    meter.count(Count.FAILED, DutyKind.SUMMARY, "timeout")
    meter.level(Level.OWED, 7)
    meter.level(Level.OWED, 5)
    found = shown(meter)
    assert found["chairside_presses_total card"] == 3
    assert found["chairside_duties_failed_total timeout summary"] == 1
    assert found["chairside_duties_owed"] == 5


@pytest.mark.parametrize("what", [*Count, *Level])
def test_no_label_holds_what_came_from_outside(meter: PrometheusMeter, what: Count | Level) -> None:
    before = len(shown(meter))
    for number in range(200):
        for codes in ((f"{CANARY} {number}",), (DutyKind.SUMMARY, f"{CANARY} {number}"), (), ("a", "b", "c")):
            meter.count(what, *codes) if isinstance(what, Count) else meter.level(what, 1, *codes)
    found = shown(meter)
    assert CANARY.split(maxsplit=1)[0] not in str(found)
    assert len(found) <= before + len(DutyKind) + 2
    if what in FAMILIES and isinstance(what, Count):
        assert any(OTHER in name and value >= 200 for name, value in found.items())


def test_an_alarm_is_a_figure_by_code_until_it_is_cleared(meter: PrometheusMeter) -> None:
    alarms = LoudAlarms(meter)
    for cid in ("a" * 16, "b" * 16, "b" * 16):
        alarms.raise_(ConferenceId(cid), "summary_late")
    assert shown(meter)["chairside_alarms summary_late"] == 2
    alarms.clear(ConferenceId("a" * 16))
    assert shown(meter)["chairside_alarms summary_late"] == 1
    assert alarms.codes() == ("summary_late",)
    assert "aaaa" not in str(shown(meter))


def test_a_stall_is_counted_and_shown_for_a_minute(meter: PrometheusMeter) -> None:
    stalls = Stalls(meter)
    stalls.noted(0.0, LONG / 2)
    assert shown(meter)["chairside_loop_stalls_total"] == 0
    stalls.noted(1.0, TOO_LONG + 1)
    stalls.noted(2.0, 0.2)
    assert shown(meter)["chairside_loop_stalls_total"] == 2
    assert shown(meter)["chairside_loop_stall_seconds"] == TOO_LONG + 1
    assert stalls.stalled
    stalls.noted(1.5 + REMEMBERED, 0.0)
    assert shown(meter)["chairside_loop_stall_seconds"] == 0.2
    assert not stalls.stalled
