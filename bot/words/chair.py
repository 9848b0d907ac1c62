"""What the chair reads on the console: what to do next, what to settle, who is here."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.conference import Stage
from bot.domain.decision import Status
from bot.domain.particulars import Kind
from bot.domain.quorum import Quorum
from bot.domain.views.console import Answered, ChildLine, Clocks, Deed, Here, Presence, SeatLine, Unknown
from bot.words.labels import agency, label
from bot.words.summary import together
from bot.words.times import at_time, count

FALLBACK = "Your console. Please open it in a newer version of Teams."
NEXT = "Next:"
REFRESH = "Refresh"
BACK = "Back to the console"

DEEDS: Mapping[Deed, str] = MappingProxyType(
    {
        Deed.START: "Start the conference",
        Deed.END: "End the conference",
        Deed.MARK: "Mark somebody here or away",
        Deed.SET_ANCHORS: "Say what 0 and 10 mean",
        Deed.SHOW_THRESHOLD: "Put the threshold test",
        Deed.OPEN_ROUND: "Ask for views",
        Deed.NUDGE: "Remind those awaited",
        Deed.CLOSE_ROUND: "Close the round",
        Deed.SEE_TALLY: "Tally",
        Deed.DECIDE: "Decide",
        Deed.SEE_SUMMARY: "Decision summary",
        Deed.HAND_OVER: "Hand the chair over",
        Deed.CORRECT_END: "Correct the time it ended",
    }
)
SCALE_BUTTON = "Ask everybody to scale"
CHANGE = "Change the decision"
OVERRIDE_BUTTON = "Let somebody take part all the same"
STRANGERS_BUTTON = "Say who they are"


def about(title: str, child: ChildLine) -> str:
    """A button about one child."""
    return f"{title}: {child.called}"


def whose(title: str, name: str) -> str:
    return f"{title}: {name}"


# ---------------------------------------------------------------------------------------------------------- what to do next

START = "start the conference. You can say what 0 and 10 mean before that."
ANCHORS = "say what 0 and 10 mean for this family. No views can be asked for before that."
THRESHOLD = "put the threshold test to the conference, when the discussion is over."
OPEN = "ask the professionals for their views, when the discussion is over."
OPEN_SCALING = "ask everybody to scale, when the discussion is over."
CLOSE = "close the round. Everybody who is here has handed in."
TALK = "talk the tally through. A core group makes no decisions, so nothing else is owed."
APPROVE = (
    "tell the conference what you decided, then check the decision summary and approve it. Nothing is sent before that."
)
END = "end the conference when it is over. The summary is approved."
NOTHING = "Nothing more for you to do."


def take_by_voice(names: list[str]) -> str:
    return f"take the view of {together(names)} by voice, and write it down."


def read_back(names: list[str]) -> str:
    return f"read back to {together(names)} what was written down for them."


def waiting(number: int) -> str:
    return f"wait for {count(number, 'post-it')}. A reminder goes only to those who have not handed in."


def tally_then_decide(called: str) -> str:
    return f"look at the tally for {called}, then decide."


# ------------------------------------------------------------------------------------------------------------- what to settle

SETTLE = "For you to settle"
NO_REASON = "no reason given."


def cannot(one: Here) -> str:
    return f"{person(one)} cannot do the checklist:"


def stranger(one: Unknown) -> str:
    """The name is what they gave themselves: anybody may type any name (trap 28)."""
    return f'Not on the list: somebody who calls themselves "{one.shown_name or "nothing"}". {label(one.standing)}.'


# ------------------------------------------------------------------------------------------------------------------- clocks

CLOCKS = "The decision summary is due by"


def clocks(one: Clocks, stage: Stage) -> tuple[str, ...]:
    """Both limits side by side, for they differ before a weekend (trap 17). London time."""
    hours = round((one.within_hours - one.started).total_seconds() / 3600)
    if stage is not Stage.APPROVED:
        still = "Nobody has their copy yet: nothing is sent until you approve the summary."
    elif one.outstanding:
        still = f"{count(one.outstanding, 'copy', 'copies')} still to be given."
    else:
        still = "Everybody entitled has their copy."
    return (
        f"{at_time(one.within_hours)} ({hours} hours)",
        f"{at_time(one.within_working_days)} (one working day)",
        f"London time, counted from {at_time(one.started)}. {still}",
    )


# ------------------------------------------------------------------------------------------------------------- post-its, quorum

SEATS_TITLES: Mapping[Answered, str] = MappingProxyType(
    {
        Answered.READ_BACK: "Written down, to be read back",
        Answered.BY_VOICE: "To be taken by voice",
        Answered.AWAITED: "Awaited",
        Answered.HANDED_IN: "Handed in",
        Answered.NOT_HERE: "Not here",
    }
)
"""In the order of what they ask of the chair."""
VOICE_BUTTON = "Take by voice"
READ_BACK_BUTTON = "Read back"
UNDECIDED = "not decided yet"
DISSENTS = "Dissent declared"
SCALE = "0 and 10 for this family"
_SOCIAL_CARE = "children's social care"


def handed_in(done: int, seats: int) -> str:
    return f"{done} of {count(seats, 'post-it')} handed in"


def quorum(one: Quorum) -> str:
    """S4 3.10 for one child: who meets it, or what is missing."""
    groups = [agency(group) for group in one.groups]
    if one.met:
        return f"Quorum met by {together([_SOCIAL_CARE, *groups])}."
    short = one.needed - len(one.groups)
    lacking = []
    if not one.social_care:
        lacking.append(f"{_SOCIAL_CARE} is not here")
    if short > 0:
        knows = "agency that knows" if short == 1 else "agencies that know"
        lacking.append(f"{short} more {knows} this child must be here")
    known = f" Here now: {together(groups)}." if groups else ""
    return f"Quorum not met: {together(lacking)}.{known}"


def decided(status: Status | None, kind: Kind) -> str:
    return (_AT_REVIEW[status] if kind is Kind.REVIEW else label(status)) if status else UNDECIDED


_AT_REVIEW: Mapping[Status, str] = MappingProxyType(
    {
        Status.PLAN: "Child Protection Plan continues",
        Status.CHILD_IN_NEED: "Child Protection Plan ends, Child in Need plan instead",
        Status.NO_PLAN: "Child Protection Plan ends, no plan after it",
    }
)

# ------------------------------------------------------------------------------------------------------------------- people

PEOPLE: Mapping[Presence, str] = MappingProxyType(
    {
        Presence.NOT_ARRIVED: "Not arrived",
        Presence.AWAY: "Left",
        Presence.HERE: "Here",
    }
)
"""Those who are missing first. Who cannot do the checklist stands higher up, among what is to be settled."""


def person(one: Here) -> str:
    """As "Amal Fictional (school)", with "no card" where the bot cannot write to them."""
    what = one.agency or label(one.role).partition(" (")[0]
    return f"{one.name} ({what}{'' if one.digital else ', no card'})"


def seat(one: SeatLine) -> str:
    return f"{one.name} ({one.agency})"


# ------------------------------------------------------------------------------------------------------------------- sources

_SOURCES = (
    (re.compile(r"\bS0\b"), "Lewisham's guide"),
    (re.compile(r"\bS1\b"), "LBH's guide"),
    (re.compile(r"\bS2\b"), "Redbridge's guide"),
    (re.compile(r"\bS4 (?=\d)"), "London procedures, paragraph "),
    (re.compile(r"\bS3\b"), "City of London's guide"),
    (re.compile(r"\s*\[[A-Z]+\]"), ""),
)


def source(code: str) -> str:
    """The source of a borough's rule as a chair knows it ("S4 1.20": "London procedures, paragraph 1.20")."""
    for pattern, words in _SOURCES:
        code = pattern.sub(words, code)
    return code
