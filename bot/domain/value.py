"""Values that are never changed, only replaced by others."""

from typing import Any, TypeVar

T = TypeVar("T")


def replaced(value: T, **change: Any) -> T:
    """As `dataclasses.replace`, in a tenth of the time: it is most of a fold. For a dataclass without slots.

    NOTE: without `__post_init__`, which none of the values folded here has.
    """
    new = object.__new__(type(value))
    fields = new.__dict__
    fields.update(value.__dict__, **change)
    if len(fields) != len(value.__dict__):
        raise TypeError(f"{type(value).__name__} has no {', '.join(change.keys() - value.__dict__.keys())}")
    return new
