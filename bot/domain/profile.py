"""A borough's profile: everything that differs from one council to the next, as plain values.

Resolved (a borough inherits from the London procedure) before it reaches the rules, and stored whole with the
conference, so that a change to a borough's file never moves a deadline that people were already told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.particulars import Kind


class Unit(StrEnum):
    """What a limit counts. "days" in a source that does not say which is WORKING_DAYS or DAYS by the profile's own choice.

    UNSTATED: the source gives no number; `Limit.words` is what it says instead ("immediately").
    """

    UNSTATED = "unstated"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


class Direction(StrEnum):
    AFTER = "after"
    BEFORE = "before"


class Trigger(StrEnum):
    """What a limit runs from. CONFERENCE is the day and hour it starts, CONFERENCE_END the moment it ends."""

    CONFERENCE = "conference"
    CONFERENCE_END = "conference_end"
    STRATEGY_DISCUSSION = "strategy_discussion"
    MOVE_NOTIFICATION = "move_notification"
    CARE_REVIEW_DECISION = "care_review_decision"
    EMERGENCY_ORDER_EXPIRY = "emergency_order_expiry"
    EXAMINATIONS_END = "examinations_end"
    EXPECTED_BIRTH = "expected_birth"
    BIRTH = "birth"
    INITIAL_CONFERENCE = "initial_conference"
    PREVIOUS_REVIEW = "previous_review"
    PLAN_START = "plan_start"
    SUPERVISION_ORDER = "supervision_order"
    PREVIOUS_CORE_GROUP = "previous_core_group"
    RECORD_RECEIVED = "record_received"


class Condition(StrEnum):
    """What must turn out to be so before a limit binds anybody."""

    PLAN = "plan"
    CHILD_IN_NEED = "child_in_need"
    PLAN_ENDED = "plan_ended"
    INQUORATE = "inquorate"
    DISSENT = "dissent"
    EXCLUSION_ASKED = "exclusion_asked"
    OBSERVER = "observer"
    EARLY_BIRTH_LIKELY = "early_birth_likely"
    MOTHER_UNFIT = "mother_unfit"
    UNDER_FIVE = "under_five"
    LOOKED_AFTER = "looked_after"


class Sealing(StrEnum):
    """When the chair may read a post-it: once the round is closed, or as each is handed in, as on paper."""

    UNTIL_CLOSE = "until_close"
    AS_HANDED_IN = "as_handed_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One line of a timetable: `amount` `unit`s `direction` the date named by `trigger` for these kinds of conference.

    `title` and `recipient` are plain words for people ("Agency's report", "the chair").
    `source` is the paragraph that says so ("S4 1.20"); `note` says what the source leaves open and what we chose.
    `closes` is the hour of London's day at which a limit counted in days ends ("17:00").
    `condition` is what must be so for the limit to bind; `unless` names a trigger whose date makes it moot.
    """

    code: str
    title: str
    kinds: tuple[Kind, ...]
    trigger: Trigger
    direction: Direction
    source: str
    amount: int = 0
    unit: Unit = Unit.UNSTATED
    words: str = ""
    closes: str = "17:00"
    recipient: str = ""
    condition: Condition | None = None
    unless: Trigger | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleWords:
    """How this borough speaks of the scale. `ten_is_safe` is the polarity: never compare across it (trap 4)."""

    question: str
    ten_is_safe: bool
    zero_hint: str
    ten_hint: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumRule:
    """S4 3.10. `groups` maps an agency code to the group it counts in where several count as one."""

    others: int
    groups: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRule:
    """The 24-hour ladder. `chase_chair` and `chase_manager` are whole hours after the end; `loud` is when it is late."""

    hours: int
    working_days: int
    closes: str
    chase_chair: tuple[int, ...]
    chase_manager: tuple[int, ...]
    loud: int
    assume_end_after_planned_hours: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """When people are reminded before a conference, in working days at the hour of `digest`, London's clock.

    `reply`: after the invitation. `report` and `shared`: from the day it is due (-1 is the working day before). `meeting`:
    from the day itself. `tell_reply` and `tell_report`: from when the administrator hears of what is missing, counted
    likewise; `tell_chair`: of a report, the chair. What can wait is said between `quiet_until` and `quiet_from` of a
    working day.
    """

    digest: str = "08:30"
    quiet_until: str = "08:00"
    quiet_from: str = "18:00"
    reply: tuple[int, ...] = (2, 4)
    report: tuple[int, ...] = (-3, -1, 1)
    shared: tuple[int, ...] = (-1, 1)
    meeting: tuple[int, ...] = (-1,)
    tell_reply: int = 4
    tell_report: int = 1
    tell_chair: int = 2
    source: str = "[INF]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """An agency that is asked to every conference of these kinds, by the borough's custom (S4 3.1, 3.2; B5). One of the
    agencies in `instead` will do as well, as a nursery for a school.
    """

    agency: str
    title: str
    kinds: tuple[Kind, ...]
    source: str
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Convening:
    """What is looked at before a conference is convened. Meetings are held from `earliest` to `latest`, London's clock, since
    later parents are at the school gate (S4 3.6). `independent`: the chair is asked for a word on it (S4 8.1); a reform that
    lets others chair needs no other code (trap 31).
    """

    earliest: str = "09:00"
    latest: str = "15:00"
    independent: bool = True
    source: str = "S4 3.6; S4 8.1; hours [INF]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One borough, resolved. `checklist` is code -> text for a professional, `family_checklist` the same codes in family
    words: both in the order shown, each item acknowledged by its code. `notes` is section -> what its source leaves open.
    """

    code: str
    name: str
    limits: tuple[Limit, ...]
    scale: ScaleWords
    quorum: QuorumRule
    summary: SummaryRule
    sealing: Sealing
    sealing_source: str
    asks_likelihood: bool
    likelihood_source: str
    threshold: tuple[str, ...]
    threshold_source: str
    checklist: Mapping[str, str]
    family_checklist: Mapping[str, str]
    checklist_source: str
    closure_days: tuple[str, ...]
    away_minutes: int
    complaints: str
    complaints_source: str
    notes: Mapping[str, str] = field(default_factory=dict)
    reminders: Reminders = Reminders()
    invitees: tuple[Template, ...] = ()
    convening: Convening = Convening()

    def limit(self, code: str, kind: Kind) -> Limit | None:
        """The borough's limit of that code for that kind of conference, if it has one."""
        return next((one for one in self.limits if one.code == code and kind in one.kinds), None)
