"""People by their address, and who is in a group."""

import pytest

from bot.domain.microsoft import Obstacle
from bot.rehearsal.teams import Kind, Route
from bot.rehearsal.teams.graph_tenant import GROUPS, PEOPLE
from bot.usecases.microsoft import Found
from tests.graph.stage import CHAIR, House, account, obstacle
from tests.rehearsal_teams.stage import TENANT

GROUP = "33333333-3333-4333-8333-333333333333"
INNER = "44444444-4444-4444-8444-444444444444"


@pytest.mark.parametrize("written", [CHAIR, CHAIR.upper(), f"  {CHAIR} "])
async def test_a_person_is_found_by_their_address(here: House, written: str) -> None:
    assert await here.microsoft.directory.find(written) == Found(account=account(here.chair))


async def test_a_guest_is_found_by_the_address_at_which_they_were_invited(here: House) -> None:
    guest = here.person("Gil", Kind.GUEST, email="gil@health.example")
    assert await here.microsoft.directory.find("gil@health.example") == Found(account=account(guest), guest=True)
    assert account(guest).tenant == TENANT


async def test_somebody_of_another_organisation_is_nobody_of_ours(here: House) -> None:
    here.person("Oli", Kind.OTHER_TENANT, email="oli@police.example")
    assert await here.microsoft.directory.find("oli@police.example") is None


async def test_nobody(here: House) -> None:
    assert await here.microsoft.directory.find("nobody@council.example") is None


async def test_two_people_with_one_address_are_no_guess(here: House) -> None:
    here.person("Ann", email="ann@council.example")
    here.person("Ana", email="ANN@council.example")
    async with obstacle(Obstacle.TWO_PEOPLE, final=True):
        await here.microsoft.directory.find("ann@council.example")


async def test_an_apostrophe_is_part_of_a_name(here: House) -> None:
    found = here.person("Mo", email="mo.o'brien@council.example")
    assert await here.microsoft.directory.find("mo.o'brien@council.example") == Found(account=account(found))


@pytest.mark.parametrize(
    "address",
    [
        "x'or'1'eq'1@council.example",
        "x'||mail%20ne%20'@council.example",
        "x%27%20or%20mail%20ne%20%27@council.example",
        "a&$filter=id%20ne%20null@council.example",
        "plus+tag@council.example",
        "hash#mark@council.example",
        "q?uery/path@council.example",
    ],
)
async def test_an_address_stays_an_address(here: House, address: str) -> None:
    """Whatever it holds finds whoever bears it and nobody else."""
    assert await here.microsoft.directory.find(address) is None
    found = here.person("Zed", email=address)
    assert await here.microsoft.directory.find(address) == Found(account=account(found))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b@c",
        "a b@council.example",
        "a@council.example\r\nX: y",
        "a\x00@council.example",
        f"{'a' * 129}@council.example",
        f"a@{'b' * 300}",
        "x' or mail ne 'y@council.example",
        "Ada <ada@council.example>",
        "a@council.example;b@council.example",
    ],
)
async def test_what_is_no_address_is_not_asked_about(here: House, address: str) -> None:
    async with obstacle(Obstacle.BAD_ADDRESS, final=True):
        await here.microsoft.directory.find(address)
    assert here.asked(Route.GRAPH_PEOPLE) == here.asked(Route.TOKEN) == 0


async def test_a_group_is_everybody_in_it_and_in_the_groups_in_it(here: House) -> None:
    people = [here.person(f"P{number}", email=f"p{number}@council.example") for number in range(7)]
    here.tenant.groups = {GROUP: [*people[:4], INNER], INNER: [*people[3:], GROUP]}
    here.tenant.page = 3
    assert await here.microsoft.directory.members(GROUP.upper()) == {one.oid for one in people}
    assert here.asked(Route.GRAPH_GROUP) == 3


async def test_an_empty_group_is_empty(here: House) -> None:
    here.tenant.groups[GROUP] = []
    assert await here.microsoft.directory.members(GROUP) == frozenset()


@pytest.mark.parametrize("group", [GROUP, "", "administrators", "../users", f"{GROUP}/owners"])
async def test_no_such_group(here: House, group: str) -> None:
    async with obstacle(Obstacle.NO_SUCH_GROUP, final=True):
        await here.microsoft.directory.members(group)


@pytest.mark.parametrize("permission", [PEOPLE, GROUPS])
async def test_consent_withdrawn_and_given_again(here: House, permission: str) -> None:
    """A consent stands in the token: what was given since is seen at once, though the token has an hour to live."""
    here.tenant.groups[GROUP] = [here.chair]
    consented = here.teams.authority.consented

    async def ask() -> object:
        directory = here.microsoft.directory
        return await (directory.find(CHAIR) if permission == PEOPLE else directory.members(GROUP))

    consented.remove(permission)
    async with obstacle(Obstacle.NOT_CONSENTED, final=True):
        await ask()
    assert here.asked(Route.TOKEN) == 2, "it looked whether a fresh token would do"
    async with obstacle(Obstacle.NOT_CONSENTED, final=True):
        await ask()
    assert here.asked(Route.TOKEN) == 2, "and does not do so for each refusal"
    consented.add(permission)
    here.teams.authority.revoke()
    assert await ask()
