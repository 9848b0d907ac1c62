"""Values that are never changed, only replaced by others."""

from typing import Any, TypeVar

T = TypeVar("T")


def replaced(value: T, **change: Any) -> T:
    """As `dataclasses.replace`, in a tenth of the time: it is most of a fold. For a dataclass without slots.

    NOTE: without `__post_init__`, which none of the values folded here has.
    """
    fields = value.__dict__.copy()
    known = len(fields)
    fields.update(change)
    if len(fields) != known:
        raise TypeError(f"{type(value).__name__} has no {', '.join(change.keys() - value.__dict__.keys())}")
    new = object.__new__(type(value))
    object.__setattr__(new, "__dict__", fields)
    return new
