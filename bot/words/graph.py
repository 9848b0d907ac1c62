"""What stands between the bot and Microsoft 365, said to the administrator: what is wrong, and what to do or whom to ask."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.microsoft import Obstacle, Option

_ASK = "Ask whoever runs Microsoft 365 for the council"
_BY_HAND = "Until then, add Chairside to the meeting by hand: in the meeting's chat, press + and choose it."

_OBSTACLES: Mapping[Obstacle, str] = MappingProxyType(
    {
        Obstacle.BUSY: "Microsoft 365 is busy and asks me to wait. There is nothing to do: I try again by myself.",
        Obstacle.NO_ANSWER: "Microsoft 365 gives no answer. There is nothing to do: I try again by myself.",
        Obstacle.OUT_OF_ORDER: "Microsoft 365 has a fault of its own at the moment. There is nothing to do: I try again by myself.",
        Obstacle.ODD_ANSWER: "Microsoft 365 gave an answer that I cannot read. I try again by myself. "
        "If this lasts, tell whoever looks after Chairside.",
        Obstacle.NOT_THERE_YET: "Microsoft 365 has not finished making the meeting. There is nothing to do: I look again by myself.",
        Obstacle.SIGN_IN_REFUSED: "Microsoft 365 does not let Chairside sign in: its client secret may have run out. "
        f"{_ASK} for a new one, and give it to whoever looks after Chairside.",
        Obstacle.NOT_CONSENTED: "Chairside has not been given a permission that it needs for this, or it was taken away again. "
        f"{_ASK} to consent to the permissions listed in Chairside's guide for a real tenant.",
        Obstacle.CALENDAR_CLOSED: "Chairside may not write in the calendar that the meetings are to be in. "
        f"{_ASK} to give it the permission Calendars.ReadWrite for that mailbox.",
        Obstacle.POLICY_MISSING: "Chairside may not see or change the options of that calendar's Teams meetings. "
        f"{_ASK} to give it an application access policy for the meetings' organiser; it works half an hour later. "
        "Until then, set the meeting options by hand.",
        Obstacle.APP_BLOCKED: "The council's Teams does not let Chairside be installed there. "
        f"{_ASK} to allow the app for the people concerned, in the Teams admin centre.",
        Obstacle.APP_CHANGED: "The Chairside app in the council's catalogue asks for other permissions than this version of Chairside. "
        f"{_ASK} to upload the app package that belongs to it. {_BY_HAND}",
        Obstacle.NO_SUCH_APP: "The Chairside app is not in the council's Teams catalogue under the id that I was given. "
        f"{_ASK} to upload it, and whoever looks after Chairside to set CHAIRSIDE_APP_CATALOG_ID to its id there.",
        Obstacle.APP_NOT_NAMED: "I was not told under which id the Chairside app is in the council's Teams catalogue. "
        f"Ask whoever looks after Chairside to set CHAIRSIDE_APP_CATALOG_ID. {_BY_HAND}",
        Obstacle.ORGANISER_NOT_NAMED: "I was not told in whose calendar the meetings are to be. "
        "Ask whoever looks after Chairside to set CHAIRSIDE_MEETING_ORGANISER, or make the meeting yourself and give me its link.",
        Obstacle.NO_SUCH_ORGANISER: "The account in whose calendar the meetings are to be is not in the council's directory. "
        "Ask whoever looks after Chairside to put CHAIRSIDE_MEETING_ORGANISER right.",
        Obstacle.NO_CALENDAR: "The account in whose calendar the meetings are to be has no mailbox that I can use. "
        f"{_ASK} to give it an Exchange Online mailbox.",
        Obstacle.NO_TEAMS: "The account in whose calendar the meetings are to be cannot hold Teams meetings, "
        f"so what I made there has no link. {_ASK} to give it a licence for Teams. "
        "Delete that entry, make the meeting yourself and give me its link.",
        Obstacle.NO_SUCH_PERSON: "That account is not in the council's directory, or not any more. "
        "Check who is meant, and correct the address in the conference.",
        Obstacle.TWO_PEOPLE: "Two accounts in the council's directory have that address, and I must not guess between them. "
        f"{_ASK} which one it is, and give the conference that person's object id.",
        Obstacle.BAD_ADDRESS: "That is not an address that can be written to. Check how it is spelt in the conference.",
        Obstacle.OTHER_COUNCIL: "That person's account belongs to another organisation, so I cannot install Chairside for them. "
        "They can use the button in the meeting chat; or reach them another way.",
        Obstacle.NO_SUCH_GROUP: "A group that the settings give a role to is not in the council's directory. "
        "Ask whoever looks after Chairside to put the settings that begin with CHAIRSIDE_GROUP right.",
        Obstacle.GROUP_TOO_LARGE: "A group that the settings give a role to has more than 20,000 people in it, which must be a mistake. "
        "Ask whoever looks after Chairside to put the settings that begin with CHAIRSIDE_GROUP right.",
        Obstacle.NO_SUCH_CHAT: "The meeting's chat is not there, or is not a meeting's. "
        f"Check the link to join in the conference. {_BY_HAND}",
        Obstacle.NO_SUCH_MEETING: "The meeting is not in the calendar any more: somebody may have deleted it. "
        "Make it again yourself and give me its link.",
        Obstacle.SWITCHED_OFF: "I am switched off for Microsoft 365, so I do nothing there for this conference. "
        "Do it by hand, or ask whoever looks after Chairside to set CHAIRSIDE_GRAPH.",
        Obstacle.REFUSED: "Microsoft 365 refuses this and does not say why in a way that I understand. "
        "Do it by hand, and tell whoever looks after Chairside: the log has the number under which Microsoft finds it.",
    }
)

_OPTIONS: Mapping[Option, str] = MappingProxyType(
    {
        Option.LOBBY: "Lobby: everybody waits in it but organiser and co-organisers.",
        Option.DIAL_IN: "Lobby: people who dial in by phone wait in it too.",
        Option.ADMITTING: "Lobby: only organiser and co-organisers let people in.",
        Option.PRESENTERS: "Presenters: nobody but organiser and co-organisers.",
        Option.HOSTS: "Co-organisers: the chair and the stand-ins, and nobody else.",
        Option.CHAT: "Meeting chat: on, also before and after the meeting.",
        Option.EARLIER_CHAT: "Meeting chat: whoever comes later does not see what was written before.",
        Option.RECORDING: "Recording: not allowed.",
        Option.AUTOMATIC_RECORDING: "Recording: does not begin by itself.",
        Option.TRANSCRIPT: "Transcript: not allowed.",
        Option.COPYING: "Copying and forwarding of chat, captions and transcript: not allowed.",
        Option.RENAMING: "Names: people cannot change the name that they are shown by.",
        Option.ANNOUNCING: "Callers: announced when they come and go.",
        Option.NOTE_TAKERS: "Copilot, Facilitator and other note-takers: off.",
    }
)

LOOK = "I could not make sure of these meeting options. Please look at them in the meeting's options, and put right what is not so:"
"""A line of `option` for each follows."""


def what_to_do(obstacle: Obstacle) -> str:
    """To the administrator."""
    return _OBSTACLES[obstacle]


def option(one: Option) -> str:
    """How it is to be."""
    return _OPTIONS[one]
