"""How a command starts, and how it says what went wrong: a line, and an exit code."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from bot.config import Settings

T = TypeVar("T")

FAILED, REFUSED = 1, 2
"""It was looked at and is not right; it was not done."""


def refused(*lines: str) -> typer.Exit:
    for line in lines:
        typer.echo(line, err=True)
    return typer.Exit(REFUSED)


def settings(*, teams: bool = True) -> "Settings":
    """`teams` as in config.load. Raises typer.Exit with every fault told."""
    from bot import config
    from bot.bootstrap import log_to_stderr

    try:
        found = config.load(teams=teams)
    except config.SettingsError as error:
        raise refused(*error.faults) from None
    log_to_stderr(found.log_level)
    return found


def done(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Raises typer.Exit with one line for what could not be done."""
    from bot import keeping

    try:
        return asyncio.run(work())
    except keeping.REFUSALS as error:
        raise refused(reason(error)) from None


def reason(error: Exception) -> str:
    return str(error) or "the store gave no answer"


def console() -> "Console":
    """Wide where there is no terminal to be narrow: a table for a file is not to be cut."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=200)
