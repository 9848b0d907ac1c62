"""What a posted or edited message says: state words and the conference's reference. No name, no child, no content.

Teams keeps these messages, shows them on locked screens and in other people's notifications, so nothing here is filled
in but the reference, counts of things in the chair's own messages, and whole hours.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.domain.conference import Stage
from bot.domain.duties import CONTENT, DutyKind
from bot.domain.duties.summary import APPROVE, COPIES
from bot.words.shell_words import ShellWords
from bot.words.shells_before import BEFORE
from bot.words.times import count

HANDED_OVER = "handed_over"
NOTHING_COUNTED = "Nobody with a seat is here."
NEWER = "Please open it in a newer version of Teams."
CONFIRM_CHAT = "Yes, this is its chat"
REFUSE_CHAT = "No, it is not"
REFRESH = "Refresh"
_OPEN = "Open my card"

_INTRODUCTION = (
    (
        "What I do:",
        "I bring everybody the checklist, collect professionals' views for the chair, and deliver the decision summary.",
    ),
    (
        "What I do not do:",
        "I do not record, listen to or transcribe the meeting. I do not decide, and I suggest nothing. The chair decides.",
    ),
    (
        "What I keep:",
        "Who was here and when, what was handed in, the decisions, and who received the summary. It is kept encrypted.",
    ),
    (
        "Who can see a professional's view (the post-it):",
        "The one who gives it and the chair, and whoever writes it down if it is given by voice. Nobody else here.",
    ),
    (
        "In this chat:",
        "I write nothing about a child or family here, unless the chair puts the summary here. Please do the same.",
    ),
)
"""J1."""

_WORDS: Mapping[tuple[DutyKind, str], ShellWords] = MappingProxyType(
    {
        (DutyKind.INTRODUCTION, "here"): ShellWords(
            "I am Chairside, a program that helps the chair of this conference.", _OPEN, points=_INTRODUCTION
        ),
        (DutyKind.CONFIRM_CHAT, "ask"): ShellWords(
            "I was added to a meeting chat. Is it the chat of this conference?",
            more=("Until you say yes, I do nothing there.",),
        ),
        (DutyKind.DOOR, "open"): ShellWords(
            "There is a card for you to open.",
            _OPEN,
            ("What opens is shown to you alone, and only if you are on the list for this conference.",),
        ),
        (DutyKind.DOOR, "closed"): ShellWords(
            "There is nothing to fill in here now.",
            _OPEN,
            ("You can still open what there is for you. It is shown to you alone.",),
        ),
        (DutyKind.CHECKLIST, "ask"): ShellWords("Please do your checklist before you take part.", "Open my checklist"),
        (DutyKind.CHECKLIST, "done"): ShellWords("Your checklist is done.", "Open my checklist"),
        (DutyKind.CHECKLIST, "declined"): ShellWords(
            "The chair knows that you cannot do the checklist.", "Open my checklist"
        ),
        (DutyKind.POST_IT, "open"): ShellWords("The chair asks for your post-it.", "Open my post-it"),
        (DutyKind.POST_IT, "handed_in"): ShellWords(
            "Your post-it is handed in.", "Open my post-it", ("You can change it until the chair closes the round.",)
        ),
        (DutyKind.POST_IT, "closed"): ShellWords("The round is closed. Nothing can be changed now."),
        (DutyKind.NUDGE, "ask"): ShellWords("The chair is waiting for your post-it.", "Open my post-it"),
        (DutyKind.NUDGE, "done"): ShellWords("This reminder is settled."),
        (DutyKind.TALLY, "ready"): ShellWords(
            "The tally of one child is ready.",
            "Open the tally",
            ("For you alone. If you share your screen, others can see it, and so can the family.",),
        ),
        (DutyKind.DECISIONS, "ready"): ShellWords(
            "The chair has decided.", "Open the decisions", ("If your agency dissents, you can say so there.",)
        ),
        (DutyKind.SUMMARY_DRAFT, "ready"): ShellWords(
            "The decision summary is drafted and waits for your approval.",
            "Open the draft",
            ("Nobody receives it before you approve it.",),
        ),
        (DutyKind.SUMMARY_DRAFT, "approved"): ShellWords("The decision summary is approved.", "Open the summary"),
        (DutyKind.SUMMARY, "ready"): ShellWords("The decision summary is here for you.", "Open the summary"),
        (DutyKind.SUMMARY_NOTICE, "notice"): ShellWords(
            "The chair has approved the decision summary.",
            _OPEN,
            (
                (
                    "Professionals receive it privately. Family members are given theirs by hand. "
                    "If you cannot be written to, you can open yours here: it is shown to you alone."
                ),
            ),
        ),
        (DutyKind.COPY, "ask"): ShellWords(
            "Somebody needs their copy of the decision summary from you.", "Open whose copy it is"
        ),
        (DutyKind.COPY, "given"): ShellWords(
            "This copy of the decision summary has been given.", "Open whose copy it is"
        ),
        **BEFORE,
        (DutyKind.CONSOLE, HANDED_OVER): ShellWords("You have handed the chair over. This console is closed."),
        (DutyKind.PULSE, HANDED_OVER): ShellWords("You have handed the chair over. Nothing more is counted here."),
    }
)

_LADDER: Mapping[tuple[DutyKind, str, str], ShellWords] = MappingProxyType(
    {
        (DutyKind.CHASE, "ask", ""): ShellWords("The decision summary has not reached everybody yet.", _OPEN),
        (DutyKind.CHASE, "ask", APPROVE): ShellWords("The decision summary is not approved yet.", _OPEN),
        (DutyKind.CHASE, "ask", COPIES): ShellWords("Copies of the decision summary still have to be given.", _OPEN),
        (DutyKind.LATE, "late", ""): ShellWords("LATE: the decision summary has not reached everybody.", _OPEN),
        (DutyKind.LATE, "late", APPROVE): ShellWords("LATE: the decision summary is not approved.", _OPEN),
        (DutyKind.LATE, "late", COPIES): ShellWords("LATE: not everybody entitled has the decision summary.", _OPEN),
    }
)
"""By subject as well: what is missing. "" is for whoever does not know."""

_STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.PLANNED: "not started yet",
        Stage.GATHERING: "under way",
        Stage.ROUND_OPEN: "the round is open",
        Stage.ROUND_CLOSED: "the round is closed",
        Stage.DECIDED: "the round is closed, and nothing is left to decide",
        Stage.APPROVED: "the decision summary is approved",
    }
)

_BEFORE_CONTENT = {DutyKind.SUMMARY: "ready", DutyKind.SUMMARY_NOTICE: "notice"}


def shell_words(kind: DutyKind, face: str, subject: str = "") -> ShellWords:
    """The words for one face. KeyError for a face that no duty has: a bug."""
    if kind in _CHAIRS and face != HANDED_OVER:
        return _CHAIRS[kind](face)
    if kind in (DutyKind.CHASE, DutyKind.LATE):
        return _LADDER[kind, face, subject]
    return _WORDS[kind, _BEFORE_CONTENT[kind] if face == CONTENT and kind in _BEFORE_CONTENT else face]


def _console(face: str) -> ShellWords:
    stage, ended = face.split(":")
    more = ("The conference has ended.",) if int(ended) else ()
    return ShellWords(f"Your console: {_STAGES[Stage(stage)]}.", "Open my console", more)


def _pulse(face: str) -> ShellWords:
    """Counts without names, zeros left out, and nothing to open: never what anybody answered (V5)."""
    handed, here, strangers, unable, dissents = face.split(":")
    given, seats = handed.split("/")
    counted = (
        (given, f"{given} of {count(int(seats), 'post-it')} handed in."),
        (here, f"{count(int(here), 'seat')} here."),
        (strangers, count(int(strangers), "person to identify.", "people to identify.")),
        (unable, count(int(unable), "person cannot do the checklist.", "people cannot do the checklist.")),
        (dissents, count(int(dissents), "dissent declared.", "dissents declared.")),
    )
    first, *more = [said for number, said in counted if int(number)] or [NOTHING_COUNTED]
    return ShellWords(first, more=tuple(more))


_CHAIRS: Mapping[DutyKind, Callable[[str], ShellWords]] = MappingProxyType(
    {DutyKind.CONSOLE: _console, DutyKind.PULSE: _pulse}
)
"""The chair's own messages, whose faces say more than one thing."""


def title(reference: str) -> str:
    """Without its reference in the meeting chat, where somebody on no list may read along (J13)."""
    return f"Conference {reference}" if reference else "This conference"


def summary_line(kind: DutyKind, face: str, reference: str, subject: str = "") -> str:
    """What a notification shows, on a locked telephone too."""
    return f"{title(reference)}: {shell_words(kind, face, subject).line}"


def fallback(kind: DutyKind, face: str, reference: str, subject: str = "") -> str:
    """What is shown and read out where a card cannot be."""
    return f"{summary_line(kind, face, reference, subject)} {NEWER}"
