"""A service that takes its time, provided by the course."""

import asyncio


async def slow_api_call() -> dict[str, object]:
    await asyncio.sleep(0.5)
    return {"id": 7, "name": "Widget"}
