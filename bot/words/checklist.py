"""The confidentiality checklist, for professionals and for families. Its items are the borough's (bot/data/boroughs)."""

from typing import NamedTuple


class ChecklistWords(NamedTuple):
    title: str
    why: str
    again: str
    confirm: str
    cannot: str
    done: str
    then: str
    declined: str
    decline_title: str
    decline_why: str
    decline_label: str
    decline_send: str
    back: str


PROFESSIONAL = ChecklistWords(
    title="Confidentiality checklist",
    why="Please read each line and tick it if it is so. Once all are ticked you can take part. I record that you ticked them, and when.",
    again="You have been away, so please go through the list again: the place you are in now may be a different one.",
    confirm="I confirm all of these",
    cannot="I cannot do this",
    done="Thank you. Your checklist is done, and you can take part.",
    then="If you leave for some minutes, I will ask you again.",
    declined="The chair knows that you cannot do this, and will speak to you. If you can after all, tick every line.",
    decline_title="I cannot do this",
    decline_why="Tell the chair what stands in the way. The chair reads it and decides what follows. It is kept in the record.",
    decline_label="What you cannot do, and why",
    decline_send="Tell the chair",
    back="Back to the checklist",
)

LAY = ChecklistWords(
    title="Keeping the meeting private",
    why="What is said here is about your family and should stay private. Please tick each line that is true for you.",
    again="You have been away for a while, so please go through the list again.",
    confirm="Yes, all of these are true",
    cannot="One of these is not possible for me",
    done="Thank you. That is all: you are ready for the meeting.",
    then="If you leave for some minutes, I will ask you again. There is nothing else to fill in.",
    declined="The chair knows that this is not possible for you, and will speak to you. You have done nothing wrong.",
    decline_title="What is not possible?",
    decline_why="Tell the chair in your own words. The chair reads it and will find a way with you. It is kept in the record.",
    decline_label="What is not possible, and why",
    decline_send="Tell the chair",
    back="Back to the list",
)

FALLBACK = "A checklist to go through before you take part. Please open it in a newer version of Teams."


def item(number: int, of: int) -> str:
    return f"{number} of {of}"
