"""The door for a council's own programs: what they may bring and ask, and what no body of theirs can do (M5, M6)."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Mapping
from copy import deepcopy
from typing import Any

import orjson
import pytest
import pytest_asyncio
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.domain.board import Phase, Trouble
from bot.domain.forecast import Forecast
from bot.domain.particulars import Kind
from bot.domain.preparations import Coming, Need
from bot.domain.reports import ReportState
from bot.usecases.program_keys import hash_of
from bot.web.api import ALL, ALLOWED, DOCUMENT
from bot.web.limits import MOST_BYTES
from bot.words.programs import DETAILS
from tests.integration.conference import CANARY, EVERYBODY, set_up, view
from tests.integration.test_hostile_bodies import BODIES
from tests.integration.theatre import Theatre, theatre

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY, OTHER = f"chairside_{'k' * 43}", f"chairside_{'o' * 43}"
PERSON = "{:08x}-0000-4000-8000-000000000000"
CONFERENCE: Mapping[str, Any] = {
    "reference": "FICT-2027-200",
    "type": "initial",
    "profile": "london",
    "start": "2027-03-18T10:00",
    "planned_end": "2027-03-18T12:00",
    "tenant": "11111111-1111-4111-8111-111111111111",
    "children": [{"id": "ash", "called": "Ashling", "born": "2020-02-29", "lead": "amara"}],
    "chair": {"id": "grace", "name": "Grace Fictional", "oid": PERSON.format(1)},
    "manager": {"id": "nadia", "name": "Nadia Fictional", "oid": PERSON.format(2)},
    "administrator": {"id": "femi", "name": "Femi Fictional", "oid": PERSON.format(3)},
    "family": [{"id": "dana", "name": "Dana Fictional", "relation": "Ashling's mother"}],
    "seats": [
        {
            "id": agency,
            "agency": agency,
            "title": agency.replace("_", " ").capitalize(),
            "held_by": {"id": who, "name": f"{who.capitalize()} Fictional", "oid": PERSON.format(number)},
            "contact": "all",
        }
        for number, (agency, who) in enumerate(
            [("childrens_social_care", "amara"), ("school", "sian"), ("police", "tomasz")], start=10
        )
    ],
}
NAMES = ("Fictional", "Ashling", "amara", "sian", "tomasz", "grace", CANARY)


def brought(reference: str, **change: Any) -> dict[str, Any]:
    return {"conference": {**deepcopy(dict(CONFERENCE)), "reference": reference, **change}}


class Program:
    """Somebody else's program, with a key of its own."""

    def __init__(self, house: Theatre, key: str = KEY) -> None:
        self._house, self._key = house, key

    async def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """The status, and what was answered; of what is JSON, read."""
        sent = body if isinstance(body, bytes) or body is None else orjson.dumps(body)
        given = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"} | headers
        address = self._house.stage.bot.address.replace("/api/messages", path)
        async with self._house.stage.http.request(
            method, address, data=sent, headers={name.replace("_", "-"): value for name, value in given.items()}
        ) as answer:
            read = await answer.read()
            return answer.status, orjson.loads(read) if read and "json" in answer.content_type else read.decode()

    async def put(self, reference: str, **change: Any) -> tuple[int, Any]:
        return await self.ask("PUT", f"{ALL}/{reference}", brought(reference, **change))

    async def post(self, body: object, key: str) -> tuple[int, Any]:
        return await self.ask("POST", ALL, body, Idempotency_Key=key)

    async def get(self, reference: str) -> tuple[int, Any]:
        return await self.ask("GET", f"{ALL}/{reference}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Theatre]:
    async with theatre(tmp_path_factory.mktemp("house")) as one:
        await one.stop_bot()
        await one.start_bot(api_keys=(f"cases:{hash_of(KEY)}", f"other:{hash_of(OTHER)}"))
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def program(house: Theatre) -> Program:
    return Program(house)


# ------------------------------------------------------------------------------------------------------------- who may


async def test_without_a_key_in_the_settings_there_is_no_such_door(house: Theatre) -> None:
    await house.stop_bot()
    await house.start_bot()
    for path in (ALL, f"{ALL}/x", DOCUMENT):
        assert (await Program(house).ask("GET", path))[0] == 404
    await house.stop_bot()
    await house.start_bot(api_keys=(f"cases:{hash_of(KEY)}", f"other:{hash_of(OTHER)}"))


@pytest.mark.parametrize(
    "shown",
    [
        *("", "Bearer", "Bearer ", f"bearer {KEY}", f"Basic {KEY}", KEY, f"Bearer {KEY}x", f"Bearer {KEY[:-1]}"),
        *(f"Bearer {hash_of(KEY)}", f"Bearer  {KEY}", "Bearer é", "Bearer " + "x" * 5000),
    ],
)
async def test_nobody_without_a_key_is_told_or_let_do_anything(house: Theatre, shown: str) -> None:
    program = Program(house)
    for method, path, body in (
        ("GET", ALL, None),
        ("GET", f"{ALL}/FICT-0001", None),
        ("PUT", f"{ALL}/FICT-2027-210", brought("FICT-2027-210")),
        ("POST", ALL, brought("FICT-2027-210")),
    ):
        status, said = await program.ask(method, path, body, Authorization=shown, Idempotency_Key="k")
        assert (status, said) == (401, {"type": "about:blank", "title": "Unauthorized", "status": 401})
    assert (await program.get("FICT-2027-210"))[0] == 404


# ------------------------------------------------------------------------------------------------------------ bringing


@pytest.mark.feature("M6")
async def test_a_conference_is_put_once_and_may_be_put_again(program: Program) -> None:
    status, said = await program.put("FICT-2027-220")
    assert (status, said["phase"], said["replies"]["asked"]) == (201, "set_up", 5)
    assert await program.put("FICT-2027-220") == (200, said)
    assert await program.get("FICT-2027-220") == (200, said)
    status, refused = await program.put("FICT-2027-220", planned_end="2027-03-18T13:00")
    assert (status, refused["code"]) == (409, "other")
    assert await program.get("FICT-2027-220") == (200, said), "what is set up is changed in chat"


async def test_a_reference_may_have_a_slash_in_it(program: Program) -> None:
    assert (await program.put("CP/2027/7"))[0] == 201
    assert (await program.get("CP%2F2027%2F7"))[1]["reference"] == "CP/2027/7"


async def test_the_body_is_about_the_conference_that_the_path_names(program: Program) -> None:
    status, said = await program.ask("PUT", f"{ALL}/FICT-2027-230", brought("FICT-2027-231"))
    assert (status, said["code"]) == (422, "other_reference")
    assert (await program.get("FICT-2027-231"))[0] == 404


async def test_what_is_long_over_is_not_set_up(program: Program) -> None:
    status, said = await program.put("FICT-2020-1", start="2026-11-18T10:00", planned_end="2026-11-18T12:00")
    assert (status, said["code"]) == (409, "too_late")


@pytest.mark.feature("M6")
async def test_every_fault_is_told_at_its_place_and_nothing_is_done(program: Program) -> None:
    body = brought("FICT-2027-240", type="inital")
    body["conference"]["children"][0]["born"] = "2027-02-30"
    body["conference"]["seats"][1]["held_by"]["oid"] = PERSON.format(1)
    body["conference"]["seats"][2]["contact"] = ["ahs"]
    body["rehearsal"] = {}
    status, said = await program.ask("PUT", f"{ALL}/FICT-2027-240", body)
    assert (status, said["code"]) == (422, "faults")
    assert {one["pointer"] for one in said["errors"]} == {
        "#/conference/type",
        "#/conference/children/0/born",
        "#/conference/seats/1/held_by/oid",
        "#/conference/seats/2/contact/0",
        "#/rehearsal",
    }
    assert "whoever is at /conference/chair has the same account" in {one["detail"] for one in said["errors"]}
    assert (await program.get("FICT-2027-240"))[0] == 404


@pytest.mark.feature("M6")
async def test_the_same_under_the_same_key_is_answered_the_same(program: Program) -> None:
    body = brought("FICT-2027-250")
    status, said = await program.post(body, "night-1")
    assert status == 201
    assert await program.post(body, "night-1") == (201, said)
    assert await program.post(body, "night-2") == (200, said), "another request for what is there"
    status, refused = await program.post(brought("FICT-2027-251"), "night-1")
    assert (status, refused["code"]) == (422, "idempotency_key_used")
    assert (await program.get("FICT-2027-251"))[0] == 404


async def test_a_key_of_the_callers_own_is_nobody_elses(house: Theatre, program: Program) -> None:
    assert (await program.post(brought("FICT-2027-260"), "same"))[0] == 201
    assert (await Program(house, OTHER).post(brought("FICT-2027-261"), "same"))[0] == 201


async def test_in_the_same_moment_it_is_still_one(program: Program) -> None:
    body = brought("FICT-2027-270")
    answers = await asyncio.gather(*(program.post(body, f"at-once-{number % 2}") for number in range(8)))
    assert {status for status, _ in answers} <= {200, 201}
    assert 201 in {status for status, _ in answers}
    week = await program.ask("GET", f"{ALL}?from=2027-03-15")
    assert [one["reference"] for one in week[1]["conferences"]].count("FICT-2027-270") == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "é"])
async def test_without_a_key_for_the_request_it_is_not_done(program: Program, key: str) -> None:
    status, said = await program.post(brought("FICT-2027-280"), key)
    assert (status, said["code"]) == (400, "no_idempotency_key")


@pytest.mark.feature("B6", "M6")
async def test_a_program_may_have_everybody_invited_at_once_or_later_and_once(program: Program) -> None:
    path, body = f"{ALL}/FICT-2027-285", brought("FICT-2027-285")
    status, said = await program.ask("PUT", path, body | {"convene": False})
    assert (status, said["phase"], said["troubles"][0]["code"]) == (201, "set_up", "not_invited")
    for _ in range(2):
        status, said = await program.ask("PUT", path, body | {"convene": True})
        assert (status, said["phase"]) == (200, "convened")
    other = await program.ask("PUT", f"{ALL}/FICT-2027-286", brought("FICT-2027-286") | {"convene": True})
    assert (other[0], other[1]["phase"]) == (201, "convened")
    status, said = await program.ask("PUT", path, body | {"convene": "yes"})
    assert (status, said["errors"]) == (422, [{"pointer": "#/convene", "detail": "expected true or false"}])


async def test_what_cannot_be_convened_is_set_up_and_said_so(house: Theatre, program: Program) -> None:
    now = {"start": "2027-03-09T08:00", "planned_end": "2027-03-09T09:00"}  # it ended an hour ago
    for _ in range(2):
        status, said = await program.ask(
            "PUT", f"{ALL}/FICT-2027-287", brought("FICT-2027-287", **now) | {"convene": True}
        )
        assert (status, said["code"]) == (409, "not_convened")
    assert (await program.get("FICT-2027-287"))[1]["phase"] == "held"


async def test_whoever_looks_after_it_finds_it_in_teams(house: Theatre, program: Program) -> None:
    one = await set_up(house, EVERYBODY)
    admin = one.person("admin")
    mine = {"id": "femi", "name": "Femi Fictional", "oid": admin.oid}
    assert (
        await program.put("FICT-2027-290", administrator=mine, start="2027-03-11T10:00", planned_end="2027-03-11T11:00")
    )[0] == 201
    seen = await one.open("admin", "board", "board.show")
    assert "FICT-2027-290" in one.said("admin", seen)


# -------------------------------------------------------------------------------------------------------------- asking


@pytest.mark.feature("M5")
async def test_the_conferences_of_some_days_by_their_hour(program: Program) -> None:
    for number, day in enumerate(("2027-05-04", "2027-05-03", "2027-05-10")):
        await program.put(f"FICT-2027-30{number}", start=f"{day}T10:00", planned_end=f"{day}T11:00")

    async def found(query: str) -> list[str]:
        status, said = await program.ask("GET", f"{ALL}?{query}")
        assert (status, said["unreadable"]) == (200, 0)
        return [one["reference"] for one in said["conferences"]]

    assert await found("from=2027-05-03") == ["FICT-2027-301", "FICT-2027-300"]
    assert await found("from=2027-05-04&to=2027-05-10") == ["FICT-2027-300", "FICT-2027-302"]
    assert await found("from=2027-05-04&to=2027-05-04") == ["FICT-2027-300"]
    assert await found("from=2027-06-01&to=2027-06-02") == []
    status, said = await program.ask("GET", f"{ALL}?from=2027-05-03", Accept="text/csv")
    rows = list(csv.reader(io.StringIO(said)))
    assert (status, {row[0] for row in rows[1:]}) == (200, {"FICT-2027-301", "FICT-2027-300"})


@pytest.mark.parametrize(
    "query",
    [
        *("from=x", "from=2027-13-01", "from=2027-05-03&to=2027-05-02", "from=2027-01-01&to=2027-12-31", "to=1"),
        *("from=", "from=9999-12-31", "from=0001-01-01&to=9999-01-01", "from=%00"),
    ],
)
async def test_what_are_no_days_is_refused(program: Program, query: str) -> None:
    status, said = await program.ask("GET", f"{ALL}?{query}")
    assert (status, said["code"], said["detail"]) == (400, "days", DETAILS["days"])


async def test_a_conference_that_there_is_not_is_not_found(program: Program) -> None:
    for reference in ("FICT-9999", "%00", "x" * 3000, "..%2F..%2Fetc", "é"):
        status, said = await program.get(reference)
        assert (status, said["code"]) == (404, "no_such_conference")


@pytest.mark.feature("B13", "M5")
async def test_the_police_report_is_nobodys_here(program: Program) -> None:
    await program.put("FICT-2027-310")
    _, said = await program.get("FICT-2027-310")
    reports = {one["agency"]: one["report"] for one in said["agencies"]}
    assert reports == {"childrens_social_care": "due", "school": "due", "police": None}
    assert sum(said["reports"].values()) == 2


@pytest.mark.feature("V5", "S-2", "S-3")
async def test_no_post_it_and_no_name_is_in_any_answer(house: Theatre, program: Program) -> None:
    one = await set_up(house, EVERYBODY)
    await one.gather()
    await one.open_round()
    await one.hand_in("school", view(3))
    await program.put("FICT-2027-320")
    every = [await program.get(one.reference), await program.get("FICT-2027-320")]
    every += [await program.ask("GET", f"{ALL}?from=2027-03-08&to=2027-03-20")]
    assert every[0][1]["phase"] == "under_way"
    for status, said in every:
        assert status == 200
        assert not [name for name in (*NAMES, "Marigold", "Barnaby") if name in str(said)]
    before = orjson.dumps(every[0][1])
    await one.hand_in("health", view(9))
    assert orjson.dumps((await program.get(one.reference))[1]) == before, "nothing of a round shows"


# ---------------------------------------------------------------------------------------------------------- hostile bodies


@pytest.mark.parametrize("raw", BODIES.values(), ids=list(BODIES))
@pytest.mark.parametrize("method", ["PUT", "POST"])
async def test_a_hostile_body_is_the_senders_fault(program: Program, raw: bytes, method: str) -> None:
    path = ALL if method == "POST" else f"{ALL}/FICT-2027-400"
    status, said = await program.ask(method, path, raw, Idempotency_Key=f"hostile {len(raw)}")
    assert 400 <= status < 500
    assert said["status"] == status


_WIDE = {
    "a thousand seats": {"seats": [CONFERENCE["seats"][0]] * 1000},
    "a thousand children": {"children": [CONFERENCE["children"][0]] * 1000},
    "names without end": {"household": ["x" * 200] * 1000},
    "a thousand names unknown": {f"field-{number}": {} for number in range(1000)},
    "one long word": {"reference": "F" * 100_000},
}


@pytest.mark.parametrize("change", _WIDE.values(), ids=list(_WIDE))
async def test_however_much_is_wrong_nobody_else_waits(house: Theatre, program: Program, change: Any) -> None:
    loop, longest, running = asyncio.get_running_loop(), 0.0, True

    async def watch() -> None:
        nonlocal longest
        while running:
            before = loop.time()
            await asyncio.sleep(0.005)
            longest = max(longest, loop.time() - before)

    body = orjson.dumps({"conference": {**CONFERENCE, **change}})
    assert len(body) < MOST_BYTES
    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        status, said = await program.ask("PUT", f"{ALL}/FICT-2027-200", body)
        running = False
    assert (status, said["code"]) == (422, "faults")
    assert len(said["errors"]) <= 300
    assert longest < 0.5


async def test_only_what_is_plainly_json_is_read(program: Program) -> None:
    path = f"{ALL}/FICT-2027-200"
    for more in ({"Content_Type": "text/yaml"}, {"Content_Encoding": "gzip"}):
        status, said = await program.ask("PUT", path, brought("FICT-2027-200"), **more)
        assert (status, said["detail"]) == (415, DETAILS[said["code"]])


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS", "HEAD", "POST"])
async def test_nothing_else_can_be_done_to_one(program: Program, method: str) -> None:
    assert (await program.ask(method, f"{ALL}/FICT-2027-220"))[0] == 405


async def test_one_program_that_asks_without_end_is_held_back_and_no_other(house: Theatre) -> None:
    flooding = Program(house, OTHER)
    many = await asyncio.gather(*(flooding.get("FICT-0000") for _ in range(int(ALLOWED.at_once) + 20)))
    assert {status for status, _ in many} == {404, 429}
    assert (await Program(house).get("FICT-0000"))[0] == 404


# ------------------------------------------------------------------------------------------------------ the description


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def described(house: Theatre) -> Any:
    status, said = await Program(house, "").ask("GET", DOCUMENT)
    assert status == 200
    return said


def _judge(document: Any, name: str) -> Draft202012Validator:
    schema = document["components"]["schemas"]["ConferenceFile"]
    registry: Registry[Any] = Registry().with_resources(
        [
            ("urn:api", DRAFT202012.create_resource(document)),
            (schema["$id"], Resource.from_contents(schema)),
        ]
    )
    return Draft202012Validator({"$ref": f"urn:api#/components/schemas/{name}"}, registry=registry)


async def test_what_is_described_is_what_is_there(house: Theatre, described: Any) -> None:
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {ALL, f"{ALL}/{{reference}}", DOCUMENT}
    methods = {path: {one for one in found if one != "parameters"} for path, found in described["paths"].items()}
    assert methods == {ALL: {"get", "post"}, f"{ALL}/{{reference}}": {"get", "put"}, DOCUMENT: {"get"}}


async def test_every_answer_is_as_described(program: Program, described: Any) -> None:
    _, one = await program.put("FICT-2027-500")
    _, some = await program.ask("GET", f"{ALL}?from=2027-03-08&to=2027-03-20")
    _, refused = await program.put("FICT-2027-501", type="x")
    for name, found in (("Prepared", one), ("Conferences", some), ("Problem", refused)):
        _judge(described, name).validate(found)
        assert not _judge(described, name).is_valid({})
    assert not _judge(described, "Prepared").is_valid({**one, "more": 1})


async def test_what_is_taken_is_as_described(described: Any) -> None:
    judge = _judge(described, "Brought")
    judge.validate(brought("FICT-2027-510"))
    judge.validate(brought("FICT-2027-510") | {"convene": True})
    assert not judge.is_valid({**brought("FICT-2027-510"), "rehearsal": {}})


async def test_every_code_that_can_be_said_is_described(described: Any) -> None:
    schemas = described["components"]["schemas"]
    standing = schemas["Standing"]["properties"]
    assert standing["type"]["enum"] == list(Kind)
    assert standing["phase"]["enum"] == list(Phase)
    assert list(standing["reports"]["properties"]) == list(ReportState)
    assert standing["quorum"]["items"]["properties"]["forecast"]["enum"] == list(Forecast)
    assert standing["needs"]["propertyNames"]["enum"] == list(Need)
    assert standing["troubles"]["items"]["properties"]["code"]["enum"] == list(Trouble)
    agency = schemas["Prepared"]["properties"]["agencies"]["items"]["properties"]
    assert agency["reply"]["enum"] == [*Coming, None]
    assert agency["report"]["enum"] == [*ReportState, None]


async def test_every_reference_in_it_leads_somewhere(described: Any) -> None:
    def refs(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [one for value in node.values() for one in refs(value)]
        return [one for value in node for one in refs(value)] if isinstance(node, list) else []

    inner = described["components"]["schemas"].pop("ConferenceFile")
    try:
        for ref in refs(described):
            base, _, pointer = ref.partition("#/")
            assert base in {"", inner["$id"]}
            node = inner if base else described
            for step in pointer.split("/"):
                node = node[step]
    finally:
        described["components"]["schemas"]["ConferenceFile"] = inner
