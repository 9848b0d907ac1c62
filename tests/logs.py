"""What the product logs while it is under test: on the console, without the source and the locals that structlog quotes there by
itself. It takes a second over a long failure, and holds the loop for it.
"""

import structlog


def plainly() -> None:
    structlog.reset_defaults()
    shown = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, shown])
