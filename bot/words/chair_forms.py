"""What the chair reads on the forms behind the console."""

FALLBACK = "A form for the chair. Please open it in a newer version of Teams."

ANCHORS_TITLE = "What 0 and 10 mean for this family"
ANCHORS = "Everybody sees these words while they scale. They are the same for every child, and cannot be changed once you have asked."
ANCHORS_HINT = "Your borough's words, to start from"
ZERO = "What 0 means for this family"
TEN = "What 10 means for this family"
KEEP_ANCHORS = "Keep these words"

THRESHOLD_TITLE = "The threshold test"
THRESHOLD = "Put this to the conference, in these words or your own:"
THRESHOLD_SHOWN = "You have put the test to the conference."
SHOW_THRESHOLD = "I have put the test to the conference"

OPEN_TITLE = "Ask for views"
OPEN_SCALING_TITLE = "Ask everybody to scale"
OPEN = "Every professional who has done the checklist gets a private post-it, now or when they come."
ABSENT = "Not here now"
INQUORATE = (
    "Quorum is not met. Exceptionally you may go on: for example because the child has had little contact with three "
    "agencies, because there is enough information, or because waiting would harm the child. An early review should then "
    "be arranged (London procedures, paragraphs 3.10 to 3.12)."
)
INQUORATE_REASON = "Why you go on although quorum is not met"
OPEN_NOW = "Ask now"

CLOSE_TITLE = "Close the round"
CLOSE = "After this nothing changes, neither what was handed in nor who is missing."
CLOSE_ALL = "Every seat has handed in."
CLOSE_MISSING = "Say for each seat below why it has no post-it."
CHOOSE_REASON = "Choose a reason"
VOICES = "Or take the view of somebody who is here by voice"
CLOSE_NOW = "Close the round for good"

MARK_TITLE = "Mark somebody here or away"
MARK = "For somebody you can see or hear while Teams tells me nothing: on the telephone, or in the room with you."
PERSON = "Who"
CHOOSE_PERSON = "Choose a person"
HERE = "Here or away"
HERE_CHOICES = (("here", "Here"), ("away", "Away"))
CHOOSE_HERE = "Choose here or away"
READ_ALOUD = "Checklist by voice, for somebody who is here"
READ_ALOUD_TITLE = "I have read the checklist below to them, and they agree to every item"
CHECKLIST = "The checklist to read out"
FAMILY_CHECKLIST = "For family, and those who support them"
MARK_NOW = "Mark"

STRANGERS_TITLE = "Who is this?"
STRANGERS = (
    "They are not on the list under these accounts, so they get nothing from me. The names are what they gave themselves. "
    "Say who they are only if you can see or hear that it is them."
)
STRANGER = "Which account"
CHOOSE_STRANGER = "Choose an account"
STRANGER_IS = "Which person on the list they are"
STRANGER_REASON = "How you know, or what you have done"
ANONYMOUS = (
    "joined without signing in, so I show them nothing, whoever they are. Say who they are to settle who is here. If they "
    "hold a seat, mark them here and take their view by voice."
)
NO_STRANGERS = "Nobody is waiting."
ADMIT_NOW = "This is that person"
DISMISS_NOW = "They are on no list: I have dealt with it"

OVERRIDE_TITLE = "Who cannot do the checklist"
OVERRIDE = "You may let them take part all the same. Your reason goes into the record."
OVERRIDE_REASON = "Why they may take part"
NO_OVERRIDE = "Nobody has said that they cannot do the checklist."
OVERRIDE_NOW = "Let them take part"

HAND_OVER_TITLE = "Hand the chair over"
HAND_OVER_TO = "Who takes the chair"
HAND_OVER_REASON = "Why"
NO_SUCCESSORS = "Nobody is listed who could take the chair. Ask your administrator or your manager."
NOT_NOW = "Not now"
HAND_OVER_NOW = "Hand the chair over"

END_TITLE = "Correct the time the conference ended"
END = "Both limits of the decision summary run from that moment. The old time is kept as well, with your reason."
END_NOW = "Counted from"
END_DATE = "Day it ended"
END_TIME = "Time it ended, London time"
END_REASON = "Why the time was wrong"
CORRECT_END_NOW = "Correct the time"


def voice_button(name: str) -> str:
    return f"Take by voice: {name}"


def unable_to_admit(name: str) -> str:
    return f'"{name or "Nothing"}"'


def hand_over(chair: str) -> str:
    return f"{chair} holds the chair now. Whoever takes it gets the console and can see the tally. It is recorded with the reason."


def why_none(seat: str) -> str:
    return f"Why no post-it from {seat}"
