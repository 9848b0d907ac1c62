"""The shape of one borough's TOML file: every key, what it may hold, and nothing else."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, StrictBool, StrictInt, StringConstraints, model_validator

from bot.domain.particulars import Kind
from bot.domain.profile import Condition, Direction, Sealing, Trigger, Unit

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Hour = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Count = Annotated[StrictInt, Field(ge=0)]
AtLeastOne = Annotated[StrictInt, Field(ge=1)]
Source = Annotated[str, StringConstraints(pattern=r"\bS[0-4]\b|\[(SIS|EXT|REC|INF|U)\b")]
"""One of our sources by its code, or a mark that says openly that it is none of them (docs: sources)."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LimitPart(Part):
    code: Code
    title: Text
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    trigger: Trigger
    direction: Direction
    source: Source
    amount: Count | None = None
    unit: Unit = Unit.UNSTATED
    words: str = ""
    closes: Hour = "17:00"
    recipient: str = ""
    condition: Condition | None = None
    unless: Trigger | None = None
    note: str = ""

    @model_validator(mode="after")
    def _number_or_words(self) -> Self:
        numbered = self.amount is not None and self.unit is not Unit.UNSTATED and not self.words
        worded = self.amount is None and self.unit is Unit.UNSTATED and bool(self.words)
        if not numbered and not worded:
            raise ValueError("needs either `amount` and `unit`, or `words` where the source gives no number")
        return self


class Section(Part):
    source: Source
    note: str = ""


class ScalePart(Section):
    question: Text
    ten_is_safe: StrictBool
    zero_hint: Text
    ten_hint: Text


class QuorumPart(Section):
    others: AtLeastOne
    groups: dict[Code, Code]


class SummaryPart(Section):
    hours: AtLeastOne
    working_days: AtLeastOne
    closes: Hour
    chase_chair: tuple[AtLeastOne, ...]
    chase_manager: tuple[AtLeastOne, ...]
    loud: AtLeastOne
    assume_end_after_planned_hours: AtLeastOne


class SealingPart(Section):
    mode: Sealing


class LikelihoodPart(Section):
    asks: StrictBool


class ThresholdPart(Section):
    lines: Annotated[tuple[Text, ...], Field(min_length=1)]


class ItemPart(Part):
    code: Code
    text: Text
    family: Text
    source: Source


class ChecklistPart(Section):
    away_minutes: AtLeastOne
    items: Annotated[tuple[ItemPart, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        codes = [item.code for item in self.items]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"item twice: {', '.join(twice)}")
        return self


class ClosuresPart(Section):
    days: tuple[Annotated[date, Strict()], ...]


class ComplaintsPart(Section):
    text: Text


class RemindersPart(Section):
    """Offsets in working days: after the invitation, or from the day that something is due."""

    digest: Hour
    quiet_until: Hour
    quiet_from: Hour
    reply: Annotated[tuple[AtLeastOne, ...], Field(min_length=1)]
    report: tuple[StrictInt, ...]
    shared: tuple[StrictInt, ...]
    meeting: tuple[Annotated[StrictInt, Field(le=0)], ...]
    tell_reply: AtLeastOne
    tell_report: AtLeastOne
    tell_chair: AtLeastOne

    @model_validator(mode="after")
    def _by_day(self) -> Self:
        """Hours are written so that their order is that of their text."""
        if not self.quiet_until <= self.digest < self.quiet_from:
            raise ValueError("`digest` is in the quiet hours: it must be from `quiet_until` and before `quiet_from`")
        return self


class InviteePart(Part):
    agency: Code
    title: Text
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    source: Source
    instead: tuple[Code, ...] = ()


class InviteesPart(Section):
    agencies: tuple[InviteePart, ...]


class ConveningPart(Section):
    earliest: Hour
    latest: Hour
    independent: StrictBool


class BoroughFile(Part):
    """One file as written. A section left out is inherited whole."""

    code: Code
    name: Text
    inherits: Code | None = None
    limits: tuple[LimitPart, ...] = ()
    scale: ScalePart | None = None
    quorum: QuorumPart | None = None
    summary: SummaryPart | None = None
    sealing: SealingPart | None = None
    likelihood: LikelihoodPart | None = None
    threshold: ThresholdPart | None = None
    checklist: ChecklistPart | None = None
    closures: ClosuresPart | None = None
    complaints: ComplaintsPart | None = None
    reminders: RemindersPart | None = None
    invitees: InviteesPart | None = None
    convening: ConveningPart | None = None


class WholeBorough(BoroughFile):
    """A borough with all that it inherits: nothing is missing any more, and nothing contradicts itself."""

    scale: ScalePart
    quorum: QuorumPart
    summary: SummaryPart
    sealing: SealingPart
    likelihood: LikelihoodPart
    threshold: ThresholdPart
    checklist: ChecklistPart
    closures: ClosuresPart
    complaints: ComplaintsPart
    reminders: RemindersPart

    @model_validator(mode="after")
    def _summary_agrees(self) -> Self:
        """The ladder and the timetable speak of the same two clocks: they may not differ."""
        ladder = {
            "summary": (self.summary.hours, Unit.HOURS),
            "decision_letter": (self.summary.working_days, Unit.WORKING_DAYS),
        }
        for limit in self.limits:
            if limit.code in ladder and (limit.amount, limit.unit) != ladder[limit.code]:
                amount, unit = ladder[limit.code]
                raise ValueError(f"[summary] says {amount} {unit} and the limit `{limit.code}` something else")
        return self
