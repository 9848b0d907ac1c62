"""What stands between the bot and the council's Microsoft 365, as codes. bot/words/graph.py makes a sentence of each."""

from dataclasses import dataclass
from enum import StrEnum


class Obstacle(StrEnum):
    """Why Microsoft 365 did not do what was asked. Some pass by themselves; the rest somebody has to put right."""

    BUSY = "microsoft_busy"
    NO_ANSWER = "microsoft_no_answer"
    OUT_OF_ORDER = "microsoft_out_of_order"
    ODD_ANSWER = "microsoft_odd_answer"
    NOT_THERE_YET = "meeting_not_there_yet"
    SIGN_IN_REFUSED = "sign_in_refused"
    NOT_CONSENTED = "not_consented"
    CALENDAR_CLOSED = "calendar_closed"
    POLICY_MISSING = "access_policy_missing"
    APP_BLOCKED = "app_blocked"
    APP_CHANGED = "app_permissions_changed"
    NO_SUCH_APP = "app_not_in_catalogue"
    APP_NOT_NAMED = "app_not_named"
    ORGANISER_NOT_NAMED = "organiser_not_named"
    NO_SUCH_ORGANISER = "no_such_organiser"
    NO_CALENDAR = "organiser_has_no_calendar"
    NO_TEAMS = "organiser_has_no_teams"
    NO_SUCH_PERSON = "no_such_person"
    TWO_PEOPLE = "two_people_one_address"
    BAD_ADDRESS = "bad_address"
    OTHER_COUNCIL = "not_of_this_directory"
    NO_SUCH_GROUP = "no_such_group"
    GROUP_TOO_LARGE = "group_too_large"
    NO_SUCH_CHAT = "no_such_chat"
    NO_SUCH_MEETING = "no_such_meeting"
    REFUSED = "microsoft_refused"
    SWITCHED_OFF = "microsoft_switched_off"


class Option(StrEnum):
    """A meeting's option that is to be a certain way (S-6): the way that bot/words/graph.py says."""

    LOBBY = "lobby"
    DIAL_IN = "dial_in"
    ADMITTING = "admitting"
    PRESENTERS = "presenters"
    HOSTS = "hosts"
    CHAT = "chat"
    EARLIER_CHAT = "earlier_chat"
    RECORDING = "recording"
    AUTOMATIC_RECORDING = "automatic_recording"
    TRANSCRIPT = "transcript"
    COPYING = "copying"
    RENAMING = "renaming"
    ANNOUNCING = "announcing"
    NOTE_TAKERS = "note_takers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting that is there: all that leads to it again. `event` is "" for one that stands alone; `meeting` is "" while
    the options are closed to us. `organiser` is whose it is, by object id: settings may name somebody else by then.
    """

    organiser: str
    join_link: str
    chat: str
    event: str = ""
    meeting: str = ""
