"""An error's text may quote what somebody wrote, so the log says where and what kind, and no more (S-3)."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.bootstrap import log_to_stderr

CANARY = "Wren was left alone on Tuesday"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def _break() -> None:
    raise ValueError(CANARY)


@pytest.mark.feature("S-3")
@pytest.mark.parametrize("library", [False, True], ids=["ours", "a library's"])
def test_an_error_is_logged_by_place_and_kind_and_never_by_its_text(
    library: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to_stderr("INFO")
    try:
        _break()
    except ValueError as error:
        error.add_note(CANARY)
        if library:
            logging.getLogger("a.library").exception("it_broke")
        else:
            structlog.get_logger("ours").exception("it_broke")
    said = capsys.readouterr().err
    assert "it_broke" in said
    assert "ValueError" in said
    assert "test_what_is_logged.py" in said
    assert CANARY not in said
