"""What a professional is told of the decisions, and what it is to dissent from one (S4 11.1, trap 22)."""

TITLE = "The chair's decisions"
FALLBACK = "The chair has decided. Please open the decisions in a newer version of Teams."
CONFIDENTIAL = "This is confidential. The decision summary is sent once the chair has approved it."

DIFFER = (
    "To have seen it differently is not to dissent: nothing in your post-it is taken as dissent. If your agency "
    "formally does not agree with a decision, say so here."
)
WHAT_FOLLOWS = (
    "Your agency and your reason go into the record of the conference. The decision summary names your agency too, if the "
    "chair has not approved it before. The decision stands. Your agency then starts its escalation procedure as soon as "
    "practicable after the conference (London procedure 11.1)."
)
DECLARE = "Declare dissent"
REASON = "Why your agency does not agree"
BACK = "Back to the decisions"
CHANGE_REASON = "Change the reason"
MINE = "Your agency has declared dissent. Your reason:"
OTHERS = "Dissent declared by"
STATUS = "Decision"
CATEGORY = "Category"
LEAD = "Lead social worker"
CORE_GROUP = "Core group"
REASONS = "The chair's reasons:"
LATE = "Why a date is past its limit:"
INQUORATE = "Decided without enough agencies who know this child (not quorate)."
CUT = "(The rest is in the decision summary.)"


def dissent_title(called: str) -> str:
    return f"Dissent from the decision about {called}"


def dissent_button(called: str) -> str:
    return f"My agency dissents: {called}"
