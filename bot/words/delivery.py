"""Approving the decision summary and carrying copies of it, in words."""

DRAFT_FALLBACK = "The decision summary, for the chair. Please open it in a newer version of Teams."
SUMMARY_FALLBACK = "The decision summary is ready. Please open it in a newer version of Teams."
COPY_FALLBACK = "A copy to hand over. Please open it in a newer version of Teams."

DRAFT_TITLE = "Decision summary: to approve"
APPROVED_TITLE = "Decision summary: approved"
DRAFT = (
    "This is what will be sent. It comes from your decisions, never from post-its. Professionals get it privately; "
    "family and observer get theirs by hand, from the lead social worker."
)
NOT_ALL = "It cannot be approved yet. Still to be decided"
NO_OUTLINE = "No outline plan is written for"
NO_OUTLINE_WHY = (
    "It goes out with the letter (London procedures, paragraph 14.13). You can add it by changing the decision."
)
TELL = "Tell the parents in person as well (London procedures, paragraph 10.2)."
NOTE = "Anything to add, for everybody who gets the summary (may stay empty)"
CHAT = "The meeting chat"
CHAT_TITLE = "Put the whole summary in the meeting chat as well"
CHAT_WHY = (
    "The meeting chat is best left out: it then says only that decisions have been made. What is posted there stays there, for "
    "everybody in it: somebody who was asked to leave, a supporter, somebody who joined without signing in."
)
APPROVE = "Approve and send"
APPROVE_WHY = "Once approved, it cannot be changed."
IN_CHAT = "The whole summary is in the meeting chat as well, as you chose."
NEXT_PAGE = "Read on"
FIRST_PAGE = "Back to the first page"
WHAT_FOLLOWS = "What is sent"

GIVEN = "Given"
ONE_PERSON = (
    "Give this to them alone, in person or by post. Show it to nobody else in the family, and put no other person's address "
    "on it."
)
HOW_HINT = "For example: in person, at the office"
GIVE = "I have given them their copy"


def approved(by: str, at: str) -> str:
    return f"Approved by {by} on {at}."


def copy_title(name: str, relation: str) -> str:
    return f"Copy for {name} ({relation})" if relation else f"Copy for {name}"


def how(name: str) -> str:
    return f"How {name} was given their copy"


def page(number: int, of: int) -> str:
    return f"Page {number} of {of}"


def continued(called: str) -> str:
    return f"{called}, continued"
