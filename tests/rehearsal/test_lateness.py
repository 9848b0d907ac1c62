"""When the summary was due, who had it when, and who was told that it was late: from the wire and its times alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.duties import DutyKind
from bot.domain.duties.summary import APPROVE, COPIES
from bot.domain.particulars import Kind
from bot.domain.refusals import Why as Refusal
from bot.rehearsal import lateness
from bot.rehearsal.lateness import Late, Why
from bot.rehearsal.teams import Crossing
from tests.dates import moment
from tests.rehearsal import scripted as s
from tests.rehearsal.scripted import Scripted, whole

MINUTE = timedelta(minutes=1)
DAY = timedelta(hours=24)


def found(on: Scripted, until: datetime | None = None, stops: tuple[datetime, ...] = ()) -> list[Late]:
    return lateness.check(on.wire, s.PARTICULARS, s.profile(), s.ACCOUNTS, until=until or on.now, stops=stops)


def silences(lates: list[Late]) -> set[tuple[str, str]]:
    return {(one.who, one.what) for one in lates if one.why is Why.ALARM_MISSING}


def after(hours: float) -> str:
    return f"{hours:g} hours after the end"


# -------------------------------------------------------------------------------------------------------------- in time


def test_a_good_run_is_not_late() -> None:
    assert found(whole(timedelta(minutes=30)), s.END + 2 * DAY) == []


def test_a_core_group_owes_no_summary() -> None:
    about = replace(s.PARTICULARS, kind=Kind.CORE_GROUP)
    assert lateness.check(Scripted().wire, about, s.profile(), s.ACCOUNTS, until=s.END + DAY) == []


def alarmed(on: Scripted, approval: timedelta | None, *, leave_out: tuple[tuple[str, int], ...] = ()) -> None:
    """The ladder as it should be: up to the approval, if there is one."""
    rungs: list[tuple[int, DutyKind, tuple[str, ...]]] = [(hour, DutyKind.CHASE, ("grace",)) for hour in (1, 4, 12)]
    rungs += [(20, DutyKind.CHASE, ("grace", "nadia")), (24, DutyKind.LATE, ("grace", "nadia", "femi"))]
    for hour, kind, people in rungs:
        if approval is None or timedelta(hours=hour) < approval:
            on.now = s.END + timedelta(hours=hour)
            for who in people:
                if (who, hour) not in leave_out:
                    on.shell(who, kind, "late" if kind is DutyKind.LATE else "ask", APPROVE)


def chased(approval: timedelta, **sabotage: Callable[[Scripted], object]) -> Scripted:
    """A good run with the approval so long after the end, and every alarm on the way."""
    return whole(approval, **{"ended": lambda on: alarmed(on, approval), **sabotage})


@pytest.mark.feature("A1", "A2")
@pytest.mark.parametrize("hours", [0.5, 2, 5, 13, 21, 23.9])
def test_an_approval_within_the_day_with_every_alarm_before_it(hours: float) -> None:
    assert found(chased(timedelta(hours=hours)), s.END + 2 * DAY) == []


def test_a_late_approval_is_the_chairs_own_if_everybody_was_told() -> None:
    assert found(chased(timedelta(hours=26)), s.END + 2 * DAY) == []


# ----------------------------------------------------------------------------------------------------------------- late


def test_late_by_one_minute_is_late() -> None:
    def wait(on: Scripted) -> None:
        on.now = s.END + DAY

    on = chased(timedelta(hours=23), approved=wait)  # the run delivers a minute later
    late = [one for one in found(on) if one.why is Why.LATE]
    assert {one.who for one in late} == {"amara", "yusuf", "sian", "grace"}
    assert all(one.at == s.END + DAY + MINUTE and one.due == s.END + DAY for one in late)


def test_on_the_very_minute_is_in_time() -> None:
    def wait(on: Scripted) -> None:
        on.now = s.END + DAY - MINUTE

    assert not [one for one in found(chased(timedelta(hours=23), approved=wait)) if one.why is Why.LATE]


@pytest.mark.feature("A3")
def test_a_summary_that_never_came_is_told_by_whom_it_missed() -> None:
    on = whole(ended=lambda on: alarmed(on, None))
    nothing = Scripted()
    nothing.world.wire._entries = [one for one in on.world.wire if one.at <= s.END]
    missing = {one.who for one in found(nothing, s.END + MINUTE) if one.why is Why.UNDELIVERED}
    assert missing == {"amara", "yusuf", "sian", "grace", "dana", "callum", "tilly"}


def test_a_copy_that_nobody_carried_is_missing() -> None:
    on = whole(timedelta(minutes=30))
    on.world.wire._entries = [one for one in on.world.wire if "copy/callum" not in str(one.body)]
    assert [(one.why, one.who) for one in found(on)] == [(Why.UNDELIVERED, "callum")]


def test_a_summary_that_teams_refused_has_not_come() -> None:
    on = whole(timedelta(minutes=30))
    on.world.wire._entries = [
        replace(one, kind=Crossing.CALL, status=403, audience=frozenset(), path="/v3/conversations/x/activities/1")
        if one.kind is Crossing.EDITED and one.audience == {"yusuf"}
        else one
        for one in on.world.wire
    ]
    assert [(one.why, one.who) for one in found(on)] == [(Why.UNDELIVERED, "yusuf")]


def test_whoever_opened_it_at_the_door_has_it() -> None:
    on = whole(timedelta(minutes=30))
    on.world.wire._entries = [
        one for one in on.world.wire if not (one.kind is Crossing.EDITED and one.audience == {"yusuf"})
    ]
    on.press("yusuf", "summary.show", s.summary(), at_door=True)
    assert found(on) == []


def test_a_summary_in_the_meeting_chat_is_nobodys_private_copy() -> None:
    on = whole(timedelta(minutes=30))
    on.world.wire._entries = [
        replace(one, conversation=on.meeting.id) if one.kind is Crossing.EDITED else one for one in on.world.wire
    ]
    assert {one.who for one in found(on)} == {"amara", "yusuf", "sian", "grace"}


@pytest.mark.parametrize(
    "sabotage",
    [
        lambda on: on.post(on.private("yusuf"), s.summary()),
        lambda on: on.press("yusuf", "summary.show", s.summary()),
        lambda on: on.refused(on.private("yusuf"), s.summary()),
    ],
    ids=["posted", "answered", "refused by Teams"],
)
def test_nothing_goes_out_before_the_approval(sabotage: Callable[[Scripted], object]) -> None:
    assert Why.BEFORE_APPROVAL in {one.why for one in found(chased(timedelta(hours=2), decided=sabotage))}


# --------------------------------------------------------------------------------------------------------------- alarms


@pytest.mark.parametrize(
    ("who", "hour"),
    [("grace", 1), ("grace", 4), ("grace", 12), ("grace", 20), ("nadia", 20), ("grace", 24), ("nadia", 24)],
)
def test_each_missing_alarm_is_found(who: str, hour: int) -> None:
    approval = timedelta(hours=26)
    on = whole(approval, ended=lambda on: alarmed(on, approval, leave_out=((who, hour),)))
    assert silences(found(on)) == {(who, after(hour))}


def test_an_alarm_that_is_only_an_edit_makes_no_noise() -> None:
    on = chased(timedelta(hours=2))
    on.world.wire._entries = [
        replace(one, kind=Crossing.EDITED) if one.at == s.END + timedelta(hours=1) else one for one in on.world.wire
    ]
    assert silences(found(on)) == {("grace", after(1))}


def test_an_alarm_in_the_meeting_chat_is_told_to_nobody() -> None:
    on = chased(timedelta(hours=2))
    on.world.wire._entries = [
        replace(one, conversation=on.meeting.id) if one.at == s.END + timedelta(hours=1) else one
        for one in on.world.wire
    ]
    assert silences(found(on)) == {("grace", after(1))}


def test_an_alarm_ten_minutes_late_is_missing() -> None:
    on = chased(timedelta(hours=2))
    due = s.END + timedelta(hours=1)
    on.world.wire._entries = [replace(one, at=due + 10 * MINUTE) if one.at == due else one for one in on.world.wire]
    assert silences(found(on)) == {("grace", after(1))}


def test_what_was_not_yet_due_when_the_play_ended_is_not_missed() -> None:
    on = whole(timedelta(hours=26), ended=lambda on: alarmed(on, timedelta(hours=2)))
    on.world.wire._entries = [one for one in on.world.wire if one.at < s.END + timedelta(hours=2)]
    assert silences(found(on, s.END + timedelta(hours=3))) == set()


def test_of_several_alarms_that_the_clock_leapt_over_only_the_last_is_owed() -> None:
    leapt = s.END + timedelta(hours=5)

    def leap(on: Scripted) -> None:
        on.now = leapt
        on.shell("grace", DutyKind.CHASE, "ask", APPROVE)

    on = whole(timedelta(hours=6), ended=leap)
    assert silences(found(on, stops=(s.END, leapt))) == set()
    assert silences(found(on)) == {("grace", after(1)), ("grace", after(4))}


def test_once_approved_whoever_carries_copies_is_asked_instead() -> None:
    """Approved at once; the father's copy is carried after five hours."""

    def slow(on: Scripted, *, ask: bool) -> Scripted:
        entries = on.world.wire._entries
        last = [one for one in entries if "copy/callum" in str(one.body)]
        on.world.wire._entries = [one for one in entries if one not in last]
        for hour in (1, 4) if ask else ():
            on.now = s.END + timedelta(hours=hour)
            on.shell("amara", DutyKind.CHASE, "ask", COPIES)
        on.now = s.END + timedelta(hours=5)
        on.press("amara", "copy.give", s.card("Given"), scope="copy/callum", how="by post")
        return on

    assert found(slow(whole(timedelta(minutes=10)), ask=True)) == []
    assert silences(found(slow(whole(timedelta(minutes=10)), ask=False))) == {
        ("whoever carries a copy", after(1)),
        ("whoever carries a copy", after(4)),
    }


def test_the_alarms_go_to_whoever_holds_the_chair_by_then() -> None:
    def hand_over(on: Scripted) -> None:
        on.press(
            "grace", "chair.hand_over", s.card("How things stand"), scope="console", to="felix", reason="I am ill."
        )
        on.now = s.END + timedelta(hours=1)
        on.shell("grace", DutyKind.CHASE, "ask", APPROVE)

    on = whole(timedelta(hours=2), ended=hand_over)
    assert ("felix", after(1)) in silences(found(on))


# ---------------------------------------------------------------------------------------------------- when it all began


def approved_at(hours: float, **sabotage: Callable[[Scripted], object]) -> list[Late]:
    return [one for one in found(whole(timedelta(hours=hours), **sabotage), s.END + 2 * DAY) if one.due]


def no_end(on: Scripted) -> None:
    on.world.wire._entries.pop()


def test_without_any_end_it_is_the_planned_one_and_two_hours() -> None:
    assert {one.due for one in approved_at(4, ended=no_end)} == {moment("Thu 3 Dec 2026 15:00")}


def test_the_chairs_end_before_that_of_teams_is_the_one() -> None:
    def end(on: Scripted) -> None:
        on.now = moment("Thu 3 Dec 2026 11:30")
        on.press("grace", "meeting.end", s.console(), scope="console")

    assert {one.due for one in approved_at(2, decided=end)} == {moment("Thu 3 Dec 2026 12:30")}


def test_an_end_that_was_refused_is_none() -> None:
    def end(on: Scripted) -> None:
        on.now = moment("Thu 3 Dec 2026 11:30")
        on.press("grace", "meeting.end", s.refusal(Refusal.MEETING_NOT_STARTED), scope="console")

    assert {one.due for one in approved_at(2, decided=end)} == {moment("Thu 3 Dec 2026 13:00")}


def test_a_correction_moves_the_clocks() -> None:
    def correct(on: Scripted) -> None:
        on.now = moment("Thu 3 Dec 2026 12:10")
        on.press(
            "grace",
            "meeting.correct_end",
            s.console(),
            scope="console",
            date="2026-12-03",
            time="11:20",
            reason="It ended earlier.",
        )

    assert {one.due for one in approved_at(2, ended=correct)} == {moment("Thu 3 Dec 2026 12:20")}


def test_a_day_is_24_hours_when_the_clocks_go_forward() -> None:
    """The night of Sun 28 Mar 2027 has 23 hours on the wall; the summary still has 24 to come."""
    ended = moment("Sat 27 Mar 2027 16:00")
    about = replace(s.PARTICULARS, start=ended - timedelta(hours=2), planned_end=ended - timedelta(hours=2))
    late = lateness.check(Scripted().wire, about, s.profile(), s.ACCOUNTS, until=ended)
    assert {one.due for one in late} == {moment("Sun 28 Mar 2027 17:00")}
