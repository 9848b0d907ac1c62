"""One bot for the tests of a file; each holds conferences of its own on it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.integration.theatre import Theatre, theatre


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def standing_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Theatre]:
    async with theatre(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def house(standing_house: Theatre) -> Iterator[Theatre]:
    """All is well with Teams when a test begins; and none has left the bot at fault when it ends."""
    yield standing_house
    teams = standing_house.teams
    teams.faults.clear()
    teams.meetings.start_and_end_events = teams.meetings.join_events = True
    found = [*teams.card_faults, *teams.bot_faults]
    teams.card_faults.clear()
    teams.bot_faults.clear()
    assert not found
