"""The tally in words. It counts and orders; it suggests nothing (V14, traps 2 and 3)."""

from bot.domain.post_it import View
from bot.domain.tally import Spread
from bot.words.labels import label
from bot.words.times import count

FALLBACK = "A tally for the chair. Please open it in a newer version of Teams."
PRIVATE = "For you alone. Do not share this on screen: everybody in the meeting would see it, the family too."
STILL_OPEN = "The round is still open: these can change."
NO_SCALES = "Nobody has given a number."
RECOMMENDATIONS = "Recommendations"
CATEGORIES = "Categories"
VIEWS = "Every view, in the order of the seats"
VIEWS_ON = "Every view, continued"
UNABLE = "Cannot give a view:"
NO_POST_IT = "No post-it:"
NOT_YET = "Not handed in yet:"
NO_NUMBER = "No number:"
NEXT_PAGE = "More views"
FIRST_PAGE = "First page"
WITHOUT = "Without a view:"


def title(called: str) -> str:
    return f"Tally: {called}"


def page(number: int, of: int) -> str:
    return f"Page {number} of {of}"


def spread(one: Spread, given: int) -> str:
    """No mean (trap 3). A median between two numbers is said as a half."""
    return (
        f"Lowest {one.lowest}, highest {one.highest}, median {one.median:g}, spread {one.spread}. "
        f"{count(given, 'number')} given."
    )


def without(unable: int, missing: int) -> str:
    """Two different things, never added up (trap 15)."""
    return f"{unable} could not give one, {missing} gave no post-it."


def decide(called: str) -> str:
    return f"Decide: {called}"


def entered_by(name: str) -> str:
    return f"Given by voice, entered by {name}."


def scale(view: View) -> str:
    return UNABLE if view.unable else NO_NUMBER if view.scale is None else str(view.scale)


def choices(view: View) -> str:
    """As "Child Protection Plan, neglect. Future significant harm: likely." Empty where only a scale was asked for."""
    chosen = [label(view.recommendation)] if view.recommendation else []
    if view.category:
        chosen.append(label(view.category).lower())
    harm = f" Future significant harm: {label(view.likelihood).lower()}." if view.likelihood else ""
    return f"{', '.join(chosen)}.{harm}" if chosen else harm.strip()
