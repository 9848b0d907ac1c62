"""The name that each of the rules' codes has for people. One table a code; a test finds the code that has no name."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.domain.actor import Standing
from bot.domain.conference import Stage
from bot.domain.decision import Date, Status
from bot.domain.events import Missing
from bot.domain.forecast import Forecast
from bot.domain.particulars import Kind, Mode, Role
from bot.domain.post_it import Category, Likelihood, Recommendation
from bot.domain.preparations import FlagKind, Ground, TakingPart
from bot.domain.reports import ReportState
from bot.domain.views.console import Answered, Presence

_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = MappingProxyType(
    {
        Recommendation: {
            Recommendation.PLAN: "Child Protection Plan",
            Recommendation.CHILD_IN_NEED: "Child in Need plan",
            Recommendation.NO_PLAN: "No plan",
        },
        Status: {
            Status.PLAN: "Child Protection Plan",
            Status.CHILD_IN_NEED: "Child in Need plan",
            Status.NO_PLAN: "No plan",
        },
        Category: {
            Category.EMOTIONAL: "Emotional abuse",
            Category.NEGLECT: "Neglect",
            Category.PHYSICAL: "Physical abuse",
            Category.SEXUAL: "Sexual abuse",
        },
        Likelihood: {
            Likelihood.LIKELY: "Likely",
            Likelihood.NOT_LIKELY: "Not likely",
        },
        Date: {
            Date.FIRST_CORE_GROUP: "First core group",
            Date.NEXT_CORE_GROUP: "Next core group",
            Date.CHILD_IN_NEED_MEETING: "Child in Need meeting",
            Date.REVIEW: "Review conference",
        },
        Missing: {
            Missing.NOT_HERE: "Did not come",
            Missing.APOLOGIES: "Sent apologies",
            Missing.LEFT_EARLY: "Left early",
            Missing.DECLINED: "Did not wish to give a view",
            Missing.TECHNICAL: "Technical trouble",
            Missing.NOT_REACHED: "Could not be reached",
        },
        Kind: {
            Kind.INITIAL: "Initial child protection conference",
            Kind.PRE_BIRTH: "Pre-birth child protection conference",
            Kind.TRANSFER_IN: "Transfer-in child protection conference",
            Kind.REVIEW: "Review child protection conference",
            Kind.CORE_GROUP: "Core group meeting",
        },
        Mode: {
            Mode.VIRTUAL: "Everybody joins online",
            Mode.BLENDED: "Some in one room, some online",
        },
        Role: {
            Role.CHAIR: "Chair",
            Role.STAND_IN: "Stand-in for the chair",
            Role.MANAGER: "Chair's manager",
            Role.ADMINISTRATOR: "Administrator",
            Role.PROFESSIONAL: "Professional",
            Role.OBSERVER: "Observer (listens, takes no part)",
            Role.FAMILY: "Family",
            Role.SUPPORTER: "Supporter of the family",
            Role.INTERPRETER: "Interpreter",
            Role.MINUTE_TAKER: "Minute-taker",
        },
        Presence: {
            Presence.HERE: "Here",
            Presence.AWAY: "Was here, has left",
            Presence.NOT_ARRIVED: "Not here yet",
            Presence.CANNOT: "Cannot do the checklist",
        },
        Answered: {
            Answered.HANDED_IN: "Handed in",
            Answered.AWAITED: "Not handed in yet",
            Answered.BY_VOICE: "To be read out and written down",
            Answered.READ_BACK: "Written down, to be read back",
            Answered.NOT_HERE: "Not here",
        },
        Stage: {
            Stage.PLANNED: "Not started yet",
            Stage.GATHERING: "Under way: views have not been asked for yet",
            Stage.ROUND_OPEN: "Professionals are giving their views",
            Stage.ROUND_CLOSED: "Views are in: the chair is deciding",
            Stage.DECIDED: "The chair has decided",
            Stage.APPROVED: "The decision summary is approved",
        },
        ReportState: {
            ReportState.DUE: "Not in yet",
            ReportState.LATE: "Late",
            ReportState.MISSING: "Missing",
            ReportState.NONE: "None will come",
            ReportState.SENT: "Sent, says the agency",
            ReportState.RECEIVED: "In",
        },
        FlagKind: {
            FlagKind.RESTRICTED: "There is something that the family may not hear in the conference",
            FlagKind.DANGER: "People who would meet there may be a danger to one another",
        },
        Ground: {
            Ground.WELFARE: "Their being there may seriously harm the child's welfare",
            Ground.DISRUPTION: "It is likely that they would seriously disrupt it: violence, threats, abuse, or unfit to take part",
            Ground.CHILD_ASKS: "The child asks for it",
            Ground.OTHERS_SILENT: "Somebody else could not speak freely in front of them",
            Ground.CONFIDENTIAL: "Something has to be discussed that they may not hear, such as a criminal investigation",
            Ground.FAMILY_CONFLICT: "Conflict within the family, such as domestic abuse",
        },
        TakingPart: {
            TakingPart.PN0: "Is under four on the day",
            TakingPart.PN1: "Comes, and speaks for themself",
            TakingPart.PN2: "Comes, and an advocate speaks for them",
            TakingPart.PN3: "Comes, and shows their views in another way",
            TakingPart.PN4: "Comes, and says nothing and shows no views",
            TakingPart.PN5: "Does not come, and an advocate speaks for them",
            TakingPart.PN6: "Does not come, and sends their views: in writing, a drawing, a recording",
            TakingPart.PN7: "Does not come, and sends no views",
        },
        Forecast: {
            Forecast.MET: "Quorum expected",
            Forecast.OPEN: "Quorum depends on who has not replied",
            Forecast.UNMET: "No quorum, whoever else comes",
            Forecast.FEW: "Too few agencies on the list know this child",
        },
        Standing: {
            Standing.MEMBER: "Works for this council",
            Standing.GUEST: "Guest of this council",
            Standing.OTHER_TENANT: "Joined from another organisation",
            Standing.ANONYMOUS: "Joined without signing in: the name is what they typed",
            Standing.BOT: "Chairside",
        },
    }
)

_CORE_GROUP_STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.GATHERING: "Under way: nobody has been asked to scale yet",
        Stage.ROUND_OPEN: "Professionals are scaling",
        Stage.DECIDED: "Scaling is done",
    }
)


def label(code: StrEnum) -> str:
    """What this code is called. KeyError for a code of a kind that is never shown to anybody."""
    return _WORDS[type(code)][code]


def stage(code: Stage, kind: Kind) -> str:
    """Where a conference has got to. A core group scales and decides nothing (S0, trap 33), so it is not said of one."""
    return _CORE_GROUP_STAGES.get(code, label(code)) if kind is Kind.CORE_GROUP else label(code)


def agency(code: str) -> str:
    """An agency's code from a conference file, readable ("school_nursing": "school nursing")."""
    return "GP" if code == "gp" else code.replace("_", " ")
