"""Agencies' reports: what is asked, how it stands, in words (B10, B13, B27)."""

from bot.domain.verbs.tell_children_seen import ALONE, WITH_OTHERS

TITLE = "Your report"
ALL_TITLE = "Reports"
SEEN_TITLE = "When each child was seen"
FALLBACK = "How it stands with a report. Please open it in a newer version of Teams."

STANDS = "How it stands"
AUTHOR = "From"
DUE_CHAIR = "To the chair by"
DUE_FAMILY = "Gone through with the family by"
SENT = "Sent"
RECEIVED = "In since"
LATE = "It came late."
SHARED = "Gone through with the family on"
NOT_SHARED = "Not gone through with the family yet"
NONE = "Why none will come:"
NO_DEADLINE = "As early as you can"

I_KEEP_NONE = (
    "I keep no reports. Send yours securely, the way your agency always does, and then tell me here that it went. Please send "
    "one even if nobody from your agency can come."
)
POLICE = (
    "A police report goes to the chair alone. It is not shared with the family or with anybody else, and I show nobody else that "
    "it is asked for."
)
SENT_NOW = "It has been sent"
RECEIVED_NOW = "It is in"
NOT_SENT_NOW = "It has not been sent after all"
NOT_RECEIVED_NOW = "It is not in after all"
ON = "Day it was gone through with the family"
SHARED_NOW = "Keep this day"
REASON = "If no report will come: why"
NOT_COMING_NOW = "No report will come"

SEEN = "Children seen"
SEEN_NOW = "Say when each child was seen"
SEEN_INTRO = (
    "Your report says when each child was seen, whether alone, and if not, who was there and why (London procedures, paragraph "
    "7.5). A child whose fields stay empty is left as it is."
)
SEEN_ALONE = "alone"
NOT_SEEN = "not said yet"
KEEP_SEEN = "Keep"
ALONE_CHOICES = ((ALONE, "Alone"), (WITH_OTHERS, "With somebody there"))
CHOOSE = "Choose"

ALL = "Each agency's report, in the order of the list. Press one to say that it is in, or that none will come."
NO_REPORTS = "No reports are asked for at this conference."
BACK = "All reports"
BACK_TO_REPORT = "Back to the report"
TELL_CHAIR = "Tell the chair in private"
LEAVE_OUT = "Ask to leave somebody out"
TAKING_PART = "How each child takes part"
RECORDING = "Ask to record, for family"
OBSERVERS = "Consent to an observer"


def seen_on(day: str, who_else: str, *, alone: bool) -> str:
    return f"{day}, {SEEN_ALONE if alone else f'with somebody there: {who_else}'}"


def on(called: str) -> str:
    return f"Day {called} was last seen"


def alone(called: str) -> str:
    return f"{called} was seen"


def who_else(called: str) -> str:
    return f"If not alone: who was there with {called}, and why"


def seen_of(said: int, of_all: int) -> str:
    return f"{SEEN}: said for {said} of {of_all}."


def of(title: str) -> str:
    return f"Report: {title}"
