"""What a limit runs from and what it depends on, in words. A limit's own title is in the borough's file, beside its source."""

from collections.abc import Mapping

from bot.domain.profile import Condition, Trigger

TRIGGERS: Mapping[Trigger, str] = {
    Trigger.CONFERENCE: "the conference",
    Trigger.CONFERENCE_END: "the end of the conference",
    Trigger.STRATEGY_DISCUSSION: "the strategy discussion",
    Trigger.MOVE_NOTIFICATION: "the notification of the move",
    Trigger.CARE_REVIEW_DECISION: "the looked-after review's decision, if there was one",
    Trigger.EMERGENCY_ORDER_EXPIRY: "the expiry of the emergency protection order, if there is one",
    Trigger.EXAMINATIONS_END: "the end of examinations under a child assessment order, if there is one",
    Trigger.EXPECTED_BIRTH: "the expected birth",
    Trigger.BIRTH: "the birth",
    Trigger.INITIAL_CONFERENCE: "the initial conference",
    Trigger.PREVIOUS_REVIEW: "the previous review, if there was one",
    Trigger.PLAN_START: "the start of the child protection plan",
    Trigger.SUPERVISION_ORDER: "the supervision order, if there is one",
    Trigger.PREVIOUS_CORE_GROUP: "the last core group",
    Trigger.RECORD_RECEIVED: "the receipt of the record",
}
"""After "the date of"."""

CONDITIONS: Mapping[Condition, str] = {
    Condition.PLAN: "a child is on a child protection plan",
    Condition.CHILD_IN_NEED: "a child is on a Child in Need plan",
    Condition.PLAN_ENDED: "a child protection plan ends",
    Condition.INQUORATE: "the conference was not quorate",
    Condition.DISSENT: "an agency dissents",
    Condition.EXCLUSION_ASKED: "somebody asks to exclude a parent",
    Condition.OBSERVER: "somebody is to observe",
    Condition.EARLY_BIRTH_LIKELY: "a premature birth is likely",
    Condition.MOTHER_UNFIT: "the mother is not medically fit to meet in the first ten days",
    Condition.UNDER_FIVE: "there are serious concerns about a child under five",
    Condition.LOOKED_AFTER: "a child is looked after",
}
"""After "Only if"."""
