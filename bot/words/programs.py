"""What a council's own program is told of a request that cannot be taken as it is: for whoever writes the program."""

from collections.abc import Mapping
from types import MappingProxyType

DETAILS: Mapping[str, str] = MappingProxyType(
    {
        "days": "`from` and `to` are days as 2027-03-08, the last not before the first, and up to 62 days after it.",
        "no_idempotency_key": "Send an `Idempotency-Key` of your own, 1 to 200 printable ASCII characters.",
        "not_json_type": "Send `Content-Type: application/json`.",
        "not_json": "The body is not JSON.",
        "encoded": "Send the body as it is, without a `Content-Encoding`.",
    }
)
"""By the code of the refusal. What is not here is said by its code and its title."""
