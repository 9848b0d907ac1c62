"""How a command starts, and how it says what went wrong: a line, and an exit code."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import typer
from rich.console import Console

from bot import bootstrap, config, keeping

T = TypeVar("T")

FAILED, REFUSED = 1, 2
"""It was looked at and is not right; it was not done."""


def refused(*lines: str) -> typer.Exit:
    for line in lines:
        typer.echo(line, err=True)
    return typer.Exit(REFUSED)


def settings() -> config.Settings:
    """Raises typer.Exit with every fault told."""
    try:
        found = config.load()
    except config.SettingsError as error:
        raise refused(*error.faults) from None
    bootstrap.log_to_stderr(found.log_level)
    return found


def done(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Raises typer.Exit with one line for what could not be done."""
    try:
        return asyncio.run(work())
    except keeping.REFUSALS as error:
        raise refused(reason(error)) from None


def reason(error: Exception) -> str:
    return str(error) or "the store gave no answer"


def console() -> Console:
    """Wide where there is no terminal to be narrow: a table for a file is not to be cut."""
    return Console() if sys.stdout.isatty() else Console(width=200)
