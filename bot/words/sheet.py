"""What whoever arranges a conference reads: the sheet, what is missing on it, and what to look at again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from bot.domain.checks import Concern, Found, Gap, Measure
from bot.domain.ids import PersonId
from bot.domain.inviting import Road
from bot.domain.particulars import Child, Part, Person
from bot.domain.preparations import Independence
from bot.domain.profile import Trigger
from bot.domain.views.sheet import Listed, Phase
from bot.words.deadlines import TRIGGERS
from bot.words.times import at_time, clock, count, on_day

FALLBACK = "The sheet of a conference. Please open it in a newer version of Teams."

PHASES: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.DRAFT: "You are still putting this together. Nobody has been asked.",
        Phase.READY: "Everything is there. Nobody has been asked yet.",
        Phase.CONVENED: "Everybody is being invited. Whatever you change here counts at once.",
        Phase.UNDER_WAY: "It is under way or over. What was arranged does not change any more.",
        Phase.CANCELLED: "It is cancelled.",
    }
)

GAPS = "Still missing before anybody can be invited"
CONCERNS = "Please look at this again"

_GAPS: Mapping[Gap, str] = MappingProxyType(
    {
        Gap.NO_CHILD: "No child is on it yet.",
        Gap.NO_BIRTH: "{about}: the date of birth, or the expected date.",
        Gap.NO_LEAD: "{about}: the lead social worker. Put the social worker on the list first.",
        Gap.NO_UNBORN: "A pre-birth conference needs a child with an expected date.",
        Gap.NO_HOUSEHOLD: "Who else lives there: other children, or that there are none.",
        Gap.CHAIR_INVOLVED: "{about} chairs and also works with the family. The chair has to be independent of the case.",
        Gap.TIME_PAST: "Its time is already past.",
    }
)

_CONCERNS: Mapping[Concern, str] = MappingProxyType(
    {
        Concern.LATE: "It is later than its limit ({about}). Please say why.",
        Concern.DATE_MISSING: "The date of {about} is missing, so nobody can say whether it is in time.",
        Concern.NOT_A_WORKING_DAY: "That day is a weekend, a bank holiday or a day on which the council is closed.",
        Concern.TOO_EARLY: "It begins before {about}: parents may be taking children to school.",
        Concern.TOO_LATE: "It ends after {about}: parents may have to fetch children from school.",
        Concern.OTHER_CHAIR: "{about} chaired last time. The same chair is better for the family, where possible.",
        Concern.LOOKED_AFTER: "{about} is looked after. Such a child usually has one review process and no conference: ask the chair.",
        Concern.NOT_ASKED: "Usually asked, and not on the list: {about}.",
        Concern.NO_MANAGER: "Nobody is down as the chair's manager, so nobody above the chair hears when it, or its summary, is late.",
        Concern.HOUSEHOLD_NOT_SAID: "Nobody has said who else lives in the household.",
        Concern.QUORUM: "{about}: even if everybody comes, there are not enough agencies who know the child. "
        "Open each agency under People and tick the children it has dealt with.",
        Concern.NO_LINK: "There is no link to join by. I cannot give people one.",
        Concern.NO_ROOM: "Somebody is asked to come in person, but everybody is to join online. Say under How where you meet.",
        Concern.BY_HAND: "I cannot write to {about}. Somebody has to tell them.",
    }
)


def found(one: Found) -> str:
    """What is missing, or to be looked at, as a sentence."""
    words = _GAPS[one.code] if isinstance(one.code, Gap) else _CONCERNS[one.code]
    about = TRIGGERS[Trigger(one.about)] if one.code is Concern.DATE_MISSING else one.about
    return words.format(about=about.partition(", if")[0])


WHEN, HOW, WHERE, CHAIR = "When", "How", "Room", "Chair"
CHILDREN, PEOPLE, HOUSEHOLD, PARTS = "Children", "People", "Other children there", "Parts"
NONE_YET, NOBODY, NOT_SAID = "none yet", "no other children", "not said yet"
QUORUM = "Quorum"
REPORTS = "Reports"
MOVED, CANCELLED, LIMIT, DELAY = "Moved", "Cancelled", "Limit", "Why it is late"


def span(start: datetime, end: datetime) -> str:
    """As "Thu 3 Dec 2026, 10:00 to 12:00"."""
    return f"{at_time(start)} to {clock(end)}"


INDEPENDENCE = "Independent of the case"


def independence(said: Independence | None) -> str:
    if said is None:
        return "the chair has not said yet"
    return (
        f"yes, said on {on_day(said.at)}" if said.independent else f"no, said on {on_day(said.at)}: ask the chair why"
    )


def moved(start: datetime, reason: str) -> str:
    return f"from {at_time(start)}. {reason}"


def measure(one: Measure, *, moved: bool = False) -> str:
    """As "Initial conference held, by Thu 3 Dec 2026: kept"."""
    kept = "not kept" if one.late else "kept"
    when = at_time(one.due) if one.limit.unit == "hours" else on_day(one.due)
    said = f"{one.limit.title}, by {when}: {kept}"
    return f"{said}, by the first time it was arranged for" if moved else said


def people_count(people: Iterable[Listed]) -> str:
    everybody = list(people)
    seats = sum(one.seat is not None for one in everybody)
    return f"{count(len(everybody), 'person', 'people')} on the list, {count(seats, 'agency', 'agencies')}"


CHANGE_CHILDREN, CHANGE_PEOPLE, CHANGE_DETAILS = "Children", "People", "When and how"
CHANGE_DETAILS_LATER = "How"
CHANGE_HOUSEHOLD, CHANGE_DATES, CHANGE_PARTS = "Household", "Dates", "Parts"
CONVENE, MOVE, CANCEL, EXPLAIN = "Invite everybody", "Move it", "Cancel it", "Say why it is late"
BACK = "Back to the sheet"

CHILDREN_TITLE = "The children"
CHILDREN_HINT = "Every child the conference is about, one not yet born among them."
ADD_CHILD, KEEP_CHILD, TAKE_OFF_CHILD = "Add a child", "Keep this child", "Take this child off"
CHILD_TITLE, NEW_CHILD_TITLE = "A child", "Another child"
CALLED, BORN, EXPECTED = "What the child is called", "Date of birth", "Or, if not born yet, the expected date"
LEAD, CHOOSE_LEAD = "Lead social worker", "Choose, once they are on the list"
LOOKED_AFTER, LOOKED_AFTER_TITLE = "Looked after by the council", "This child is looked after"


def child_line(one: Child, names: Mapping[PersonId, str]) -> str:
    """As "born Fri 5 Mar 2021, lead social worker Priya Sample"."""
    birth = f"born {on_day(one.born)}" if one.born else f"expected {on_day(one.expected)}" if one.expected else ""
    lead = names.get(one.lead, "")
    said = [
        birth or "date of birth not known yet",
        f"lead social worker {lead}" if lead else "no lead social worker yet",
    ]
    return ", ".join([*said, *(["looked after"] if one.looked_after else [])])


PEOPLE_TITLE = "Who is on the list"
PEOPLE_HINT = "Ask only whoever needs to be there."
WHOM, CHOOSE_WHOM, OPEN_PERSON = "Whom to change", "Choose somebody", "Open"
ADD_PROFESSIONAL, ADD_FAMILY, ADD_OTHER = "Add a professional", "Add family", "Add somebody else"
USUALLY = "Usually asked, and not on the list"
KEEP_PERSON, TAKE_OFF_PERSON = "Keep this person", "Take them off the list"
NEW_PROFESSIONAL_TITLE, NEW_FAMILY_TITLE = "A professional", "Family, or a supporter of theirs"
NEW_OTHER_TITLE = "Somebody else"
NAME, ADDRESS, ADDRESS_HINT = "Name", "E-mail address", "Where they can be written to, if they have one"
OID, OID_HINT = "Object id in your directory", "Only if you have it: with the address I find them when they come"
ROLE, CHOOSE_ROLE = "Role", "Choose a role"
AGENCY, AGENCY_HINT = "Agency", "As: school, gp, police"
TITLE, TITLE_HINT = "What they are", "As: Head teacher, Oakbank Primary School"
CONTACT = "Which children they have dealt with themselves"
RELATION, RELATION_HINT = "Who they are to the family", "As: mother, grandfather, advocate"
WHOSE = "Whose family they are (none ticked: every child's)"
IN_PERSON, IN_PERSON_TITLE = "Where", "Ask them to come in person"
TAKE_OFF_TITLE = "Take somebody off the list"
TAKE_OFF = "They are not asked any more. I do not tell them: if they had been asked, please tell them yourself."
TAKE_OFF_FAMILY = (
    "To leave a parent out is for the chair to decide, with a reason and a letter. Use this only for a mistake."
)
TAKE_OFF_REASON = "Why"


def add(title: str) -> str:
    return f"Add: {title}"


_ROADS: Mapping[Road, str] = MappingProxyType(
    {Road.TEAMS: "in Teams", Road.MAIL: "by mail", Road.HAND: "to be told by somebody"}
)


def person_line(one: Listed, role: str) -> str:
    """As "Head teacher, Oakbank Primary School; in Teams"."""
    what = one.seat.title if one.seat else ": ".join(part for part in (role, one.person.relation) if part)
    return f"{what}; {_ROADS[one.road]}"


def choice_of(one: Person, what: str) -> str:
    return f"{one.name}, {what}"


HOUSEHOLD_TITLE = "Other children there"
HOUSEHOLD_HINT = (
    "Children who live there or often stay, and whom the conference does not decide about. One a line, with their age."
)
HOUSEHOLD_BOX, NOBODY_LABEL, NOBODY_TITLE = "Who", "Or", "There are no other children"
KEEP = "Keep this"

DATES_TITLE = "Dates that limits run from"
DATES_HINT = "Leave empty what there is not, or what you do not know yet."


def date_label(which: Trigger) -> str:
    said = TRIGGERS[which]
    return said[0].upper() + said[1:]


DETAILS_TITLE = "When and how"
DETAILS_TITLE_LATER = "How it is held"
DETAILS_HINT_CONVENED = "People in Teams see this at once. Whoever was written to by mail gets a letter. Whoever was told by somebody is not told again: please tell them."
KIND, DAY, START, END, MODE = "What it is", "Day", "From", "To", "How"
LINK, LINK_HINT = "Teams link", "The long link from the meeting's invitation; none: I ask the chair which chat it is"
PLACE, PLACE_HINT = "Room", "Where some of you meet, if you do"

PARTS_TITLE = "Parts of the meeting"
PARTS_HINT = "Parents who live apart can be asked to parts of their own. Professionals are asked to all of it."
NO_PARTS = "Everybody is asked to the whole of it."
ADD_PART, KEEP_PART, TAKE_OUT = "Add a part", "Keep this part", "Take this part out"
PART_TITLE, PART_NAME, PART_NAME_HINT = "A part", "What it is called", "As: first part"
PART_PEOPLE = "Who is asked to it, beside the professionals"
NOBODY_FOR_PARTS = "There is no family on the list yet."


def part_line(one: Part, names: Mapping[PersonId, str]) -> str:
    """As "10:00 to 11:00, Cora Sampleton"."""
    people = ", ".join(sorted(names[who] for who in one.people if who in names))
    return f"{clock(one.start)} to {clock(one.end)}, {people or 'nobody'}"


MOVE_TITLE = "Move the conference"
MOVE_HINT = "Everybody is asked again for the new time, once. Whether it is in time is still measured by the first one."
MOVE_REASON = "Why it is moved (this stays on the sheet)"
MOVE_NOW = "Move it and ask everybody again"
CANCEL_TITLE = "Cancel the conference"
CANCEL_HINT = "Everybody who was asked is told, once. This cannot be undone: a new date is a new conference."
CANCEL_HINT_DRAFT = "Nobody has been asked, so nobody is told. This cannot be undone."
CANCEL_REASON = "Why it is cancelled (professionals read this in Teams; family do not). Nothing about the family."
CANCEL_REASON_DRAFT, CANCEL_NOW = "Why it is cancelled (this stays on the sheet)", "Cancel it for good"
DELAY_TITLE = "Why the conference is late"
DELAY_HINT = "It goes into the record, and to the manager, who reads it here (London procedures, paragraph 1.10)."
DELAY_REASON = "Why it is held later than its limit"
LATE_TITLE = "Later than its limit"
ARRANGED_FOR, NOW_ON = "Arranged for", "Now on"
NO_REASON, IN_TIME = "nobody has said yet", "It keeps its limit."


def more(number: int) -> str:
    return f"And {count(number, 'more thing')} after these."


def page(number: int) -> str:
    return f"Page {number}"
