"""The product says post-it, round, seat, tally and decision (docs/glossary.md). Other names for them are other people's."""

import re

from tests.arch.tree import lines

_NOT_OURS = re.compile(
    r"(?<![a-z])(?:vot(?:e|es|ed|er|ers|ing)|ballots?|poll(?:s|ed|ing|ster)?)(?![a-z])", re.IGNORECASE
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def _ours_to_word(name: str) -> bool:
    return name.startswith(("bot/", "docs/")) or name == "README.md"


def _spoken(name: str, line: str) -> str:
    """The part of a line that is in our own voice: documents may quote others, and the glossary says what is not ours."""
    if not name.endswith(".md"):
        return line
    if line.startswith(">") or "not ours" in line:
        return ""
    return _QUOTED.sub("", line)


def test_only_our_own_words_are_used() -> None:
    assert not [
        f"{place}: {found[0]}"
        for name, place, line in lines()
        if _ours_to_word(name) and (found := _NOT_OURS.search(_spoken(name, line)))
    ]
