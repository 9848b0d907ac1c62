"""Whether a press did what it was for, by what the bot said to it."""

from bot.domain.refusals import Why
from bot.rehearsal.judging.story import Press, Shown, Story, heard
from bot.rehearsal.judging.strings import as_read, strings
from bot.words.answers import OUT_OF_DATE
from bot.words.refusals import Audience, sentence

_REFUSALS = frozenset({OUT_OF_DATE, *(sentence(why, audience) for why in Why for audience in Audience)})


def refuses(shown: Shown) -> bool:
    """A line of text or an error in place of a card, or a card that says why not."""
    card = shown.card
    return card is None or any(as_read(text) in _REFUSALS for _, text in strings(card.get("body")))


def accepted(story: Story, press: Press) -> bool:
    """With no answer at all it may have been acted on, and is taken to have been."""
    answer = story.answer(press)
    return heard(press) and (answer is None or not refuses(answer))
