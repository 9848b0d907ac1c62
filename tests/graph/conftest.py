from collections.abc import AsyncIterator

import pytest

from tests.graph.stage import House, house


@pytest.fixture
async def here() -> AsyncIterator[House]:
    async with house() as found:
        yield found
        await found.teams.settled()
        assert not found.teams.bot_faults
