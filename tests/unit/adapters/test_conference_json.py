"""A conference as a program sends it: every fault at its pointer, and no value that is our bug (M6)."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.conference_json import read_brought
from bot.usecases.bring import FaultsError
from tests.integration.test_api import CONFERENCE, brought

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.sampled_from(list(CONFERENCE)), inner),
    max_leaves=12,
)


@settings(max_examples=60)
@given(_JSON, st.sampled_from([*CONFERENCE, ""]))
def test_no_value_is_our_bug(value: object, place: str) -> None:
    body = {"conference": {**CONFERENCE, place: value}} if place else {"conference": value}
    try:
        read_brought(orjson.dumps(body), ["london"])
    except FaultsError as error:
        found = error.faults
    else:
        return
    assert found
    assert all(one.says for one in found)


def test_what_is_whole_is_read_as_a_file_would_be() -> None:
    found = read_brought(orjson.dumps(brought("FICT-1")), ["london"])
    assert (found.particulars.reference, found.borough) == ("FICT-1", "london")


@pytest.mark.parametrize(
    ("body", "pointer", "says"),
    [
        (b"{", "", "this is not JSON"),
        (orjson.dumps([1] * 9000), "", "more than 8000 values"),
        (b"[" * 30 + b"]" * 30, "/0" * 21, "more than 20 inside one another"),
        (orjson.dumps({"conference": 7}), "/conference", "expected the conference (who, when and about whom), found"),
        (orjson.dumps({"a/b~c": 7}), "/a~1b~0c", "there is no such name here"),
    ],
    ids=["no JSON", "wide", "deep", "a number", "a pointer's own characters"],
)
def test_what_cannot_be_one_is_told_at_its_pointer(body: bytes, pointer: str, says: str) -> None:
    with pytest.raises(FaultsError) as caught:
        read_brought(body, ["london"])
    assert [one for one in caught.value.faults if one.pointer == pointer and one.says.startswith(says)]
    assert "FICT" not in str(caught.value)
