"""Where the conference stands, for those who have nothing to fill in; and for families what is to happen (J7, J12)."""

TITLE = "How things stand"
LAY_TITLE = "About this meeting"
FALLBACK = "How the conference stands. Please open it in a newer version of Teams."
KIND = "Meeting"
START = "Start"
STAGE = "Now"
CHAIR = "Chair"
CANCELLED = "Cancelled: it does not take place"
WHO = "Who is expected"

AGENDA_TITLE = "What will happen"
AGENDA = (
    "Everybody says who they are and why they are here.",
    "The social worker says what they know and what worries them. The others say what they know.",
    "You can ask questions and say how you see it. Your child's own views are heard too.",
    "Together we write down what is going well, what the worries are, and what needs to happen.",
    "Each professional tells the chair their view. The chair decides about each child, and says why.",
    "We agree who does what, and when we meet again. You get a copy of the decisions.",
)
CORE_GROUP_AGENDA = (
    "Everybody says who they are and why they are here.",
    "We look at the plan together: what has been done, and what has changed for your child.",
    "You can ask questions and say how you see it. Your child's own views are heard too.",
    "Each professional says how safe they think your child is, on a scale.",
    "We agree who does what, and when we meet again.",
)
COMPLAIN_TITLE = "If you are not happy"
LAY_NOTE = "If anything is not clear, ask. You can ask for a break, or to speak to the chair alone."

OPEN_CONSOLE = "Open my console"
OPEN_DRAFT = "Decision summary"
OPEN_HAND_OVER = "Hand the chair over"
OPEN_CHECKLIST = "My checklist"
OPEN_POST_IT = "My post-it"
OPEN_DECISIONS = "Decisions"
OPEN_SUMMARY = "My copy of the summary"
OPEN_REQUESTS = "What I am asked"
OPEN_REPORT = "My report"
OPEN_REPORTS = "Reports"
OPEN_RECORDING = "Ask to record"
OPEN_STATUS = "How things stand"


def write_down(name: str) -> str:
    return f"Write down the view of {name}"
