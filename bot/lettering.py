"""The letters of a deployment, for whoever starts one and for whoever edits them. Names adapters, as bootstrap does."""

from pathlib import Path

from bot.adapters.boroughs import SHIPPED, TomlBoroughs
from bot.adapters.template_files import TemplatesError, copy, stationery

__all__ = ["TemplatesError", "codes", "copy", "stationery"]


def codes(boroughs_dir: Path | None) -> tuple[str, ...]:
    """Of the boroughs that may have letters of their own, each in a folder of that name."""
    return TomlBoroughs(boroughs_dir or SHIPPED).codes()
