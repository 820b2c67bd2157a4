import asyncio


async def temperature():
    await asyncio.sleep(1)
    return 21


async def wind():
    await asyncio.sleep(1)
    return 4
