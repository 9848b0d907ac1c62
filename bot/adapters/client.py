"""The connection to the store."""

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

_MOST_CONNECTIONS = 32


def connect(address: str) -> Redis:
    """A client for `unix:///path`, `redis://` or `rediss://`. Does not connect yet; close it with `aclose`.

    Retries are off: redis-py's are silent, and repeat a write whose answer was lost (promises, finding 2). The pool
    waits when it is used up, where the plain one fails.
    """
    pool = BlockingConnectionPool.from_url(
        address,
        max_connections=_MOST_CONNECTIONS,
        timeout=5,
        socket_timeout=2,
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 0),
    )
    return Redis.from_pool(pool)
