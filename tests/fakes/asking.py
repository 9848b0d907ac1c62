"""What is asked of the chair before a conference, ready to be asked."""

from bot.domain.ids import PersonId
from bot.domain.outstanding import Item, outstanding
from bot.domain.verbs.ask_exclusion import AskExclusion
from bot.domain.verbs.ask_recording import AskRecording
from bot.domain.verbs.decide_exclusion import DecideExclusion
from tests.fakes.builders import ENGLAND, Play

KATYA, DESMOND, ORLA, INES = PersonId("katya"), PersonId("desmond"), PersonId("orla"), PersonId("ines")
ASK = AskExclusion(person=KATYA, ground="confidential", evidence="Police record of 3 May", extent="whole")
DECIDE = DecideExclusion(person=KATYA, extent="whole", reasons="The police ask for it.", how_long="This conference")
RECORD = AskRecording(person=KATYA, purpose="to listen again")


def items(play: Play, who: str) -> list[tuple[Item, str]]:
    return [(one.item, one.about) for one in outstanding(play.state, PersonId(who), ENGLAND)]


def have(play: Play, item: Item) -> set[str]:
    return {one.id for one in play.particulars.people if item in {what for what, _ in items(play, one.id)}}
