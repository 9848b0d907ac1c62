"""Whether a date can be right, held against the day of the conference: a slip of the hand moves a deadline by a year."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.domain.profile import Trigger
from bot.domain.refusals import Fault, Faults

ADULT = 18
_LONG_BEFORE = timedelta(days=20 * 365)
_LONG_AFTER = timedelta(days=366)
_EXPECTED_BEFORE, _EXPECTED_AFTER = timedelta(days=60), timedelta(days=300)
_MAY_FOLLOW = frozenset(
    {Trigger.EXPECTED_BIRTH, Trigger.BIRTH, Trigger.EMERGENCY_ORDER_EXPIRY, Trigger.RECORD_RECEIVED}
)
"""Dates that may lie after the conference."""


def born(one: date, held: date) -> Fault | None:
    if one > held:
        return Fault.BORN_LATER
    return Fault.GROWN_UP if age(one, held) >= ADULT else None


def age(born: date, on: date) -> int:
    """In whole years. Whoever was born on 29 February has their birthday on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def expected(one: date, held: date) -> Fault | None:
    if one < held - _EXPECTED_BEFORE:
        return Fault.LONG_EXPECTED
    return Fault.EXPECTED_LATER if one > held + _EXPECTED_AFTER else None


def trigger(which: Trigger, one: date, held: date) -> Fault | None:
    if one > held and which not in _MAY_FOLLOW:
        return Fault.AFTER_CONFERENCE
    if one > held + _LONG_AFTER:
        return Fault.LONG_AFTER
    return Fault.LONG_AGO if one < held - _LONG_BEFORE else None


def in_order(dates: Mapping[str, date]) -> Faults:
    """What contradicts another."""
    first, review = dates.get(Trigger.INITIAL_CONFERENCE), dates.get(Trigger.PREVIOUS_REVIEW)
    return {Trigger.PREVIOUS_REVIEW: Fault.BEFORE_INITIAL} if first and review and review < first else {}
