"""What the bot does in Microsoft 365 for one conference, said to whoever arranges it."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.errands import ErrandKind
from bot.domain.views.microsoft import ByHand

TITLE = "The meeting in Microsoft 365"
FALLBACK = "The meeting in Microsoft 365. Please open it in a newer version of Teams."
NOTHING = "There is nothing to do in Microsoft 365 for this conference."
ALL_BY_HAND = "For this conference I do nothing in Microsoft 365 by myself. What is to be done there, you do."
UNDER_WAY = "I am still at this:"
WHO = "For whom:"
AGAIN = "Try again now"
LOOKED = "I have looked at these"
LINK = "The link to join the meeting that you made"
USE_LINK = "Use this link"
BACK = "Back to the conference"
OPEN = "Open what is to be done in Microsoft 365"

_DOING: Mapping[ErrandKind, str] = MappingProxyType(
    {
        ErrandKind.CANCEL: "taking the meeting out of everybody's calendar",
        ErrandKind.HOLD: "making the meeting",
        ErrandKind.MOVE: "moving the meeting to its new time",
        ErrandKind.CHAT: "coming into the meeting's chat",
        ErrandKind.FIND: "looking up the accounts of people",
        ErrandKind.INSTALL: "installing Chairside for people",
        ErrandKind.SETTLE: "setting the meeting's options, and chair and stand-ins as co-organisers",
        ErrandKind.INVITE: "bringing calendars up to date",
        ErrandKind.CHECK: "looking at the meeting's options again",
    }
)

_STUCK: Mapping[ErrandKind, str] = MappingProxyType(
    {
        ErrandKind.CANCEL: "The meeting could not be taken out of the calendars",
        ErrandKind.HOLD: "The meeting could not be made",
        ErrandKind.MOVE: "The meeting could not be moved to its new time",
        ErrandKind.CHAT: "I could not come into the meeting's chat",
        ErrandKind.FIND: "Accounts could not be looked up",
        ErrandKind.INSTALL: "Chairside could not be installed for somebody",
        ErrandKind.SETTLE: "The meeting's options could not be set",
        ErrandKind.INVITE: "Calendars could not be brought up to date",
        ErrandKind.CHECK: "The meeting's options could not be looked at again",
    }
)

_MEANS: Mapping[ErrandKind, str] = MappingProxyType(
    {
        ErrandKind.CANCEL: "People may still find the meeting in their calendars. I tell them that it is cancelled all the same.",
        ErrandKind.HOLD: "There is no link to join yet.",
        ErrandKind.MOVE: "In people's calendars it may still be at the old time. I tell them of the new time all the same.",
        ErrandKind.CHAT: "Whoever I cannot write to cannot open their card until I am there.",
        ErrandKind.FIND: "I write to them by mail, where they have an address.",
        ErrandKind.INSTALL: "I write to them by mail, where they have an address.",
        ErrandKind.SETTLE: "Somebody has to set them, or look at them, by hand.",
        ErrandKind.INVITE: "My own invitations go out all the same.",
        ErrandKind.CHECK: "Somebody has to look at them by hand.",
    }
)

_DONE: Mapping[ErrandKind, str] = MappingProxyType(
    {
        ErrandKind.CANCEL: "I have taken it out by hand",
        ErrandKind.MOVE: "I have moved it by hand",
        ErrandKind.CHAT: "I have added Chairside by hand",
        ErrandKind.FIND: "Leave it: they are reached another way",
        ErrandKind.INSTALL: "Leave it: they are reached another way",
        ErrandKind.SETTLE: "I have set the options by hand",
        ErrandKind.INVITE: "I have seen to the calendars by hand",
        ErrandKind.CHECK: "I have looked at the options by hand",
    }
)

_BY_HAND: Mapping[ByHand, str] = MappingProxyType(
    {
        ByHand.MAKE: "Make a meeting for it in Teams' calendar (not in a channel, not “Meet now”), "
        "and give me its link with the conference's details.",
        ByHand.ADD: "Add Chairside to the meeting: in the meeting's chat, press + and choose it. "
        "I then introduce myself there.",
        ByHand.MOVE: "The meeting was made by hand: move it in Teams' calendar too, if you have not done so.",
        ByHand.CANCEL: "The meeting was made by hand: cancel it in Teams' calendar too, if you have not done so.",
    }
)


def doing(kind: ErrandKind) -> str:
    """Within a sentence."""
    return _DOING[kind]


def stuck(kind: ErrandKind) -> str:
    """As a heading."""
    return _STUCK[kind]


def means(kind: ErrandKind) -> str:
    """What follows from its not being done."""
    return _MEANS[kind]


def done(kind: ErrandKind) -> str:
    """On the button of whoever did it instead. KeyError for a meeting made by hand, whose link is asked for."""
    return _DONE[kind]


def by_hand(what: ByHand) -> str:
    return _BY_HAND[what]
