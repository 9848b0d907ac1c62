"""What can be typed to the bot, and what it says when it cannot help."""

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "help": "help.show",
    "status": "status.show",
    "console": "console.show",
    "checklist": "checklist.show",
    "post-it": "post_it.show",
    "post it": "post_it.show",
    "postit": "post_it.show",
    "decisions": "decisions.show",
    "summary": "summary.show",
    "draft": "summary.draft",
    "hand over": "console.hand_over",
    "correct end": "console.correct_end",
    "report": "report.show",
    "reports": "report.show",
    "tell the chair": "flag.show",
    "requests": "ask.show",
    "recording": "recording.form",
    "next": "next.show",
    "board": "board.show",
    "set up": "set_up.show",
    "sheet": "sheet.show",
    "invitation": "invitation.show",
    "days": "days.show",
    "practise": "practice.show",
    "practice": "practice.show",
    "to do": "todo.show",
    "todo": "todo.show",
    "to-do": "todo.show",
    "microsoft": "errand.show",
}
"""Typed word -> the verb it opens. Anything else gets the list."""

MEANINGS: Mapping[str, str] = {
    "invitation": "your invitation, and your answer to it",
    "to do": "everything that waits for you, in every conference",
    "days": "days on offer for the next meeting",
    "practise": "a post-it about a made-up family, to practise on",
    "report": "your agency's report, or all reports if you keep track of them",
    "tell the chair": "ask the chair to speak to you in private",
    "requests": "what the chair is asked to decide before the meeting",
    "recording": "ask to record the meeting",
    "status": "where the conference has got to",
    "checklist": "the confidentiality checklist",
    "post-it": "your post-it, while the round is open",
    "decisions": "the chair's decisions, and how to say that your agency dissents",
    "summary": "your copy of the decision summary",
    "console": "the chair's console",
    "draft": "the chair's draft of the decision summary",
    "hand over": "give the chair to somebody else",
    "correct end": "put right the time the conference ended",
    "board": "this week's conferences, and what is late",
    "sheet": "all that is arranged of a conference, and where to change it",
    "set up": "begin a new conference",
    "microsoft": "what is to be done in Microsoft 365 for a conference",
    "help": "this list",
}

NOT_UNDERSTOOD = "I did not understand that. I am not a person, and nobody reads what is typed to me."
NOT_FOR_YOU = "That is not yours to open in any conference you are listed in. Please type help to see what is."
SEVERAL = "You are listed in several conferences. Which one do you mean?"
"""A button for each follows, by reference and hour."""

OPENERS: Mapping[str, str] = {
    "status.show": "Open the status",
    "console.show": "Open the console",
    "checklist.show": "Open my checklist",
    "post_it.show": "Open my post-it",
    "decisions.show": "Open the decisions",
    "summary.show": "Open my copy",
    "summary.draft": "Open the draft",
    "console.hand_over": "Hand the chair over",
    "console.correct_end": "Correct the end",
    "report.show": "Open the report",
    "flag.show": "Tell the chair",
    "ask.show": "Open the requests",
    "recording.form": "Ask to record",
    "next.show": "Open my card",
    "board.show": "Open the board",
    "help.show": "Open help",
    "set_up.show": "Begin a new conference",
    "sheet.show": "Open the sheet",
    "invitation.show": "Open my invitation",
    "days.show": "Open the days",
    "practice.show": "Practise a post-it",
    "todo.show": "Open my list",
    "errand.show": "Open what is to be done",
}
