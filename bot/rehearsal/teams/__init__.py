"""A Teams to rehearse with. It stands in for Microsoft on 127.0.0.1 and knows nothing of the bot but its address."""

from bot.rehearsal.teams.answers import Reply
from bot.rehearsal.teams.chats import BOT, Chat, ChatKind, Meeting, Message, Retained, Version
from bot.rehearsal.teams.faults import (
    Call,
    Drop,
    Fault,
    Faults,
    Route,
    Rule,
    Twice,
    cut_off,
    doubled,
    lost_reply,
    refused,
    slow,
)
from bot.rehearsal.teams.graph_tenant import Mail, Sent, Tenant
from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.loopback import LoopbackTeams
from bot.rehearsal.teams.meetings import Invitation
from bot.rehearsal.teams.persons import Kind, Person
from bot.rehearsal.teams.presses import Execute, refresh_of
from bot.rehearsal.teams.screens import Seen, SeenKind
from bot.rehearsal.teams.tampering import Tamper
from bot.rehearsal.teams.wire import Crossing, Direction, Entry

__all__ = [
    "BOT",
    "Call",
    "Chat",
    "ChatKind",
    "Crossing",
    "Direction",
    "Drop",
    "Entry",
    "Execute",
    "Fault",
    "Faults",
    "Invitation",
    "Json",
    "Kind",
    "LoopbackTeams",
    "Mail",
    "Meeting",
    "Message",
    "Person",
    "Reply",
    "Retained",
    "Route",
    "Rule",
    "Seen",
    "SeenKind",
    "Sent",
    "Tamper",
    "Tenant",
    "Twice",
    "Version",
    "cut_off",
    "doubled",
    "lost_reply",
    "refresh_of",
    "refused",
    "slow",
]
