"""What this process writes down: one JSON object a line, ids and codes, never what anybody wrote (S-3).

Our own lines say an event and its ids. Of what a library says, or the interpreter, only who, where and what kind of error is
kept: any text may quote a request, a key or a value, and whoever needs it finds it at that line of the source.
"""

import faulthandler
import logging
import sys
import threading
import traceback
import warnings
from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import orjson
import structlog

_STEPS = 12
"""Places of a failure that are kept, the innermost ones."""


def log_to_stderr(level: str) -> None:
    """For the whole process, and for what ends it: nothing else is to write to standard error."""
    handler = _Silent(sys.stderr)
    handler.setFormatter(_WhereNotWhat())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    _only_the_root()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _failure,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    _take_over()


class _Silent(logging.StreamHandler[TextIO]):
    """A line that cannot be written is left out: logging's own complaint about it prints the line's arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        kind = sys.exc_info()[0]
        structlog.get_logger(__name__).error("log_line_lost", logger=record.name, kind=_named(kind))


def _only_the_root() -> None:
    """Libraries that brought handlers of their own (taskiq does) say it here or nowhere."""
    for name in logging.root.manager.loggerDict:
        one = logging.getLogger(name)
        one.handlers.clear()
        one.propagate = True


class _WhereNotWhat(logging.Formatter):
    """A library's line without its text, arguments and extra fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "event": "library",
            "logger": record.name,
            "place": f"{Path(record.pathname).name}:{record.lineno}",
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= failure(record.exc_info[1])
        return orjson.dumps(line).decode()


def _failure(_logger: object, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of our own `exception` lines: where it broke and what kind of error, never its text."""
    found = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = found if isinstance(found, BaseException) else sys.exc_info()[1] if found else None
    return {**line, **failure(error)} if error is not None else line


def failure(error: BaseException) -> dict[str, Any]:
    """The kinds of an error and of what led to it, and the lines it passed through."""
    kinds: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        kinds.append(_named(type(one)))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return {"kind": kinds, "path": places(error.__traceback__)}


def places(trace: TracebackType | None) -> list[str]:
    steps = [f"{Path(frame.f_code.co_filename).name}:{line}" for frame, line in traceback.walk_tb(trace)]
    return steps[-_STEPS:]


def _named(kind: object) -> str:
    return getattr(kind, "__name__", "unknown")


def _take_over() -> None:
    """What the interpreter itself would print: failures that nobody caught, in any thread or finaliser, and warnings."""
    log = structlog.get_logger("interpreter")

    def uncaught(kind: type[BaseException], error: BaseException | None, _: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            log.critical("uncaught", **(failure(error) if error is not None else {"kind": [_named(kind)]}))

    def unraisable(said: Any) -> None:  # noqa: ANN401 - the interpreter's own shape
        log.error("unraisable", kind=[_named(said.exc_type)], path=places(said.exc_traceback))

    def warned(_: object, category: type[Warning], filename: str, lineno: int, *__: object) -> None:
        log.warning("warning", kind=[_named(category)], place=f"{Path(filename).name}:{lineno}")

    sys.excepthook = uncaught
    threading.excepthook = lambda said: uncaught(said.exc_type, said.exc_value, said.exc_traceback)
    sys.unraisablehook = unraisable
    warnings.showwarning = warned  # type: ignore[assignment] # takes whatever it is given
    if not faulthandler.is_enabled() and hasattr(sys.stderr, "fileno"):
        _watch_for_crashes()


def _watch_for_crashes() -> None:
    """A crash of the interpreter itself: files, lines and names of functions, and no values."""
    try:
        faulthandler.enable(sys.stderr)
    except (OSError, ValueError):  # standard error is no file: nothing can be written from inside a crash
        return
