"""What the API says of a conference: counts and codes. No name of a person or child, no flag, nothing of a round (M5, S-2)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot.domain.agencies import AgencyLine
from bot.domain.board import Line
from bot.domain.reports import ReportState


def conference(line: Line) -> dict[str, Any]:
    said = line.replies
    return {
        "reference": line.reference,
        "type": line.kind.value,
        "start": _moment(line.start),
        "planned_end": _moment(line.planned_end),
        "phase": line.phase.value,
        "replies": {
            "asked": said.asked,
            "coming": said.coming,
            "colleague": said.colleague,
            "cannot": said.cannot,
            "awaited": said.awaited,
        },
        "reports": {state.value: line.reports.get(state, 0) for state in ReportState},
        "quorum": [
            {"child": number, "forecast": one.value} for number, one in enumerate(line.quorum.values(), start=1)
        ],
        "late": line.late,
        "delay_given": line.delay_given,
        "needs": {need.value: number for need, number in line.needs.items()},
        "troubles": [{"code": code.value, "count": number} for code, number in line.troubles.items()],
    }


def prepared(line: Line, agencies: Iterable[AgencyLine]) -> dict[str, Any]:
    """One conference, with its agencies one by one."""
    return {**conference(line), "agencies": [_agency(one) for one in agencies]}


def _agency(one: AgencyLine) -> dict[str, Any]:
    return {
        "agency": one.agency,
        "title": one.title,
        "reply": one.reply.value if one.reply else None,
        "report": one.report.value if one.report else None,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
