"""Two services that know nothing of each other, provided by the course."""

import asyncio


async def fetch_user() -> dict[str, str]:
    await asyncio.sleep(1)
    return {"name": "Ada"}


async def fetch_orders() -> list[int]:
    await asyncio.sleep(1)
    return [1, 2, 3]
