"""What the product logs while it is under test: on the console, a failure by its kind, its text and its places alone. The
source that structlog and Python quote there is looked up on disk, by whoever fails: on the loop, as often as not.
"""

import traceback
from typing import TextIO

import structlog
from structlog.typing import ExcInfo


def plainly() -> None:
    structlog.reset_defaults()
    shown = structlog.dev.ConsoleRenderer(exception_formatter=_places)
    structlog.configure(processors=[structlog.processors.add_log_level, shown])


def _places(out: TextIO, exc_info: ExcInfo) -> None:
    _kind, error, places = exc_info
    out.writelines(
        f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}\n" for frame, line in traceback.walk_tb(places)
    )
    out.write(f"  {error!r}")
