import pytest


async def test_answers_with_what_both_say(client):
    """The page answers with the temperature and the wind."""
    response = await client.get("/weather/")
    assert response.status_code == 200
    assert response.json() == {"temperature": 21, "wind": 4}


@pytest.mark.hint("Start both calls before you await either one.")
async def test_asks_both_services_at_once(client):
    """The page waits for its two services at the same time."""
    response = await client.get("/weather/")
    assert response.elapsed < 2, f"the page took {response.elapsed:g} s; the services take a second each"
