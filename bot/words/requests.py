"""What is asked of the chair before a conference, in words (B12, B14, B17, B18, B19, B25, B26, B29)."""

from collections.abc import Mapping

from bot.domain.verbs import decide_recording
from bot.domain.verbs.ask_exclusion import PART, WHOLE
from bot.domain.verbs.decide_exclusion import NOT_AT_ALL
from bot.domain.verbs.declare_independence import FIRST
from bot.domain.views.requests import Request

FALLBACK = "Something to do before a conference. Please open it in a newer version of Teams."
BACK = "Back to the requests"
CHOOSE = "Choose"
YES_NO = ((decide_recording.YES, "Yes"), (decide_recording.NO, "No"))

# ------------------------------------------------------------------------------------------------------- the chair's list

TITLE = "What you are asked before the meeting"
NOTHING = "Nobody has asked you for anything."
REQUESTS: Mapping[Request, str] = {
    Request.FLAG: "Wants to speak to you in private",
    Request.EXCLUSION: "Asked to be left out",
    Request.RECORDING: "Asks to record",
    Request.CONSENT: "Wishes to observe",
    Request.INDEPENDENCE: "Your word on independence",
}
WAITS, ANSWERED = "Waits for you", "Answered"
OTHER_THINGS = "Also before the meeting"
MEETINGS = "Whom I have met"
TAKING_PART = "How each child takes part"
REPORTS = "Reports"
LEAVE_OUT = "Leave somebody out"

# -------------------------------------------------------------------------------------------------------------------- flags

FLAG_TITLE = "Somebody wants to speak to you"
FLAG = "Please ring them before the meeting. I was not told what it is, and I do not ask: keep it out of me and of the chat."
WHO, WHY, ASKED, HEARD = "Who", "Why", "Asked", "You have spoken to them"
HEARD_NOW = "I have spoken to them"
MY_FLAG_TITLE = "Tell the chair in private"
MY_FLAG = (
    "The chair is told that you want to speak before the meeting, and why in general. Nobody else is. There is no room "
    "here for what it is about: tell the chair that yourself."
)
MY_FLAG_GOING = "I am telling the chair. If it cannot wait, ring them."
MY_FLAG_WAITS, MY_FLAG_HEARD = "The chair has been told", "The chair says you have spoken"
KIND = "Why the chair should speak to you"
RAISE_NOW = "Tell the chair"
BACK_TO_REPORT = "Back to my report"

# ---------------------------------------------------------------------------------------------------------------- exclusion

EXCLUSION_TITLE = "Leave somebody out"
WHOM = "Whom do you mean? It is asked for one person at a time."
NO_FAMILY = "No family is listed."
EXCLUSION = (
    "A family member is left out only exceptionally, and for as short a time as can be. The chair decides, and that is final "
    "(London procedures, 5.1 to 5.8). Family are not told by me that you ask."
)
TAKEN = "Somebody has asked for this already. The chair decides."
GROUND = "On what ground"
EVIDENCE = "Where what this rests on is held"
EVIDENCE_HINT = "For example: police record of 3 May; my case notes. Not what they say."
EXTENT = "Of how much"
EXTENTS = ((WHOLE, "The whole conference"), (PART, "A part of it"))
ASK_NOW = "Ask the chair"
ASKED_BY = "Asked by"
LATE = "Asked for later than the procedure wishes. It can be granted all the same."
LEGAL = "You may need legal advice (London procedures, 5.3)."
DECIDE = "Your decision"
DECIDE_EXTENTS = ((WHOLE, "Leave out of the whole"), (PART, "Leave out of a part"), (NOT_AT_ALL, "Do not leave out"))
REASONS = "Your reasons, for the record. They are not in the letter"
HOW_LONG = "If left out: of which part, or until when. This is in the letter"
FINAL = "Once decided, it cannot be changed here. Whoever is left out is told in a letter, which a person gives them."
DECIDE_NOW = "Decide, for good"
DECISION, SAID, FOR_HOW_LONG = "Decision", "Reasons:", "For how long:"
NOT_DECIDED = "The chair has not decided yet."
WHOLE_GRANTED, PART_GRANTED, REFUSED = "Left out of the whole", "Left out of a part", "Not left out"
SEE_LETTER = "Open the letter"

# ---------------------------------------------------------------------------------------------------------------- recording

RECORDING_TITLE = "Recording the meeting"
LAY_RECORDING = (
    "If you would like to record the meeting, ask here first. Perhaps you want to listen again later, or it is hard to follow "
    "everything. The chair thinks about each request and answers it. Please do not record without an answer."
)
LAY_PURPOSE = "What would you like the recording for?"
RECORDING = "For somebody of the family who asks to record. The chair looks at each request for itself (London procedures, 3.9)."
PURPOSE = "What they want it for, in their words"
RECORD_FOR = "Who asks to record?"
ASK_TO_RECORD_NOW = "Ask the chair"
LIMITS = (
    "If you agree, tell them for what it may be used, such as the family court, and that it may not be passed on or "
    "broadcast. Have them sign that. If you think of refusing, take legal advice first (London procedures, 3.9). Nobody else "
    "records, and neither do I."
)
MAY_RECORD = "May they record?"
RECORDING_REASONS = "Your reasons. Whoever asks reads them"
ANSWER_NOW = "Answer"
LAY_YES = "The chair agrees. The chair will tell you what the recording may be used for, and asks you to sign that."
LAY_NO = "The chair does not agree. Please do not record. You can ask the chair or your social worker about it."
LAY_WAITS = "The chair has your request and will answer it."
YES, NO = "They may record", "They may not record"
WHY_SO = "Why:"

# ------------------------------------------------------------------------------------------------------------------ observer

CONSENT_TITLE = "Consent to an observer"
CONSENT = (
    "An observer may come only if the chair and the family both agree beforehand. They watch, and take no part in what is "
    "said or decided (London procedures, 3.3). Without both, I do not invite them or let them in."
)
CHAIR_AGREES, FAMILY_AGREES = "The chair agrees", "The family agrees, as they have told you"
CHAIR, FAMILY = "Chair", "Family"
AGREED, REFUSED_CONSENT, NOT_ASKED = "Agrees", "Does not agree", "Not recorded yet"
KEEP = "Keep"
NO_OBSERVERS = "Nobody is listed as an observer."

# -------------------------------------------------------------------------------------------------------------- independence

INDEPENDENCE_TITLE = "Your word on independence"
INDEPENDENCE = (
    "The chair has not, and has not had, operational or line management responsibility for the case. Where possible the same "
    "person chairs the reviews (London procedures, 8.1)."
)
INDEPENDENT = "I have and have had no such responsibility for this case"
SAME = "I chaired the last conference about these children too"
SAME_CHOICES = (*YES_NO, (FIRST, "There was none"))
INDEPENDENCE_REASON = "If you said no to either: why it is you all the same"
DECLARE = "Give my word"
DECLARED = "You have given your word. You can change it here."

# ------------------------------------------------------------------------------------------------------- meeting beforehand

MEETINGS_TITLE = "Whom you have met beforehand"
MEETINGS_INTRO = "Meet the parents, and the child where it is right, before it begins. Parents who may not meet each other are met apart."
NOT_MET = "not yet"
MET_NOW = "Met"

# -------------------------------------------------------------------------------------------------------------- taking part

PARTICIPATION_TITLE = "How each child takes part"
PARTICIPATION = "What is planned; and after the meeting, what came of it."
NOT_PLANNED = "not planned yet"
HOW = "How they take part"
NOTE = "What they wish for it, or who brings their views (may stay empty)"
NOTE_LEAD = "Note:"


def opens(name: str) -> str:
    return f"Open: {name}"


def met(name: str) -> str:
    return f"{MET_NOW}: {name}"


def plan(called: str) -> str:
    return f"Plan: {called}"


def taking_part(called: str) -> str:
    return f"How {called} takes part"


def whom(name: str, relation: str) -> str:
    return f"{name} ({relation})" if relation else name


def ask_by(when: str) -> str:
    return f"It should be asked for by {when}, if that is possible (London procedures, 5.2)."


ANSWERS: Mapping[bool | None, str] = {None: NOT_ASKED, True: AGREED, False: REFUSED_CONSENT}
