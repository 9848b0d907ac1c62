"""The letter to somebody who is left out of a conference, or of a part of it, in family words (S4 5.9, 5.10; B14).

It says how to make their views known, how they hear what comes of it, and how to complain. It says nothing of who asked, on
what ground, or what the chair's reasons are: any of these may put somebody in danger (trap 8). Whoever wants to know asks.
"""

from collections.abc import Iterator

from bot.domain.particulars import Kind
from bot.domain.views.exclusion import ExclusionLetterView
from bot.words.summary import Part, in_full
from bot.words.times import clock

__all__ = ["Part", "card_title", "how", "parts", "title"]

FALLBACK = "A letter to give. Please open it in a newer version of Teams."
GIVEN = "You have given this letter."
CARRY = "Give this to them alone, in person or by post, with a copy of the social worker's report. Show it to nobody else in the family."
GIVE = "I have given them this letter"
CONFIDENTIAL = "This letter is private. Please keep it somewhere safe."

_MEETING = {Kind.CORE_GROUP: "the core group meeting"}
_WHOLE = "I have decided that you will not be at this meeting."
_PART = "I have decided that you will be at a part of this meeting, and not at all of it."
_SHORT = "This is for as short a time as can be, and for this meeting only. What is decided for another meeting is decided then."
_ASK = "If you would like to know why, please ask me, or ask {carrier}. I will tell you what I can."
_VIEWS = (
    (
        "What you think still counts. You can write it down, record it, or tell {carrier}, who helps you with it. I make sure "
        "that the meeting hears it, and that it is written into the record."
    ),
    "You are given a copy of the social worker's report, so that you can say what you think about it.",
)
_OUTCOME = (
    "{carrier} will tell you what was decided, and you get the decisions in writing. I decide whether you also get the full "
    "record of the meeting."
)
_OUTCOME_PART = "You also get the record of the part that you were at, or all of it if I decide so."


def card_title(name: str) -> str:
    return f"Letter for {name}"


def how(name: str) -> str:
    return f"How {name} was given the letter"


def title(view: ExclusionLetterView) -> str:
    meeting = _MEETING.get(view.kind, "the child protection conference")
    return f"About {meeting} on {in_full(view.start)} at {clock(view.start)}"


def parts(view: ExclusionLetterView) -> Iterator[Part]:
    yield Part(title=title(view), said=(_WHOLE if view.whole else _PART,))
    yield Part(title="For how long", typed=view.how_long, said=(_SHORT,))
    yield Part(title="Why", said=(_ASK.format(carrier=view.carrier),))
    yield Part(title="What you think", said=tuple(one.format(carrier=view.carrier) for one in _VIEWS))
    outcome = [_OUTCOME.format(carrier=view.carrier)] + ([] if view.whole else [_OUTCOME_PART])
    yield Part(title="How you hear what was decided", said=tuple(outcome))
    yield Part(title="If you are not happy", said=(view.complaints,))


def signature(view: ExclusionLetterView) -> str:
    return f"{view.chair}, chair of the meeting"
