"""The shape of what a posted message says."""

from typing import NamedTuple


class ShellWords(NamedTuple):
    """`line` is also the notification. `button` "": there is nothing to open any more."""

    line: str
    button: str = ""
    more: tuple[str, ...] = ()
    points: tuple[tuple[str, str], ...] = ()
