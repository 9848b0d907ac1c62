"""The invitation as it opens on a press, and the answers to it: to professionals, and to family in their own words (J12)."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain import replying
from bot.domain.particulars import Kind
from bot.domain.preparations import Coming, Need
from bot.words.labels import label

FALLBACK = "Your invitation to this conference. Please open it in a newer version of Teams."
TITLE = "Your invitation"
CANCELLED_TITLE = "It is cancelled"
CANCELLED = "Please do not come. If there is a new date, you will be invited again."
WHY_CANCELLED = "Why"
ASK_WORKER = "Your social worker can tell you why."
CHAIR_TITLE = "The conference you chair"

WHAT, WHEN, READING, CHAIR, ABOUT, YOUR_SEAT = "What", "When", "Reading time", "Chair", "About", "You come for"
MOVED = "It has been moved. Please say whether you can come at the new time."
SAME_NEEDS = "What you said you need is kept from your last answer."
PARTS = "It has more than one part. You are asked to:"

JOIN_TITLE = "How to join"
JOIN = "Open the link below, or the meeting in your Teams calendar. A computer, a tablet or a phone will do."
NO_LINK = "The link to join is not known yet. You will find it here, and in your calendar, before the day."
QUIET = "Please join two or three minutes early, from a private place where nobody else can hear or see the meeting."
OPEN_MEETING = "Join in Teams"
IN_PERSON = "You are asked to come in person, to"
IN_PERSON_NO_PLACE = "You are asked to come in person. The administrator will tell you where."
BLENDED = "Some people meet in one room and some join online. You can join online."
BLENDED_FAMILY = 'Some people meet in one room. You can come there, or join online: press "What I need" to say which.'
ROOM = "The room"

READING_TITLE = "Reading time"

PREPARE_TITLE = "How to prepare"
PREPARE = (
    "Read the reports, and go through your own with the family before the day: nothing should be new to them.",
    "Say what is fact, what you saw yourself, what somebody alleged and what is your opinion. Use plain English.",
    "Think about how safe each child is, from 0 to 10, and what you would recommend and why. You will be asked.",
    "Bring your diary: the next meetings are agreed before the end.",
)
PREPARE_CHAIR = (
    "Read the reports, and speak to whoever has asked to speak to you.",
    "Meet the parents, and the children who come, before it begins: how it will run, and how they want to take part.",
    "Think about what 0 and 10 would mean for this family. You put that into words before anybody is asked to scale.",
    "Look for days for the core group and the review, so that they are agreed before the end.",
)
PREPARE_CORE_GROUP = (
    "Look at the plan: what has been done, what has not, and what has changed for each child.",
    "Think about how safe each child is, from 0 to 10. You will be asked.",
    "Bring your diary: the next meeting is agreed before the end.",
)
PREPARE_FAMILY = (
    "Your social worker goes through the reports with you beforehand, so that nothing in the meeting is a surprise.",
    "The chair would like to speak with you before it begins, to tell you how it works and to hear what you want.",
    "Think about what is going well, what worries you, and what would help. You can write it down and bring it.",
    'You can bring somebody to support you. If you would like an advocate or an interpreter, press "What I need".',
)
PREPARE_HELPER = ("You will be asked to keep what you hear private. Please be there in good time.",)
REPORT_TITLE = "Your agency's report"
REPORT_DUE = "To the chair by"
REPORT_SHARED = "Gone through with the family by"
REPORT_ALWAYS = "It is wanted even if you cannot come."
REPORT_IN = "You have said that it is sent. Thank you."
OPEN_REPORT = "My report"

WHO = "Who is invited"
COMPLAIN_TITLE = "If you are not happy"
TELLS = "If you have a question, ask"

ANSWER_TITLE = "Your answer"
NOT_YET = "Please say whether you can come."
NOT_YET_FAMILY = "Please say whether you are coming. Either answer is all right."
ENTERED_BY = "This was written down by"
TOO_LATE = "The meeting is under way or over, so this does not change any more."
ANSWERS: Mapping[Coming, str] = MappingProxyType(
    {
        Coming.ATTENDING: "You have said that you are coming.",
        Coming.COLLEAGUE: "You have said that a colleague is coming for you.",
        Coming.CANNOT: "You have said that you cannot come.",
    }
)
YOU_NEED, YOUR_NOTE, YOUR_REASON, YOU_COME = "You need", "You wrote", "Because", "You come"
HERE, ONLINE = "In person", "Online"

COME, COME_AFTER_ALL = "I am coming", "I can come after all"
SEND, CANNOT, TELL_NEEDS = "I am sending a colleague", "I cannot come", "What I need"
CANNOT_FAMILY = "I cannot come"
BACK = "Back to my invitation"
PRACTISE = "Practise on a made-up family"
DAYS = "Days for the next meeting"

CANNOT_TITLE = "You cannot come"
CANNOT_FORM = "The administrator is told as soon as you press. Then two things are left to do."
CANNOT_FORM_FAMILY = "Your social worker and the chair are told. You can change your answer at any time."
CANNOT_FORM_SHORT = "The administrator is told as soon as you press."
REASON = "Why, if you want to say. Please write nothing about the family."
REASON_FAMILY = "Why, if you want to say"
CANNOT_NOW = "I cannot come"
THREE_TITLE = "Three things are asked of whoever cannot come"
THREE_TOLD = "Tell the administrator: done, by your answer."
THREE_REPORT = "Send your report all the same."
THREE_REPORT_DONE = "Send your report: done."
THREE_COLLEAGUE = "Send a well-briefed colleague, who can speak to your report and give a view."
NO_COLLEAGUE_LEAD = "You are the lead social worker of a child here, so nobody can take your place by a press. Please ask the administrator."

COLLEAGUE_TITLE = "Send a colleague"
COLLEAGUE = (
    "They take your seat at this conference, with its one post-it, and are invited at once. You then have no seat here, and "
    "nothing more is asked of you. Please brief them well: they are asked for your agency's view."
)
COLLEAGUE_NAME, COLLEAGUE_WHAT = "Their name", "What they are, and where"
COLLEAGUE_ADDRESS = "Their e-mail address at work"
COLLEAGUE_NOW = "Give them my seat"
PASSED_ON_TITLE = "Your colleague has the seat"
PASSED_ON = "They are being invited now. Nothing more is asked of you for this conference. Thank you."

NEEDS_TITLE = "What you need"
NEEDS_FORM = "Tick whatever would help you take part. The administrator sees to it."
NEEDS_FORM_FAMILY = "Tick whatever would help you take part. We will try to arrange it."
NEEDS_BOX = "I need"
NEEDS_NOTE = "Anything we should know about that, such as which language. Please write nothing about the family."
NEEDS_NOTE_FAMILY = "Anything we should know about that, such as which language"
WHERE = "How you come"
WHERE_CHOICES = ((replying.HERE, HERE), (replying.ONLINE, ONLINE))
CHOOSE = "Choose"
NEEDS_NOW = "I am coming, and this is what I need"

_NEEDS: Mapping[Need, tuple[str, str]] = MappingProxyType(
    {
        Need.INTERPRETER: ("An interpreter", "An interpreter, also for sign language"),
        Need.ADVOCATE: ("An advocate or supporter", "An advocate, somebody who speaks for me"),
        Need.ACCESS: ("Adjustments for a disability", "Something because of a disability or my health"),
        Need.CHILDCARE: ("Childcare", "Somebody to look after my children"),
        Need.DEVICE: ("A device to join on", "A phone, tablet or computer to join on"),
        Need.CONNECTION: ("A better connection", "Internet, or data for my phone"),
        Need.JOINING_TEST: ("To try out joining beforehand", "To try out joining before the day"),
    }
)


def need(code: Need, *, lay: bool) -> str:
    return _NEEDS[code][lay]


def what(kind: Kind, *, lay: bool) -> str:
    if not lay:
        return label(kind)
    return (
        "A core group meeting about your child's plan" if kind is Kind.CORE_GROUP else "A child protection conference"
    )


def prepare(kind: Kind, *, lay: bool, chairs: bool, reads: bool) -> tuple[str, ...]:
    if lay:
        return PREPARE_FAMILY
    if chairs and kind is not Kind.CORE_GROUP:
        return PREPARE_CHAIR
    if not reads:
        return PREPARE_HELPER
    return PREPARE_CORE_GROUP if kind is Kind.CORE_GROUP else PREPARE


def read(begins: str) -> str:
    return (
        f"The time from {begins} to the start is for reading the reports. Please be there for it, and please do not talk about the "
        "family while you read."
    )


def part(title: str, begins: str, ends: str) -> str:
    return f"{title}, {begins} to {ends}"
