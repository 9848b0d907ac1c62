"""What a posted or edited message says before the conference. As bot/words/shells.py: no name, no child, no content."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.duties import DutyKind
from bot.words.shell_words import ShellWords

_OPEN = "Open my invitation"
_LIMIT = "Open by how much and why"
_REPORTED = "You are told as the manager (London procedures, paragraph 1.10)."

BEFORE: Mapping[tuple[DutyKind, str], ShellWords] = MappingProxyType(
    {
        (DutyKind.INVITATION, "asked"): ShellWords("You are invited. Please say whether you can come.", _OPEN),
        (DutyKind.INVITATION, "again"): ShellWords(
            "It has been moved. Please say whether you can come at the new time.", _OPEN
        ),
        (DutyKind.INVITATION, "attending"): ShellWords("You have said that you are coming.", _OPEN),
        (DutyKind.INVITATION, "colleague"): ShellWords("You have said that a colleague is coming for you.", _OPEN),
        (DutyKind.INVITATION, "cannot"): ShellWords("You have said that you cannot come.", _OPEN),
        (DutyKind.INVITATION, "passed_on"): ShellWords(
            "A colleague has your seat now. Nothing more is asked of you for it."
        ),
        (DutyKind.INVITATION, "over"): ShellWords("It has been moved since. A later message has the new time."),
        (DutyKind.INVITATION, "withdrawn"): ShellWords("This invitation does not stand any more."),
        (DutyKind.INVITATION, "cancelled"): ShellWords("It is cancelled."),
        (DutyKind.CANCELLED, "told"): ShellWords(
            "It is cancelled.",
            "Open what I was told",
            ("Please do not come. If there is a new date, you will be invited again.",),
        ),
        (DutyKind.BY_HAND, "ask"): ShellWords(
            "Somebody cannot be reached by message and has to be told by you.", "Open whom to tell"
        ),
        (DutyKind.BY_HAND, "done"): ShellWords("They have been told.", "Open whom to tell"),
        (DutyKind.REMINDER, "ask"): ShellWords(
            "There is something for you to do before a conference.",
            "Open my list",
            ("It opens everything that waits for you, in every conference.",),
        ),
        (DutyKind.REMINDER, "settled"): ShellWords("This reminder is settled."),
        (DutyKind.READING, "read"): ShellWords(
            "It begins in half an hour. Please read the reports now.",
            "",
            ("Please do not talk about the family while you read.",),
        ),
        (DutyKind.FLAG, "raised"): ShellWords(
            "Somebody asks to speak to you in private before the meeting.", "Open who asks"
        ),
        (DutyKind.FLAG, "heard"): ShellWords("You have spoken to whoever asked.", "Open who asks"),
        (DutyKind.FLAG, "pass_on"): ShellWords(
            "Somebody asks to speak to the chair in private before the meeting, and I cannot write to the chair.",
            "",
            ("Please ring the chair now. Who asks stands on the chair's list: whoever has the chair can open it.",),
        ),
        (DutyKind.FLAG, "passed_on"): ShellWords("The chair has spoken to whoever asked."),
        (DutyKind.ASK, "ask"): ShellWords("Something is asked of you before the meeting.", "Open what is asked"),
        (DutyKind.ASK, "done"): ShellWords("You have answered this.", "Open what is asked"),
        (DutyKind.ASK, "answered"): ShellWords("The chair has answered what you asked.", "Open the answer"),
        (DutyKind.LETTER, "ask"): ShellWords("A letter has to be given to somebody by you.", "Open whose letter it is"),
        (DutyKind.LETTER, "given"): ShellWords("This letter has been given.", "Open whose letter it is"),
        (DutyKind.ERRAND, "ask"): ShellWords(
            "Something is to be done in Microsoft 365, and I cannot do it by myself.",
            "Open what to do",
            ("It says what is wrong, and whom to ask.",),
        ),
        (DutyKind.ERRAND, "settled"): ShellWords("What was to be done in Microsoft 365 is done."),
        (DutyKind.DELAY, "late"): ShellWords(
            "It is later than its limit allows. Nobody has said why yet.", _LIMIT, (_REPORTED,)
        ),
        (DutyKind.DELAY, "explained"): ShellWords(
            "It is later than its limit allows. The reason is given.", _LIMIT, (_REPORTED,)
        ),
        (DutyKind.DELAY, "given"): ShellWords("Why it is late has been given, or is put another way now.", _LIMIT),
        (DutyKind.DELAY, "changed"): ShellWords("Why it is late is put another way since.", _LIMIT),
        (DutyKind.DELAY, "settled"): ShellWords("It is within its limit: a date was put right."),
    }
)
"""By kind and face."""
