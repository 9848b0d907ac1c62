from collections.abc import AsyncIterator

import pytest

from tests.rehearsal_teams.stage import Stage, set_stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with set_stage() as found:
        yield found
