"""Why not, and what is wrong with a field: a sentence for each code, for whoever reads it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.domain.post_it import LONGEST_TEXT
from bot.domain.refusals import Fault, Why


class Audience(StrEnum):
    """Who is being spoken to. LAY is family and their supporters (S3, J12)."""

    PROFESSIONAL = "professional"
    CHAIR = "chair"
    LAY = "lay"


_REFUSALS: Mapping[Why, str] = MappingProxyType(
    {
        Why.NOT_ON_THE_LIST: "You are not on the list for this conference, so there is nothing I can show you. "
        "Please tell the chair that you are here.",
        Why.NOT_YOURS_TO_DO: "This is not yours to do at this conference.",
        Why.NOT_SET_UP: "I know of no conference here yet. The administrator sets it up.",
        Why.CHECKLIST_FIRST: "Please do the confidentiality checklist first. Then you can take part.",
        Why.CHECKLIST_INCOMPLETE: "Some items of the checklist are not ticked yet.",
        Why.ANCHORS_FIRST: "The chair has not yet said what 0 and 10 mean for this family.",
        Why.THRESHOLD_FIRST: "The chair has not yet explained the threshold test.",
        Why.MEETING_NOT_STARTED: "The meeting has not started yet.",
        Why.NOT_QUORATE: "There are not enough agencies here who know each child.",
        Why.ROUND_NOT_OPEN: "The chair is not asking for views at the moment, so nothing can be handed in.",
        Why.ROUND_ALREADY_HELD: "Everybody has already been asked.",
        Why.ROUND_STILL_OPEN: "Professionals are still giving their views.",
        Why.NO_SEAT: "You do not hold a seat at this conference, so there is no post-it for you.",
        Why.POST_IT_INCOMPLETE: "Your post-it is not complete yet. What you wrote is still here.",
        Why.HANDED_IN_BY_THEM: "They have handed in a post-it themselves. Only they can change it.",
        Why.NOTHING_TO_CONFIRM: "There is no view of your writing that waits to be read back.",
        Why.MISSING_REASONS: "Each seat without a post-it needs a reason.",
        Why.DECISION_INCOMPLETE: "The decision is not complete yet. What you wrote is still here.",
        Why.NOT_ALL_DECIDED: "There is not yet a decision for every child.",
        Why.ALREADY_APPROVED: "The decision summary is already approved.",
        Why.NOT_DECIDED_YET: "The chair has not decided yet.",
        Why.NO_DECISIONS_HERE: "A core group scales and makes no decisions.",
        Why.CANNOT_TAKE_THE_CHAIR: "The chair cannot be handed to that person.",
        Why.NO_SUCH_STRANGER: "That person is no longer waiting to be let in.",
        Why.NO_SUCH_PERSON: "That person is not on the list for this conference.",
        Why.NO_SUCH_CHILD: "That child is not part of this conference.",
        Why.NO_SUCH_CHAT: "Nobody has asked about that chat, or it has been answered already.",
        Why.CHAT_ALREADY_BOUND: "This conference already has its meeting chat.",
        Why.NOT_APPROVED_YET: "The chair has not approved the decision summary yet.",
        Why.NOT_A_HAND_COPY: "That copy is not yours to pass on.",
        Why.NOT_AN_ADMINISTRATOR: "Only the council's conference administrators begin a conference. "
        "If you are one, ask whoever looks after Chairside to add you.",
        Why.NOT_CONVENED: "Nobody has been invited yet. Type sheet, and invite everybody from there first.",
        Why.NOT_READY: "Something is still missing. It stands at the top of the sheet.",
        Why.CANCELLED: "The conference is cancelled, so there is nothing to do for it any more.",
        Why.UNDER_WAY: "The conference is under way or over, so it is too late for this here. Please speak to the chair.",
        Why.CHAIR_STAYS: "They hold the chair. Hand the chair over first, or put another name in their place.",
        Why.NOT_YOURSELF: "You cannot take yourself off the list. Ask another administrator.",
        Why.LEADS_A_CHILD: "They are a child's lead social worker. Choose another one for that child first.",
        Why.LAST_CHILD: "It is the only child. Cancel the conference if it is not to be held.",
        Why.NOT_ASKED_YET: "Nobody has been invited to this conference yet.",
        Why.NOT_INVITED: "There is no invitation to this conference here.",
        Why.LEAD_STAYS: "A child's lead social worker cannot pass the seat on here. Please ask the administrator, who can "
        "put another in their place.",
        Why.CHAIR_PASSES_ON: "The chair sends no colleague: the chair is handed over instead.",
        Why.NO_SEAT_TO_GIVE: "There is no seat here that could be passed on.",
        Why.NOT_YOURS_TO_TELL: "That person is not yours to tell or to answer for, or has been reached already.",
        Why.NO_DAYS: "No days are on offer for a next meeting.",
        Why.NO_SUCH_REPORT: "No report is asked for there.",
        Why.REPORT_IS_IN: "The report is in already.",
        Why.NOT_FOR_FAMILY: "A police report goes to the chair alone. It is not shared with the family.",
        Why.NO_SUCH_FLAG: "Nobody has asked for that.",
        Why.NOT_FAMILY: "That can be said only of somebody in the family.",
        Why.NOT_AN_OBSERVER: "That person is not listed as an observer.",
        Why.NOTHING_ASKED: "Nobody has asked for that.",
        Why.ALREADY_ASKED: "Somebody else has asked for this already. The chair decides. If you have more to say, tell the chair.",
        Why.DECIDED_ALREADY: "The chair has decided on this already, and that is final.",
        Why.NO_LETTER: "There is no such letter for you to give.",
        Why.CONSENT_FIRST: "An observer may come in only once the chair and the family have both agreed. "
        "One of these is not recorded yet.",
        Why.LEFT_OUT: "The chair has decided that this person is not part of this conference. They are told in writing.",
        Why.FIELDS: "Something on the card still has to be put right. What you wrote is still here.",
    }
)

_TO_CHAIR: Mapping[Why, str] = MappingProxyType(
    {
        Why.NOT_SET_UP: "I know of no conference of yours here yet. Ask your administrator to set it up.",
        Why.ANCHORS_FIRST: "First say what 0 and 10 mean for this family.",
        Why.THRESHOLD_FIRST: "First show the threshold test and explain it.",
        Why.MEETING_NOT_STARTED: "First start the conference: press Start if Teams has not told me.",
        Why.NOT_QUORATE: "There are not enough agencies here who know each child. "
        "You may go on all the same, if you say why.",
        Why.ROUND_NOT_OPEN: "You have not asked for views, or you have closed the round.",
        Why.ROUND_ALREADY_HELD: "You have already asked everybody.",
        Why.ROUND_STILL_OPEN: "First close the round.",
        Why.MISSING_REASONS: "Say for each seat without a post-it why there is none.",
        Why.NOT_ALL_DECIDED: "First decide for every child.",
        Why.ALREADY_APPROVED: "You have already approved the decision summary. It does not change after that.",
        Why.NOT_DECIDED_YET: "You have not decided for this child yet.",
        Why.NOT_APPROVED_YET: "You have not approved the decision summary yet.",
        Why.DECIDED_ALREADY: "You have decided on this already, and that is final.",
    }
)

_TO_LAY: Mapping[Why, str] = MappingProxyType(
    {
        Why.NOT_ON_THE_LIST: "You are not on my list for this meeting, so there is nothing I can show you. "
        "Please tell the chair that you are here.",
        Why.NOT_YOURS_TO_DO: "This part is not for you to do. Please ask the chair if you want to know more.",
        Why.NOT_SET_UP: "I know of no meeting here yet. Please ask your social worker.",
        Why.CHECKLIST_FIRST: "Please go through the privacy list first. It keeps what is said about your family private.",
        Why.CHECKLIST_INCOMPLETE: "Some lines of the list are not ticked yet. If you cannot tick one, say so: that is all right.",
        Why.ROUND_NOT_OPEN: "There is nothing to fill in at the moment.",
        Why.NO_SEAT: "There is nothing for you to fill in. The chair will ask you for your views in the meeting.",
        Why.NOT_APPROVED_YET: "The decisions are not written up yet. Your social worker will bring you your copy.",
        Why.NOT_ASKED_YET: "There is no invitation for you yet. Your social worker will tell you.",
        Why.CANCELLED: "This meeting is cancelled, so there is nothing to do for it any more.",
        Why.UNDER_WAY: "It is too late for this here. Please ask the chair in the meeting.",
        Why.NOT_INVITED: "There is no invitation for you here. Your social worker can tell you more.",
        Why.NOT_FAMILY: "You can ask for this only for yourself.",
        Why.DECIDED_ALREADY: "The chair has already answered this. Please ask the chair or your social worker if you want to know more.",
        Why.LEFT_OUT: "The chair has written to you about this meeting. Please speak to your social worker.",
        Why.FIELDS: "Something still has to be filled in. What you wrote is still here.",
    }
)

_BY_AUDIENCE = {Audience.PROFESSIONAL: _REFUSALS, Audience.CHAIR: _TO_CHAIR, Audience.LAY: _TO_LAY}

_FAULTS: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.MISSING: "This is still empty.",
        Fault.SCALE_MISSING: "Choose a number from 0 to 10.",
        Fault.SCALE_RANGE: "The number must be a whole one from 0 to 10.",
        Fault.RECOMMENDATION_MISSING: "Choose what you recommend.",
        Fault.CATEGORY_MISSING: "A Child Protection Plan needs a category. Choose one.",
        Fault.CATEGORY_NOT_ASKED: 'Only a Child Protection Plan has a category. Set this to "No answer".',
        Fault.LIKELIHOOD_MISSING: "Choose whether future significant harm is likely.",
        Fault.REASON_MISSING: "Give your reason.",
        Fault.UNABLE_REASON_MISSING: "Say why you cannot give a view.",
        Fault.UNABLE_AND_ANSWERED: "You ticked that you cannot give a view, and you also gave one. "
        'Untick it, or set your answers to "No answer".',
        Fault.UNKNOWN_CHOICE: "That is not one of the choices. Choose again.",
        Fault.TOO_LONG: f"This is too long. Please use no more than {LONGEST_TEXT:,} characters.",
        Fault.NOT_TICKED: "This is not ticked yet.",
        Fault.NOT_A_DATE: "That is not a date.",
        Fault.DATE_PAST: "That day is already past.",
        Fault.DATE_LATE: "That is later than the limit. Choose an earlier day, or say below why it is late.",
        Fault.NOT_A_WORKING_DAY: "That is not a working day.",
        Fault.STATUS_MISSING: "Choose what you decide.",
        Fault.LEAD_MISSING: "Choose the lead social worker.",
        Fault.NOT_A_TIME: "That is not a date and time.",
        Fault.TIME_IN_FUTURE: "That moment is still to come.",
        Fault.NO_MEETING_CHAT: "I am in no meeting chat of this conference, so I cannot put it there.",
        Fault.STRANGERS_THERE: "Somebody in the meeting chat is on no list. Say who they are first, or leave this unticked.",
        Fault.COMING_MISSING: "Choose whether they are coming.",
        Fault.LINE_TOO_LONG: "This is too long. Please use no more than 120 characters.",
        Fault.NOT_AN_ADDRESS: "That is not an e-mail address.",
        Fault.SOMEBODY_ELSES: "Somebody on the list has this already.",
        Fault.DATE_TO_COME: "That day is still to come.",
        Fault.SAME_DAY_TWICE: "This day stands there twice.",
        Fault.KEPT_OUT: "This person may not come in.",
        Fault.NOT_UNDER_FOUR: "This child is four or older on the day. Choose how they take part.",
        Fault.NOT_BORN_YET: 'For a child who is not born yet, choose "Is under four on the day".',
        Fault.QUORUM_REASON_MISSING: "There are not enough agencies here who know each child. "
        "Say why you go on all the same.",
        Fault.TOO_MANY: "There is no room for more.",
        Fault.NOT_AN_OBJECT_ID: "That is not an object id, which looks like 1b2c3d4e-0000-4000-8000-1234567890ab.",
        Fault.NOT_A_LINK: "That is not a link. It begins with https:// and has no spaces.",
        Fault.NO_CHAT_IN_LINK: "That link does not say which chat is the meeting's. In Teams' calendar, open the meeting, "
        "and copy the long link behind “Join the meeting now”.",
        Fault.OTHER_CHAT: "I am in the chat of another meeting already. Use that meeting's link.",
        Fault.NOT_A_REFERENCE: "Use up to 40 letters, numbers, dots, dashes and slashes, and no spaces.",
        Fault.REFERENCE_TAKEN: "There is a conference with this reference already.",
        Fault.FOLLOWS_ITSELF: "A conference cannot follow itself.",
        Fault.END_NOT_AFTER: "The end has to be after the beginning.",
        Fault.MEETING_TOO_LONG: "That is longer than 12 hours.",
        Fault.TIME_PAST: "That time is already past.",
        Fault.TIME_FAR: "That is more than two years away.",
        Fault.SAME_TIME: "That is the time it has already.",
        Fault.PARTS_DO_NOT_FIT: "The parts of the meeting do not fit into this time. Change the end, or take the parts out first.",
        Fault.OUTSIDE_MEETING: "A part lies within the time of the meeting.",
        Fault.PARTS_OVERLAP: "Another part is at the same time.",
        Fault.BORN_LATER: "That is after the conference. A child not yet born has an expected date instead.",
        Fault.GROWN_UP: "Somebody born then is 18 or older on the day of the conference.",
        Fault.LONG_EXPECTED: "That is long before the conference. Give the date of birth instead.",
        Fault.EXPECTED_LATER: "That is more than ten months after the conference.",
        Fault.BORN_AND_EXPECTED: "Give the date of birth or the expected date, not both.",
        Fault.BIRTH_MISSING: "Give the date of birth, or the expected date.",
        Fault.AFTER_CONFERENCE: "That is after the conference.",
        Fault.LONG_AFTER: "That is more than a year after the conference.",
        Fault.LONG_AGO: "That is more than twenty years before the conference.",
        Fault.BEFORE_INITIAL: "That is before the initial conference.",
        Fault.NOT_A_LEAD: "Choose a social worker from children's social care who is on the list.",
        Fault.NOT_AN_AGENCY: "Use a few words that begin with a letter.",
        Fault.OWN_ROLE: "This role cannot be changed here.",
        Fault.ONE_CHAIR: "There is one chair. Put another name in their place, or hand the chair over.",
        Fault.NONE_AND_SOME: "You named somebody, and also ticked that there is nobody. Do one of the two.",
    }
)


def sentence(why: Why, audience: Audience = Audience.PROFESSIONAL) -> str:
    """Why not, to whom it is said. What has no words of its own for that audience is said as to a professional."""
    return _BY_AUDIENCE[audience].get(why, _REFUSALS[why])


def fault(code: StrEnum) -> str:
    """What is wrong with one field and how to put it right. KeyError for a code that is not a Fault."""
    return _FAULTS[Fault(code)]
